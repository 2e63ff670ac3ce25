// a / b for doubles.
#include "f64.h"
#include "names.h"
#include "reciprocal.h"

// y * digit modulo 2^64, for a y of 53 bits.
static inline uint64_t times(uint64_t y, uint32_t digit) {
    return nc_multiply((uint32_t)y, digit) + nc_join((uint32_t)(y >> 32) * digit, 0);
}

// The quotient of two significands, packed; `exponent` is the difference of the biased exponents.
static uint64_t divide(uint32_t sign, int32_t exponent, uint64_t x, uint64_t y) {
    exponent += 1022;
    // Now y <= x < 2y, so that x / y is in 1..2; y has 53 bits. A quotient of 56 bits comes as two digits
    // of 28. The first may be too small by 5, which leaves a remainder below 2^56.
    uint32_t r = nc_reciprocal32((uint32_t)(y >> 32));
    y >>= 11;
    x >>= 11;
    if (x < y) {
        x <<= 1;
        exponent -= 1;
    }
    uint32_t digit = nc_multiply_high((uint32_t)(x >> 22), r) >> 3;
    uint64_t remainder = (x << 27) - times(y, digit);
    uint64_t quotient = (uint64_t)digit << 28;
    digit = nc_multiply_high((uint32_t)(remainder >> 24), r);
    remainder = (remainder << 28) - times(y, digit);
#if NC_PLAIN_CORE
    uint32_t rest = (uint32_t)(remainder >> 42) * (r >> 16) >> 26;
    remainder -= times(y, rest);
    digit += rest;
#endif
    quotient += digit;
    while (remainder >= y) {
        remainder -= y;
        quotient += 1;
    }
    return nc_pack64_any(sign, exponent, quotient << 8 | (remainder != 0));
}

// An operand is zero, subnormal, infinite or NaN.
static __attribute__((noinline)) uint64_t divide_special(uint64_t a, uint64_t b) {
    uint32_t sign = nc_high64(a ^ b) & 0x80000000;
    int32_t ea = (int32_t)nc_exponent64(a), eb = (int32_t)nc_exponent64(b);
    uint64_t x = nc_significand64(a), y = nc_significand64(b);
    if (nc_is_nan64(a) || nc_is_nan64(b))
        return nc_nan64(a, b);
    bool a_infinite = ea == 2047, b_infinite = eb == 2047;
    bool a_zero = nc_is_zero64(a), b_zero = nc_is_zero64(b);
    if ((a_infinite && b_infinite) || (a_zero && b_zero))
        return NC_F64_NAN;
    if (a_infinite || b_zero)
        return nc_join(sign, 0) | NC_F64_INFINITY;
    if (a_zero || b_infinite)
        return nc_join(sign, 0);
    if (ea == 0) {
        x = a << 11;
        ea = nc_normalize64(&x);
    }
    if (eb == 0) {
        y = b << 11;
        eb = nc_normalize64(&y);
    }
    return divide(sign, ea - eb, x, y);
}

uint64_t __aeabi_ddiv(uint64_t a, uint64_t b) {
    uint32_t ea = nc_exponent64(a), eb = nc_exponent64(b);
    if (NC_UNLIKELY(ea - 1 >= 2046 || eb - 1 >= 2046))
        return divide_special(a, b);
    return divide(nc_high64(a ^ b) & 0x80000000, (int32_t)(ea - eb), nc_significand64(a),
                  nc_significand64(b));
}

NC_ALSO(__divdf3, __aeabi_ddiv)
