#include "nativecomp/machine.h"
#include "nativecomp/print.h"
#include "nativecomp/shortest.h"

// Python writes 0.0001 and 1000000000000000.0 in full and what is smaller or larger with an exponent.
enum { SMALLEST_POINT = -3, LARGEST_POINT = 16 };

static char *put(char *to, const char *text, unsigned size) {
    while (size--)
        *to++ = *text++;
    return to;
}

static char *zeros(char *to, int count) {
    while (count-- > 0)
        *to++ = '0';
    return to;
}

// 0.00123, 123.0, 12.3: the point lies `point` digits from the left.
static char *fixed(char *to, const char *digits, int count, int point) {
    if (point <= 0) {
        to = zeros(put(to, "0.", 2), -point);
        return put(to, digits, (unsigned)count);
    }
    int whole = point < count ? point : count;
    to = zeros(put(to, digits, (unsigned)whole), point - whole);
    *to++ = '.';
    if (count == whole)
        *to++ = '0';
    return put(to, digits + whole, (unsigned)(count - whole));
}

// 1.23e-05: two digits of exponent at least.
static char *scientific(char *to, const char *digits, int count, int exponent) {
    *to++ = digits[0];
    if (count > 1) {
        *to++ = '.';
        to = put(to, digits + 1, (unsigned)count - 1);
    }
    *to++ = 'e';
    *to++ = exponent < 0 ? '-' : '+';
    if (exponent < 0)
        exponent = -exponent;
    if (exponent >= 100) {
        *to++ = (char)('0' + exponent / 100);
        exponent %= 100;
    }
    *to++ = (char)('0' + exponent / 10);
    *to++ = (char)('0' + exponent % 10);
    return to;
}

void nc_print_float(bool negative, uint64_t magnitude, unsigned fraction_bits, unsigned exponent_bits) {
    char text[32], *to = text; // at most 25: -1.2345678901234567e-308
    int largest = (1 << exponent_bits) - 1, bias = largest / 2;
    int exponent = (int)(magnitude >> fraction_bits);
    uint64_t one = 1ull << fraction_bits, fraction = magnitude & (one - 1);
    if (exponent == largest && fraction) {
        nc_write("nan", 3);
        return;
    }
    if (negative)
        *to++ = '-';
    if (exponent == largest) {
        to = put(to, "inf", 3);
    } else if (magnitude == 0) {
        to = put(to, "0.0", 3);
    } else {
        char digits[NC_SHORTEST_DIGITS];
        int point;
        bool lowest = fraction == 0 && exponent > 1;
        if (exponent)
            fraction |= one;
        else
            exponent = 1;
        int count = (int)nc_shortest(fraction, exponent - bias - (int)fraction_bits, lowest, digits, &point);
        if (point >= SMALLEST_POINT && point <= LARGEST_POINT)
            to = fixed(to, digits, count, point);
        else
            to = scientific(to, digits, count, point - 1);
    }
    nc_write(text, (size_t)(to - text));
}

void nc_print_float32(float value) {
    union {
        float value;
        uint32_t bits;
    } u = {.value = value};
    nc_print_float(u.bits >> 31, u.bits & 0x7fffffff, 23, 8);
}

void nc_print_float64(double value) {
    union {
        double value;
        uint64_t bits;
    } u = {.value = value};
    nc_print_float(u.bits >> 63, u.bits & 0x7fffffffffffffff, 52, 11);
}
