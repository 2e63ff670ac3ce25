#include "natural.h"
#include "nativecomp/memory.h"

size_t nc_natural_trim(const nc_digit *digits, size_t count) {
    while (count && !digits[count - 1])
        count--;
    return count;
}

int nc_natural_compare(struct nc_natural a, struct nc_natural b) {
    if (a.count != b.count)
        return a.count < b.count ? -1 : 1;
    for (size_t i = a.count; i--;)
        if (a.digits[i] != b.digits[i])
            return a.digits[i] < b.digits[i] ? -1 : 1;
    return 0;
}

size_t nc_natural_add(nc_digit *to, struct nc_natural a, struct nc_natural b) {
    if (a.count < b.count) {
        struct nc_natural t = a;
        a = b;
        b = t;
    }
    uint64_t carry = 0;
    for (size_t i = 0; i < a.count; i++) {
        carry += (uint64_t)a.digits[i] + (i < b.count ? b.digits[i] : 0);
        to[i] = (nc_digit)carry;
        carry >>= NC_DIGIT_BITS;
    }
    to[a.count] = (nc_digit)carry;
    return a.count + (carry != 0);
}

size_t nc_natural_subtract(nc_digit *to, struct nc_natural a, struct nc_natural b) {
    nc_digit borrow = 0;
    for (size_t i = 0; i < a.count; i++) {
        uint64_t difference = (uint64_t)a.digits[i] - (i < b.count ? b.digits[i] : 0) - borrow;
        to[i] = (nc_digit)difference;
        borrow = (nc_digit)(difference >> 63);
    }
    return nc_natural_trim(to, a.count);
}

size_t nc_natural_multiply(nc_digit *to, struct nc_natural a, struct nc_natural b) {
    memset(to, 0, (a.count + b.count) * sizeof *to);
    for (size_t i = 0; i < a.count; i++) {
        uint64_t carry = 0;
        for (size_t j = 0; j < b.count; j++) {
            carry += (uint64_t)a.digits[i] * b.digits[j] + to[i + j];
            to[i + j] = (nc_digit)carry;
            carry >>= NC_DIGIT_BITS;
        }
        to[i + b.count] = (nc_digit)carry;
    }
    return nc_natural_trim(to, a.count + b.count);
}

// Schoolbook division, digit by digit (Knuth, algorithm D): both are shifted so that the divisor's highest
// bit is set; then a guess of each digit from the two highest digits is at most two too large.
size_t nc_natural_divide(nc_digit *quotient, nc_digit *rest, struct nc_natural a, struct nc_natural b,
                         size_t *rest_count) {
    if (nc_natural_compare(a, b) < 0) {
        if (a.count)
            memcpy(rest, a.digits, a.count * sizeof *rest);
        *rest_count = a.count;
        return 0;
    }
    if (b.count == 1) {
        nc_digit divisor = b.digits[0];
        memcpy(quotient, a.digits, a.count * sizeof *quotient);
        size_t count = a.count;
        rest[0] = nc_natural_divide_small(quotient, &count, divisor);
        *rest_count = rest[0] != 0;
        return count;
    }
    unsigned shift = (unsigned)__builtin_clz(b.digits[b.count - 1]);
    rest[a.count] = 0;
    nc_natural_shift_left(rest, a, shift);
    if (shift == 0)
        rest[a.count] = 0;
    // The divisor is not copied: its digits are shifted as they are read.
#define DIVISOR(I)                                                                                           \
    (shift ? b.digits[I] << shift | ((I) ? b.digits[(I) - 1] >> (NC_DIGIT_BITS - shift) : 0) : b.digits[I])
    nc_digit top = DIVISOR(b.count - 1), second = DIVISOR(b.count - 2);
    size_t places = a.count - b.count + 1;
    for (size_t k = places; k--;) {
        uint64_t high = (uint64_t)rest[k + b.count] << NC_DIGIT_BITS | rest[k + b.count - 1];
        uint64_t guess = high / top, left = high % top;
        while (guess > UINT32_MAX || guess * second > (left << NC_DIGIT_BITS | rest[k + b.count - 2])) {
            guess--;
            left += top;
            if (left > UINT32_MAX)
                break;
        }
        uint64_t carry = 0, borrow = 0;
        for (size_t i = 0; i < b.count; i++) {
            carry += guess * DIVISOR(i);
            uint64_t difference = (uint64_t)rest[k + i] - (nc_digit)carry - borrow;
            rest[k + i] = (nc_digit)difference;
            borrow = difference >> 63;
            carry >>= NC_DIGIT_BITS;
        }
        uint64_t difference = (uint64_t)rest[k + b.count] - carry - borrow;
        rest[k + b.count] = (nc_digit)difference;
        if (difference >> 63) { // one too many
            guess--;
            carry = 0;
            for (size_t i = 0; i < b.count; i++) {
                carry += (uint64_t)rest[k + i] + DIVISOR(i);
                rest[k + i] = (nc_digit)carry;
                carry >>= NC_DIGIT_BITS;
            }
            rest[k + b.count] += (nc_digit)carry;
        }
        quotient[k] = (nc_digit)guess;
    }
#undef DIVISOR
    *rest_count =
        nc_natural_shift_right(rest, (struct nc_natural){rest, nc_natural_trim(rest, b.count)}, shift);
    return nc_natural_trim(quotient, places);
}

