// A float in parts.
//
// An IEEE single is sign (1 bit), exponent (8), fraction (23). A normal number is 1.fraction * 2^(exponent -
// 127). Exponent 0 has no leading one and counts as exponent 1 (zero and the subnormals); exponent 255 is
// infinity (fraction 0) or NaN.
//
// The arithmetic here keeps the significand, leading one included, at the *top* of a word:
//
//     1fffffff ffffffff ffffffff gggggggg
//
// with 23 bits of fraction and, below the last that will be kept, 8 guard bits. So a carry out of the word
// says "one exponent more", a leading zero says "one exponent less", and the word shifted left by 24 says how
// to round: less than 0x80000000 down, more up, equal is a tie, and a tie goes to the even neighbour. The
// lowest bit is sticky: it stands for everything that was lost below.
//
// Packing adds the significand to the exponent field instead of putting it beside: the leading one then
// carries one into the exponent, and so does a significand that rounds up to the next power of two, up to
// infinity. All exponents passed to nc_pack32 are therefore one less than the number's.
#pragma once
#include "bits.h"

#define NC_F32_INFINITY 0x7f800000u
#define NC_F32_NAN 0x7fc00000u
#define NC_F32_SIGN 0x80000000u

static inline uint32_t nc_exponent32(uint32_t bits) {
    return bits << 1 >> 24;
}

// The significand of a normal number, at the top of the word.
static inline uint32_t nc_significand32(uint32_t bits) {
    return bits << 8 | 0x80000000;
}

static inline bool nc_is_nan32(uint32_t bits) {
    return bits << 1 > 0xff000000u;
}

// Round to nearest, ties to even. `exponent` is the biased exponent less one, in 0..254; `sign` is 0 or
// NC_F32_SIGN.
static inline uint32_t nc_pack32(uint32_t sign, uint32_t exponent, uint32_t significand) {
    uint32_t bits = (sign | exponent << 23) + (significand >> 8);
    uint32_t rest = significand << 24;
    if ((int32_t)rest < 0) {
        bits += 1;
        if (rest << 1 == 0)
            bits &= ~1u;
    }
    return bits;
}

// The same for an exponent that may be out of range: too large is infinity, too small is subnormal or zero.
static inline uint32_t nc_pack32_any(uint32_t sign, int32_t exponent, uint32_t significand) {
    if (NC_UNLIKELY((uint32_t)exponent >= 254)) {
        if (exponent >= 0)
            return sign | NC_F32_INFINITY;
        significand = nc_shift_right_sticky(significand, (unsigned)-exponent);
        exponent = 0;
    }
    return nc_pack32(sign, (uint32_t)exponent, significand);
}

// A NaN among the operands is the result, made quiet, as the FPUs do it.
static inline uint32_t nc_nan32(uint32_t a, uint32_t b) {
    return (nc_is_nan32(a) ? a : b) | 0x00400000;
}

// A subnormal (not zero) as normal: its significand moves to the top, its exponent becomes zero or negative.
static inline int32_t nc_normalize32(uint32_t *significand) {
    unsigned shift = nc_clz32(*significand);
    *significand <<= shift;
    return 1 - (int32_t)shift;
}
