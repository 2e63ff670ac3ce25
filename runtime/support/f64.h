// A double in parts: as f32.h explains, with exponent 11 bits, fraction 52, and the significand at the
// top of a double word:
//
//     1fffffff ffffffff ffffffff ffffffff ffffffff ffffffff fffffggg gggggggg
//
// Eleven guard bits, so the word to round by is the significand shifted left by 53.
#pragma once
#include "bits.h"

#define NC_F64_INFINITY 0x7ff0000000000000u
#define NC_F64_NAN 0x7ff8000000000000u
#define NC_F64_SIGN 0x8000000000000000u

// The upper word holds sign, exponent and 20 bits of fraction: most tests need no other.
static inline uint32_t nc_high64(uint64_t bits) {
    return (uint32_t)(bits >> 32);
}
static inline uint32_t nc_exponent64(uint64_t bits) {
    return nc_high64(bits) << 1 >> 21;
}
static inline uint64_t nc_significand64(uint64_t bits) {
    return bits << 11 | NC_F64_SIGN;
}
static inline bool nc_is_zero64(uint64_t bits) {
    return (nc_high64(bits) << 1 | (uint32_t)bits) == 0;
}
static inline bool nc_is_nan64(uint64_t bits) {
    return (nc_high64(bits) << 1 | ((uint32_t)bits != 0)) > 0xffe00000u;
}

// Round to nearest, ties to even. `exponent` is the biased exponent less one, in 0..2046; `sign` is 0 or
// 0x80000000.
static inline uint64_t nc_pack64(uint32_t sign, uint32_t exponent, uint64_t significand) {
    uint64_t bits = (significand >> 11) + nc_join(sign | exponent << 20, 0);
    uint32_t rest = (uint32_t)significand << 21;
    if ((int32_t)rest < 0) {
        bits += 1;
        if (rest << 1 == 0)
            bits &= ~1ull;
    }
    return bits;
}

// The same for an exponent that may be out of range: too large is infinity, too small is subnormal or zero.
static inline uint64_t nc_pack64_any(uint32_t sign, int32_t exponent, uint64_t significand) {
    if (NC_UNLIKELY((uint32_t)exponent >= 2046)) {
        if (exponent >= 0)
            return nc_join(sign, 0) | NC_F64_INFINITY;
        significand = nc_shift_right_sticky64(significand, (unsigned)-exponent);
        exponent = 0;
    }
    return nc_pack64(sign, (uint32_t)exponent, significand);
}

static inline uint64_t nc_nan64(uint64_t a, uint64_t b) {
    return (nc_is_nan64(a) ? a : b) | 0x0008000000000000u;
}

static inline int32_t nc_normalize64(uint64_t *significand) {
    unsigned shift = nc_clz64(*significand);
    *significand = nc_shift_left(*significand, shift);
    return 1 - (int32_t)shift;
}
