// a / b for floats.
#include "f32.h"
#include "names.h"
#include "reciprocal.h"

// x / y for 24-bit significands with y <= x < 2y: the quotient at the top of the word, its lowest bit set if
// there is a remainder.
#if NC_PLAIN_CORE
// Two digits, of 14 and 12 bits.
static uint32_t divide_significands(uint32_t x, uint32_t y) {
    uint32_t r = nc_reciprocal16(y >> 8);
    uint32_t quotient = (x >> 8) * r >> 18;
    uint32_t remainder = (x << 13) - quotient * y;
    uint32_t digit = (remainder >> 10) * r >> 17;
    remainder = (remainder << 12) - digit * y;
    quotient = (quotient << 12) + digit;
    while (remainder >= y) {
        remainder -= y;
        quotient += 1;
    }
    return quotient << 6 | (remainder != 0);
}
#else
// A one and three digits of 8 bits by the core's divider: a remainder is below 2^24, so eight more bits fit
// the word.
static uint32_t divide_significands(uint32_t x, uint32_t y) {
    uint32_t remainder = (x - y) << 8;
    uint32_t first = remainder / y;
    remainder = (remainder - first * y) << 8;
    uint32_t second = remainder / y;
    remainder = (remainder - second * y) << 8;
    uint32_t third = remainder / y;
    return 0x80000000 | first << 23 | second << 15 | third << 7 | (remainder != third * y);
}
#endif

// The quotient of two significands, packed; `exponent` is the difference of the biased exponents.
static inline __attribute__((always_inline)) uint32_t divide(uint32_t sign, int32_t exponent, uint32_t x,
                                                             uint32_t y) {
    exponent += 126;
    x >>= 8;
    y >>= 8;
    if (x < y) {
        x <<= 1;
        exponent -= 1;
    }
    return nc_pack32_any(sign, exponent, divide_significands(x, y));
}

// An operand is zero, subnormal, infinite or NaN.
static __attribute__((noinline)) uint32_t divide_special(uint32_t a, uint32_t b) {
    uint32_t sign = (a ^ b) & NC_F32_SIGN;
    int32_t ea = (int32_t)nc_exponent32(a), eb = (int32_t)nc_exponent32(b);
    uint32_t x = nc_significand32(a), y = nc_significand32(b);
    if (nc_is_nan32(a) || nc_is_nan32(b))
        return nc_nan32(a, b);
    bool a_infinite = ea == 255, b_infinite = eb == 255;
    bool a_zero = a << 1 == 0, b_zero = b << 1 == 0;
    if ((a_infinite && b_infinite) || (a_zero && b_zero))
        return NC_F32_NAN;
    if (a_infinite || b_zero)
        return sign | NC_F32_INFINITY;
    if (a_zero || b_infinite)
        return sign;
    if (ea == 0) {
        x = a << 8;
        ea = nc_normalize32(&x);
    }
    if (eb == 0) {
        y = b << 8;
        eb = nc_normalize32(&y);
    }
    return divide(sign, ea - eb, x, y);
}

uint32_t __aeabi_fdiv(uint32_t a, uint32_t b) {
    uint32_t ea = nc_exponent32(a), eb = nc_exponent32(b);
    if (NC_UNLIKELY(ea - 1 >= 254 || eb - 1 >= 254))
        return divide_special(a, b);
    return divide((a ^ b) & NC_F32_SIGN, (int32_t)(ea - eb), nc_significand32(a), nc_significand32(b));
}

NC_ALSO(__divsf3, __aeabi_fdiv)
