// Text to float: correctly rounded, for any number of digits.
#include "floats.h"
#include "ints.h"
#include "nativecomp/heap.h"
#include "nativecomp/mathlib.h"
#include "nativecomp/memory.h"

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

// The highest 64 bits of a number that is not zero.
static uint64_t top_bits(struct nc_natural a, int *exponent, bool *more) {
    size_t bits = nc_natural_bits(a);
    uint64_t top = 0;
    *more = false;
    for (size_t i = 0; i < 64; i++) {
        top <<= 1;
        if (i < bits) {
            size_t at = bits - 1 - i;
            top |= a.digits[at / 32] >> at % 32 & 1;
        }
    }
    for (size_t i = 0; bits > 64 && i < bits - 64 && !*more; i++)
        *more = a.digits[i / 32] >> i % 32 & 1;
    *exponent = (int)bits - 64;
    return top;
}

nc_float nc_natural_to_float(struct nc_natural a) {
    int exponent;
    bool more;
    if (!a.count)
        return 0;
    uint64_t top = top_bits(a, &exponent, &more);
    return nc_float_assemble(top, more, exponent);
}

// digits * 10 ** exponent
static nc_float scale(struct nc_int *n, size_t count, int exponent) {
    if (exponent >= 0) {
        for (int i = 0; i < exponent; i++)
            count = nc_natural_scale(n->digits, count, 10, 0);
        return nc_natural_to_float((struct nc_natural){n->digits, count});
    }
    // Divide by a power of ten, after shifting left so far that 64 bits and more come out.
    size_t divisor_room = (size_t)-exponent / 9 + 2;
    struct nc_int *divisor = nc_int_room(divisor_room);
    divisor->digits[0] = 1;
    size_t divisor_count = 1;
    for (int i = 0; i < -exponent; i++)
        divisor_count = nc_natural_scale(divisor->digits, divisor_count, 10, 0);
    struct nc_natural d = {divisor->digits, divisor_count};
    size_t shift = nc_natural_bits(d) + 66;
    struct nc_int *a = nc_int_room(count + shift / 32 + 2);
    size_t a_count = nc_natural_shift_left(a->digits, (struct nc_natural){n->digits, count}, shift);
    struct nc_int *quotient = nc_int_room(a_count + 1), *rest = nc_int_room(a_count + 2);
    size_t rest_count;
    size_t q = nc_natural_divide(quotient->digits, rest->digits, (struct nc_natural){a->digits, a_count}, d,
                                 &rest_count);
    int top_exponent;
    bool more;
    uint64_t top = top_bits((struct nc_natural){quotient->digits, q}, &top_exponent, &more);
    return nc_float_assemble(top, more || rest_count, top_exponent - (int)shift);
}

// Unsigned number at *at; moves on behind it. False if there is none.
static bool parse_unsigned(const char **at, const char *end, nc_float *f) {
    const char *p = *at;
    if (end - p >= 3 && (p[0] | 0x20) == 'i' && (p[1] | 0x20) == 'n' && (p[2] | 0x20) == 'f') {
        static const char rest[] = "inity";
        p += 3;
        size_t i = 0;
        while (i < 5 && p + i < end && (p[i] | 0x20) == rest[i])
            i++;
        *at = i == 5 ? p + 5 : p;
        *f = (nc_float)__builtin_inf();
        return true;
    }
    if (end - p >= 3 && (p[0] | 0x20) == 'n' && (p[1] | 0x20) == 'a' && (p[2] | 0x20) == 'n') {
        *at = p + 3;
        *f = (nc_float)__builtin_nan("");
        return true;
    }
    enum {
        USEFUL = 800
    }; // further digits cannot change the rounding of a double, only whether there are any
    struct nc_int *n = NULL;
    size_t count = 0, significant = 0;
    int exponent = 0;
    bool any = false, point = false;
    nc_digit pending = 0, pending_scale = 1;
    n = nc_int_room(USEFUL / 9 + 48);
    for (; p < end &&
           (is_digit(*p) || (*p == '.' && !point) || (*p == '_' && any && p + 1 < end && is_digit(p[1])));
         p++) {
        if (*p == '_')
            continue;
        if (*p == '.') {
            point = true;
            continue;
        }
        any = true;
        if (significant < USEFUL) {
            significant += significant || *p != '0';
            pending = pending * 10 + (nc_digit)(*p - '0');
            pending_scale *= 10;
            if (pending_scale == 1000000000) {
                count = nc_natural_scale(n->digits, count, pending_scale, pending);
                pending = 0;
                pending_scale = 1;
            }
            exponent -= point;
        } else {
            if (*p != '0')
                n->digits[0] |= 1; // a sticky last digit
            exponent += !point;
        }
    }
    count = nc_natural_scale(n->digits, count, pending_scale, pending);
    if (!any)
        return false;
    if (p < end && (*p | 0x20) == 'e') {
        const char *q = p + 1;
        bool negative = q < end && *q == '-';
        if (q < end && (*q == '-' || *q == '+'))
            q++;
        if (q == end || !is_digit(*q))
            return false;
        int e = 0;
        for (; q < end && (is_digit(*q) || (*q == '_' && q + 1 < end && is_digit(q[1]))); q++)
            if (e < 100000 && *q != '_')
                e = e * 10 + (*q - '0');
        exponent += negative ? -e : e;
        p = q;
    }
    *at = p;
    count = nc_natural_trim(n->digits, count);
    int magnitude = (int)significant + exponent; // the number is below 10 ** magnitude
    if (!count || magnitude < -400)
        *f = 0;
    else if (magnitude > 400)
        *f = (nc_float)__builtin_inf();
    else {
        if (exponent > 0) { // room for the multiplication
            struct nc_int *larger = nc_int_room(count + (size_t)exponent / 9 + 2);
            memcpy(larger->digits, n->digits, count * sizeof(nc_digit));
            n = larger;
        }
        *f = scale(n, count, exponent);
    }
    return true;
}

static bool parse_signed(const char **at, const char *end, nc_float *f) {
    bool negative = *at < end && **at == '-';
    if (*at < end && (**at == '-' || **at == '+'))
        ++*at;
    if (!parse_unsigned(at, end, f))
        return false;
    if (negative)
        *f = -*f;
    return true;
}

nc_value nc_parse_number(const char *text, size_t size, bool may_be_complex) {
    const char *at = text, *end = text + size;
    while (at < end && is_space(*at))
        at++;
    while (end > at && is_space(end[-1]))
        end--;
    nc_float real = 0, imaginary = 0;
    if (!parse_signed(&at, end, &real)) {
        // "j", "-j"
        if (may_be_complex && end - at == 1 && (*at | 0x20) == 'j')
            return nc_complex_new(0, at > text && at[-1] == '-' ? -1 : 1);
        goto bad;
    }
    if (at == end)
        return may_be_complex ? nc_complex_new(real, 0) : nc_float_new(real);
    if (!may_be_complex)
        goto bad;
    if ((*at | 0x20) == 'j' && at + 1 == end)
        return nc_complex_new(0, real);
    if (*at != '+' && *at != '-')
        goto bad;
    if (end - at == 2 && (at[1] | 0x20) == 'j')
        return nc_complex_new(real, *at == '-' ? -1 : 1);
    if (parse_signed(&at, end, &imaginary) && at + 1 == end && (*at | 0x20) == 'j')
        return nc_complex_new(real, imaginary);
bad:
    nc_value_error("invalid syntax for number");
}

nc_float nc_parse_float(const char *text, size_t size) {
    return nc_get_float(nc_parse_number(text, size, false));
}
