// Floats to doubles, which is exact, and doubles to floats, which rounds.
#include "f32.h"
#include "f64.h"
#include "names.h"

uint64_t __aeabi_f2d(uint32_t bits) {
    uint32_t exponent = nc_exponent32(bits);
    uint32_t sign = bits & NC_F32_SIGN, fraction = bits & 0x007fffff;
    uint32_t high = (bits & ~NC_F32_SIGN) >> 3;
    if (NC_LIKELY(exponent - 1 < 254))
        return nc_join(sign | (high + ((1023 - 127) << 20)), bits << 29);
    if (exponent == 255) {
        if (fraction)
            high |= 0x00080000; // quiet
        return nc_join(sign | 0x7ff00000 | high, bits << 29);
    }
    if (fraction == 0)
        return nc_join(sign, 0);
    unsigned shift = nc_clz32(fraction);
    fraction <<= shift;
    return nc_join(sign + ((1023 - 127 + 8 - shift) << 20) + (fraction >> 11), fraction << 21);
}

uint32_t __aeabi_d2f(uint64_t bits) {
    uint32_t sign = nc_high64(bits) & NC_F32_SIGN, exponent = nc_exponent64(bits);
    uint64_t wide = nc_significand64(bits);
    uint32_t significand = (uint32_t)(wide >> 32) | ((uint32_t)wide != 0);
    if (NC_UNLIKELY(exponent == 2047)) {
        if (!nc_is_nan64(bits))
            return sign | NC_F32_INFINITY;
        return sign | NC_F32_NAN | (significand >> 8 & 0x003fffff);
    }
    if (exponent == 0)
        return sign; // zero, or far below the smallest float
    return nc_pack32_any(sign, (int32_t)exponent - (1023 - 127 + 1), significand);
}

NC_ALSO(__extendsfdf2, __aeabi_f2d)
NC_ALSO(__truncdfsf2, __aeabi_d2f)
