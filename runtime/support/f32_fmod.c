// The remainder of a float division that truncates, exactly: the sign of x, no rounding ever.
//
// It is the long division of two integers, x * 2^(ex - ey) modulo y, whose quotient nobody wants: take the
// remainder, shift it left by as many bits as one digit has, subtract the digit times y.
#include "library.h"
#include "reciprocal.h"

enum { DIGIT = 12 };

static uint32_t fmod_special(uint32_t a, uint32_t b) {
    if (nc_is_nan32(a) || nc_is_nan32(b))
        return nc_nan32(a, b);
    if (nc_exponent32(a) == 255 || b << 1 == 0)
        return NC_F32_NAN;
    return a; // 0 by anything, anything by infinity
}

static uint32_t remainder_of(uint32_t a, uint32_t b) {
    uint32_t sign = a & NC_F32_SIGN;
    int32_t ea = (int32_t)nc_exponent32(a), eb = (int32_t)nc_exponent32(b);
    if (ea == 255 || eb == 255 || a << 1 == 0 || b << 1 == 0)
        return fmod_special(a, b);
    if (a << 1 < b << 1)
        return a;
    uint32_t x = nc_significand32(a), y = nc_significand32(b);
    if (ea == 0) {
        x = a << 8;
        ea = nc_normalize32(&x);
    }
    if (eb == 0) {
        y = b << 8;
        eb = nc_normalize32(&y);
    }
    x >>= 8;
    y >>= 8;
    if (x >= y)
        x -= y;
    int32_t places = ea - eb;
    if (places > 0) {
        uint32_t r = nc_reciprocal16(y >> 8);
        do {
            int32_t digits = places < DIGIT ? places : DIGIT;
            uint32_t digit = (x >> 8) * r >> (31 - digits);
            x = (x << digits) - digit * y;
            while (x >= y)
                x -= y;
            places -= digits;
        } while (places);
    }
    if (x == 0)
        return sign;
    x <<= 8;
    int32_t exponent = eb - 2 + nc_normalize32(&x);
    return nc_pack32_any(sign, exponent, x);
}

NC_F32 fmodf(NC_F32 a, NC_F32 b) {
    return NC_F32_FROM(remainder_of(NC_F32_BITS(a), NC_F32_BITS(b)));
}