size_t nc_natural_shift_left(nc_digit *to, struct nc_natural a, size_t bits) {
    size_t whole = bits / NC_DIGIT_BITS;
    unsigned part = bits % NC_DIGIT_BITS;
    size_t count = a.count + whole;
    nc_digit over = 0;
    for (size_t i = a.count; i--;) { // from the top, so that `to` may be a.digits
        nc_digit digit = a.digits[i];
        if (part) {
            nc_digit high = digit >> (NC_DIGIT_BITS - part);
            if (i == a.count - 1)
                over = high;
            else
                to[i + whole + 1] |= high;
            to[i + whole] = digit << part;
        } else {
            to[i + whole] = digit;
        }
    }
    memset(to, 0, whole * sizeof *to);
    if (over)
        to[count++] = over;
    return a.count ? count : 0;
}

size_t nc_natural_shift_right(nc_digit *to, struct nc_natural a, size_t bits) {
    size_t whole = bits / NC_DIGIT_BITS;
    unsigned part = bits % NC_DIGIT_BITS;
    if (whole >= a.count)
        return 0;
    for (size_t i = whole; i < a.count; i++) {
        nc_digit digit = a.digits[i] >> part;
        if (part && i + 1 < a.count)
            digit |= a.digits[i + 1] << (NC_DIGIT_BITS - part);
        to[i - whole] = digit;
    }
    return nc_natural_trim(to, a.count - whole);
}

size_t nc_natural_scale(nc_digit *a, size_t count, nc_digit factor, nc_digit term) {
    uint64_t carry = term;
    for (size_t i = 0; i < count; i++) {
        carry += (uint64_t)a[i] * factor;
        a[i] = (nc_digit)carry;
        carry >>= NC_DIGIT_BITS;
    }
    if (carry)
        a[count++] = (nc_digit)carry;
    return count;
}

nc_digit nc_natural_divide_small(nc_digit *a, size_t *count, nc_digit divisor) {
    uint64_t rest = 0;
    for (size_t i = *count; i--;) {
        rest = rest << NC_DIGIT_BITS | a[i];
        a[i] = (nc_digit)(rest / divisor);
        rest %= divisor;
    }
    *count = nc_natural_trim(a, *count);
    return (nc_digit)rest;
}

size_t nc_natural_bits(struct nc_natural a) {
    return a.count ? a.count * NC_DIGIT_BITS - (size_t)__builtin_clz(a.digits[a.count - 1]) : 0;
}
