// The remainder of a division of doubles that truncates, exactly, as f32_fmod.c explains.
#include "library.h"
#include "reciprocal.h"

enum { DIGIT = 24 };

static uint64_t fmod_special(uint64_t a, uint64_t b) {
    if (nc_is_nan64(a) || nc_is_nan64(b))
        return nc_nan64(a, b);
    if (nc_exponent64(a) == 2047 || nc_is_zero64(b))
        return NC_F64_NAN;
    return a;
}

static uint64_t remainder_of(uint64_t a, uint64_t b) {
    uint32_t sign = nc_high64(a) & 0x80000000;
    int32_t ea = (int32_t)nc_exponent64(a), eb = (int32_t)nc_exponent64(b);
    if (ea == 2047 || eb == 2047 || nc_is_zero64(a) || nc_is_zero64(b))
        return fmod_special(a, b);
    if (a << 1 < b << 1)
        return a;
    uint64_t x = nc_significand64(a), y = nc_significand64(b);
    if (ea == 0) {
        x = a << 11;
        ea = nc_normalize64(&x);
    }
    if (eb == 0) {
        y = b << 11;
        eb = nc_normalize64(&y);
    }
    x >>= 11;
    y >>= 11;
    if (x >= y)
        x -= y;
    int32_t places = ea - eb;
    if (places > 0) {
        uint32_t r = nc_reciprocal32((uint32_t)(y >> 21));
        uint32_t low = (uint32_t)y, high = (uint32_t)(y >> 32);
        do {
            int32_t digits = places < DIGIT ? places : DIGIT;
            uint32_t digit = nc_multiply_high((uint32_t)(x >> 21), r) >> (31 - digits);
            x = nc_shift_left(x, (unsigned)digits) - nc_multiply(low, digit) - nc_join(high * digit, 0);
            while (x >= y)
                x -= y;
            places -= digits;
        } while (places);
    }
    if (x == 0)
        return nc_join(sign, 0);
    x <<= 11;
    int32_t exponent = eb - 2 + nc_normalize64(&x);
    return nc_pack64_any(sign, exponent, x);
}

NC_F64 fmod(NC_F64 a, NC_F64 b) {
    return NC_F64_FROM(remainder_of(NC_F64_BITS(a), NC_F64_BITS(b)));
}
