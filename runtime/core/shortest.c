#include "nativecomp/shortest.h"

// 10^324 * 2^53 * 10 has 1133 bits.
enum { DIGIT_BITS = 16, CAPACITY = 72 };

struct natural {
    unsigned size; // digits in use, the highest of them not zero
    uint16_t digit[CAPACITY];
};

static void set(struct natural *a, uint64_t value) {
    a->size = 0;
    for (; value; value >>= DIGIT_BITS)
        a->digit[a->size++] = (uint16_t)value;
}

static void multiply(struct natural *a, uint32_t factor) {
    uint32_t carry = 0;
    for (unsigned i = 0; i < a->size; i++) {
        carry += a->digit[i] * factor;
        a->digit[i] = (uint16_t)carry;
        carry >>= DIGIT_BITS;
    }
    if (carry)
        a->digit[a->size++] = (uint16_t)carry;
}

static void multiply_power(struct natural *a, uint32_t factor, int exponent) {
    for (; exponent > 0; exponent--)
        multiply(a, factor);
}

static void shift_left(struct natural *a, int count) {
    multiply_power(a, 1u << 15, count / 15);
    multiply(a, 1u << count % 15);
}

static int compare(const struct natural *a, const struct natural *b) {
    if (a->size != b->size)
        return a->size < b->size ? -1 : 1;
    for (unsigned i = a->size; i--;)
        if (a->digit[i] != b->digit[i])
            return a->digit[i] < b->digit[i] ? -1 : 1;
    return 0;
}

// a - b for b <= a.
static void subtract(struct natural *a, const struct natural *b) {
    int32_t carry = 0;
    for (unsigned i = 0; i < a->size; i++) {
        carry += a->digit[i] - (i < b->size ? b->digit[i] : 0);
        a->digit[i] = (uint16_t)carry;
        carry >>= DIGIT_BITS;
    }
    while (a->size && a->digit[a->size - 1] == 0)
        a->size--;
}

// How a + b * factor compares with c.
static int compare_sum(const struct natural *a, const struct natural *b, uint32_t factor,
                       const struct natural *c) {
    struct natural sum;
    uint32_t carry = 0;
    sum.size = 0;
    for (unsigned i = 0; i < a->size || i < b->size || carry; i++) {
        carry += (i < a->size ? a->digit[i] : 0) + (i < b->size ? b->digit[i] * factor : 0);
        sum.digit[i] = (uint16_t)carry;
        sum.size = i + 1;
        carry >>= DIGIT_BITS;
    }
    return compare(&sum, c);
}

unsigned nc_shortest(uint64_t mantissa, int exponent, bool lowest, char *digits, int *point) {
    struct natural r, s, m;
    bool even = mantissa % 2 == 0; // then the ends of the interval round to it too
    uint32_t up = lowest ? 2 : 1;  // upper half width in units of the lower one

    // R / S is the number and M / S the lower half width: all times 4, so that the smallest half width is
    // whole.
    set(&r, mantissa);
    set(&s, 1);
    set(&m, 1);
    shift_left(&r, 2 + (exponent > 0 ? exponent : 0));
    shift_left(&m, !lowest + (exponent > 0 ? exponent : 0));
    shift_left(&s, 2 + (exponent < 0 ? -exponent : 0));

    // Scale by 10^-k such that 1/10 <= R / S < 1. The estimate, from log2(number) * log10(2), is right or one
    // too small.
    int bits = exponent;
    for (uint64_t rest = mantissa; rest; rest >>= 1)
        bits++;
    int k = ((bits - 1) * 78913 >> 18) + 1;
    if (k > 0)
        multiply_power(&s, 10, k);
    else {
        multiply_power(&r, 10, -k);
        multiply_power(&m, 10, -k);
    }
    if (compare_sum(&r, &m, up, &s) >= (even ? 0 : 1)) {
        k++; // then R / S is below 2, and its whole part the first digit
    } else {
        multiply(&r, 10);
        multiply(&m, 10);
    }
    *point = k;

    for (unsigned count = 0;;) {
        char digit = '0';
        while (compare(&r, &s) >= 0) {
            subtract(&r, &s);
            digit++;
        }
        int below = compare(&r, &m), above = compare_sum(&r, &m, up, &s);
        bool low = below < 0 || (even && below == 0), high = above > 0 || (even && above == 0);
        if (low || high) {
            int half = compare_sum(&r, &r, 1, &s);
            if (high && (!low || half > 0 || (half == 0 && digit % 2)))
                digit++;
            digits[count++] = digit;
            return count;
        }
        digits[count++] = digit;
        multiply(&r, 10);
        multiply(&m, 10);
    }
}
