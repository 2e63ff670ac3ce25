// Floats as decimal text, exactly: every binary number has finitely many decimal digits. They are all found,
// with integers of as many digits as it takes, and rounded once to as many as are wanted.
#include "ints.h"
#include "nativecomp/heap.h"
#include "nativecomp/mathlib.h"
#include "nativecomp/memory.h"
#include "nativecomp/shortest.h"

#if NC_FLOAT_FRACTION == 52
typedef uint64_t float_bits;
enum { EXPONENT_BITS = 11, DIGITS_MAX = 1100 }; // 309 before the point or 1074 after it, 767 of them not zero
#else
typedef uint32_t float_bits;
enum { EXPONENT_BITS = 8, DIGITS_MAX = 160 };
#endif
enum { BIAS = (1 << (EXPONENT_BITS - 1)) - 1, LARGEST = (1 << EXPONENT_BITS) - 1 };
enum { NATURAL_MAX = (1 << EXPONENT_BITS) / 32 + 4 }; // digits of 32 bits

struct decimal {
    char digits[DIGITS_MAX];
    int count, point; // 0.ddd * 10 ** point
};

static float_bits bits_of(nc_float f) {
    float_bits bits;
    memcpy(&bits, &f, sizeof bits);
    return bits;
}

// The magnitude as mantissa * 2 ** *exponent.
static uint64_t take_apart(nc_float f, int *exponent, bool *lowest) {
    float_bits bits = bits_of(f), fraction = bits & (((float_bits)1 << NC_FLOAT_FRACTION) - 1);
    int e = (int)(bits >> NC_FLOAT_FRACTION) & LARGEST;
    *lowest = fraction == 0 && e > 1;
    *exponent = (e ? e : 1) - BIAS - NC_FLOAT_FRACTION;
    return fraction | (e ? (uint64_t)1 << NC_FLOAT_FRACTION : 0);
}

static void put_nine(struct decimal *d, nc_digit part) {
    for (nc_digit unit = 100000000; unit; unit /= 10) {
        char digit = (char)('0' + part / unit % 10);
        if (d->count == 0 && digit == '0')
            d->point--;
        else if (d->count < DIGITS_MAX)
            d->digits[d->count++] = digit;
    }
}

// All decimal digits of a finite number that is not zero.
static void expand(struct decimal *d, nc_float f) {
    int exponent;
    bool lowest;
    uint64_t mantissa = take_apart(f, &exponent, &lowest);
    nc_digit digits[NATURAL_MAX] = {(nc_digit)mantissa, (nc_digit)(mantissa >> 32)};
    size_t count = nc_natural_trim(digits, 2);
    d->count = 0;
    if (exponent >= 0) {
        count = nc_natural_shift_left(digits, (struct nc_natural){digits, count}, (size_t)exponent);
        nc_digit parts[NATURAL_MAX * 32 / 29 + 1];
        int n = 0;
        while (count)
            parts[n++] = nc_natural_divide_small(digits, &count, 1000000000);
        d->point = n * 9;
        while (n)
            put_nine(d, parts[--n]);
        return;
    }
    // Whole part, then nine digits at a time by multiplying the fraction.
    size_t places = (size_t)-exponent;
    nc_digit whole[3] = {0};
    size_t whole_count =
        nc_natural_shift_right(whole, (struct nc_natural){digits, count}, places < 64 ? places : 64);
    nc_digit high = 0, low = 0;
    if (whole_count) {
        low = nc_natural_divide_small(whole, &whole_count, 1000000000);
        high = whole_count ? nc_natural_divide_small(whole, &whole_count, 1000000000) : 0;
    }
    d->point = 18;
    put_nine(d, high);
    put_nine(d, low);
    size_t size = places / 32 + 1; // the fraction is digits / 2 ** places
    for (size_t i = 0; i < NATURAL_MAX; i++)
        if (i >= size)
            digits[i] = 0;
    if (places / 32 < NATURAL_MAX)
        digits[places / 32] &= ((nc_digit)1 << places % 32) - 1;
    count = nc_natural_trim(digits, size < 2 ? 2 : size);
    while (count) {
        count = nc_natural_scale(digits, count, 1000000000, 0);
        nc_digit part = 0;
        size_t at = places / 32;
        if (count > at) {
            uint64_t over = digits[at];
            if (count > at + 1)
                over |= (uint64_t)digits[at + 1] << 32;
            part = (nc_digit)(over >> places % 32);
            digits[at] &= ((nc_digit)1 << places % 32) - 1;
            if (at + 1 < NATURAL_MAX)
                digits[at + 1] = 0;
            count = nc_natural_trim(digits, at + 1);
        }
        put_nine(d, part);
    }
}

