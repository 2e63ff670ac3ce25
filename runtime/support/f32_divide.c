// a / b for floats.
#include "f32.h"
#include "reciprocal.h"

static bool divide_special(uint32_t a, uint32_t b, uint32_t *x, uint32_t *y, int32_t *exponent,
                           uint32_t *result) {
    uint32_t sign = (a ^ b) & NC_F32_SIGN;
    if (nc_is_nan32(a) || nc_is_nan32(b))
        return *result = nc_nan32(a, b), true;
    bool a_infinite = nc_exponent32(a) == 255, b_infinite = nc_exponent32(b) == 255;
    bool a_zero = a << 1 == 0, b_zero = b << 1 == 0;
    if ((a_infinite && b_infinite) || (a_zero && b_zero))
        return *result = NC_F32_NAN, true;
    if (a_infinite || b_zero)
        return *result = sign | NC_F32_INFINITY, true;
    if (a_zero || b_infinite)
        return *result = sign, true;
    if (nc_exponent32(a) == 0) {
        *x = a << 8;
        *exponent += nc_normalize32(x);
    }
    if (nc_exponent32(b) == 0) {
        *y = b << 8;
        *exponent -= nc_normalize32(y);
    }
    return false;
}

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

uint32_t __aeabi_fdiv(uint32_t a, uint32_t b) {
    uint32_t sign = (a ^ b) & NC_F32_SIGN;
    uint32_t ea = nc_exponent32(a), eb = nc_exponent32(b);
    uint32_t x = nc_significand32(a), y = nc_significand32(b);
    int32_t exponent = (int32_t)(ea - eb) + 126;
    if (NC_UNLIKELY(ea - 1 >= 254 || eb - 1 >= 254)) {
        uint32_t result;
        if (divide_special(a, b, &x, &y, &exponent, &result))
            return result;
    }
    x >>= 8;
    y >>= 8;
    if (x < y) {
        x <<= 1;
        exponent -= 1;
    }
    return nc_pack32_any(sign, exponent, divide_significands(x, y));
}
