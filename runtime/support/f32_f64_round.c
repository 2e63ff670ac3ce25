// floor and trunc: clear the bits of the fraction that lie below the point.
//
// With exponent e of 0..22 (0..51 for doubles) the low bits of the number that count less than one are a
// mask; floor of a negative number first adds the mask, so that clearing rounds away from zero. A carry runs
// on into the exponent, where it belongs.
#include "library.h"

static inline __attribute__((always_inline)) uint32_t round32(uint32_t bits, bool down) {
    uint32_t exponent = nc_exponent32(bits);
    if (exponent < 127) {
        uint32_t sign = bits & NC_F32_SIGN;
        if (down && bits > NC_F32_SIGN)
            sign |= 127u << 23; // -1.0
        return sign;
    }
    if (exponent >= 127 + 23)
        return nc_is_nan32(bits) ? nc_nan32(bits, bits) : bits;
    uint32_t mask = 0x007fffff >> (exponent - 127);
    if (down && (int32_t)bits < 0)
        bits += mask;
    return bits & ~mask;
}

static inline __attribute__((always_inline)) uint64_t round64(uint64_t bits, bool down) {
    uint32_t exponent = nc_exponent64(bits), high = nc_high64(bits);
    if (exponent < 1023) {
        uint32_t sign = high & 0x80000000;
        if (down && sign && !nc_is_zero64(bits))
            sign |= 1023u << 20;
        return nc_join(sign, 0);
    }
    if (exponent >= 1023 + 52)
        return nc_is_nan64(bits) ? nc_nan64(bits, bits) : bits;
    uint32_t high_mask = 0, low_mask = 0xffffffff;
    if (exponent < 1023 + 20)
        high_mask = 0x000fffff >> (exponent - 1023);
    else
        low_mask = 0xffffffff >> (exponent - 1023 - 20);
    if (down && (int32_t)high < 0)
        bits += nc_join(high_mask, low_mask);
    return bits & ~nc_join(high_mask, low_mask);
}

NC_F32 floorf(NC_F32 x) {
    return NC_F32_FROM(round32(NC_F32_BITS(x), true));
}
NC_F32 truncf(NC_F32 x) {
    return NC_F32_FROM(round32(NC_F32_BITS(x), false));
}
NC_F64 floor(NC_F64 x) {
    return NC_F64_FROM(round64(NC_F64_BITS(x), true));
}
NC_F64 trunc(NC_F64 x) {
    return NC_F64_FROM(round64(NC_F64_BITS(x), false));
}