// Keep `count` digits, rounding half to even.
static void round_to(struct decimal *d, int count) {
    if (count >= d->count)
        return;
    bool up = false;
    if (count >= 0 && d->digits[count] >= '5') {
        bool exactly_half = d->digits[count] == '5';
        for (int i = count + 1; exactly_half && i < d->count; i++)
            exactly_half = d->digits[i] == '0';
        up = !exactly_half || (count > 0 && (d->digits[count - 1] - '0') & 1);
    }
    d->count = count < 0 ? 0 : count;
    while (up && count > 0) {
        up = d->digits[count - 1] == '9';
        d->digits[count - 1] = up ? '0' : (char)(d->digits[count - 1] + 1);
        count--;
    }
    if (up) { // 9.99 became 10
        if (d->count)
            memmove(d->digits + 1, d->digits, (size_t)d->count - 1);
        else
            d->count = 1;
        d->digits[0] = '1';
        d->point++;
    }
}

static void put_digits(struct nc_text *to, const struct decimal *d, int from, int count) {
    for (int i = from; i < from + count; i++)
        nc_text_fill(to, i >= 0 && i < d->count ? d->digits[i] : '0', 1);
}

static void put_fixed(struct nc_text *to, const struct decimal *d, int precision, bool point) {
    put_digits(to, d, d->point > 0 ? 0 : d->count, d->point > 0 ? d->point : 1);
    if (precision > 0 || point)
        nc_text_fill(to, '.', 1);
    put_digits(to, d, d->point, precision);
}

static void put_scientific(struct nc_text *to, const struct decimal *d, int precision, bool point,
                           char letter) {
    put_digits(to, d, 0, 1);
    if (precision > 0 || point)
        nc_text_fill(to, '.', 1);
    put_digits(to, d, 1, precision);
    int exponent = d->count ? d->point - 1 : 0;
    char sign = exponent < 0 ? '-' : '+';
    unsigned size = (unsigned)(exponent < 0 ? -exponent : exponent);
    nc_printf(&to->to, size < 10 ? "%c%c0%u" : "%c%c%u", letter, sign, size);
}

static int without_zeros(const struct decimal *d) {
    int count = d->count;
    while (count > 0 && d->digits[count - 1] == '0')
        count--;
    return count;
}

void nc_float_format(struct nc_text *to, nc_float f, char format, int precision, bool alternate) {
    char kind = format | 0x20, e = format & 0x20 ? 'e' : 'E';
    if (kind == '%' + 0 || format == '%')
        kind = 'f';
    if (nc_is_negative(f) && !nc_is_nan(f))
        nc_text_fill(to, '-', 1);
    if (!nc_is_finite(f)) {
        bool lower = format & 0x20;
        nc_puts(&to->to, nc_is_nan(f) ? lower ? "nan" : "NAN" : lower ? "inf" : "INF");
        return;
    }
    f = nc_fabs(f);
    struct decimal d = {.count = 0, .point = 0};
    if (kind == 'r') {
        if (f == 0) {
            nc_puts(&to->to, "0.0");
            return;
        }
        int exponent;
        bool lowest;
        uint64_t mantissa = take_apart(f, &exponent, &lowest);
        d.count = (int)nc_shortest(mantissa, exponent, lowest, d.digits, &d.point);
        if (d.point < -3 || d.point > 16)
            put_scientific(to, &d, d.count - 1, false, 'e');
        else
            put_fixed(to, &d, d.count > d.point ? d.count - d.point : 1, true);
        return;
    }
    if (precision < 0)
        precision = 6;
    if (f != 0)
        expand(&d, f);
    if (format == '%')
        d.point += f != 0 ? 2 : 0;
    if (kind == 'f') {
        round_to(&d, d.point + precision);
        put_fixed(to, &d, precision, alternate);
        if (format == '%')
            nc_text_fill(to, '%', 1);
    } else if (kind == 'e') {
        round_to(&d, precision + 1);
        put_scientific(to, &d, precision, alternate, e);
    } else {
        if (precision == 0)
            precision = 1;
        round_to(&d, precision);
        int exponent = d.count ? d.point - 1 : 0, shown = alternate ? precision : without_zeros(&d);
        if (exponent < -4 || exponent >= precision)
            put_scientific(to, &d, shown > 1 ? shown - 1 : 0, alternate, e);
        else
            put_fixed(to, &d, shown > exponent + 1 ? shown - exponent - 1 : 0, alternate);
    }
}

// top * 2 ** exponent, where bit 63 of `top` is set and `more` says that the number is a little larger.
nc_float nc_float_assemble(uint64_t top, bool more, int exponent) {
    int scale = exponent + 63 + BIAS; // the biased exponent
    if (scale >= LARGEST)
        return (nc_float)__builtin_inf();
    int drop = 63 - NC_FLOAT_FRACTION;
    if (scale <= 0) { // a subnormal number has fewer bits
        drop += 1 - scale;
        scale = 0;
    }
    if (drop > 64)
        return 0;
    uint64_t kept = drop == 64 ? 0 : top >> drop, rest = drop == 64 ? top : top << (64 - drop);
    uint64_t half = (uint64_t)1 << 63;
    if (rest > half || (rest == half && (more || kept & 1)))
        kept++;
    // The hidden bit adds one to the exponent, and so does a carry out of the fraction.
    float_bits bits = (float_bits)kept + ((float_bits)(scale ? scale - 1 : 0) << NC_FLOAT_FRACTION);
    nc_float f;
    memcpy(&f, &bits, sizeof f);
    return f;
}
