// a + b and a - b for floats.
#include "f32.h"
#include "names.h"

// At least one operand is zero, subnormal, infinite or NaN, and |a| >= |b|. Subnormals need no care of their
// own: as integers, the bits of two subnormals add and subtract as the numbers do, also into the first normal
// numbers.
static uint32_t add_special(uint32_t a, uint32_t b) {
    if (a << 1 >= 0xff000000u) {
        if (nc_is_nan32(a))
            return nc_nan32(a, b);
        if ((a ^ b) == NC_F32_SIGN)
            return NC_F32_NAN; // infinity - infinity
        return a;
    }
    if (b << 1 == 0)
        return a << 1 == 0 ? a & b : a; // -0 only as -0 + -0
    if ((int32_t)(a ^ b) >= 0)
        return a + (b & ~NC_F32_SIGN);
    uint32_t difference = a - (b & ~NC_F32_SIGN);
    return difference << 1 == 0 ? 0 : difference;
}

uint32_t __aeabi_fadd(uint32_t a, uint32_t b) {
    if (NC_UNLIKELY(a << 1 < b << 1)) {
        uint32_t larger = b;
        b = a;
        a = larger;
    }
    uint32_t exponent = nc_exponent32(a), distance = nc_exponent32(b);
    uint32_t sign = a & NC_F32_SIGN;
    uint32_t x = nc_significand32(a), y = nc_significand32(b);
    if (NC_UNLIKELY(exponent == 255))
        return add_special(a, b);
    if (NC_UNLIKELY(distance == 0)) {
        if (exponent == 0 || b << 1 == 0)
            return add_special(a, b);
        y = b << 8;
        distance = 1;
    }
    distance = exponent - distance;
    exponent -= 1;
    if (distance > 25)
        return a;
    if (distance)
        y = y >> distance | (y << (32 - distance) != 0);

    if ((int32_t)(a ^ b) >= 0) {
        uint32_t sum = x + y;
        if (sum < x) {
            if (NC_UNLIKELY(exponent == 253))
                return sign | NC_F32_INFINITY;
            sum = sum >> 1 | (sum & 1) | 0x80000000;
            exponent += 1;
        }
        return nc_pack32(sign, exponent, sum);
    }
    uint32_t difference = x - y;
    if ((int32_t)difference >= 0) {
        if (difference == 0)
            return 0;
        unsigned shift = nc_clz32(difference);
        if (NC_UNLIKELY(shift > exponent))
            shift = exponent;
        exponent -= shift;
        difference <<= shift;
    }
    return nc_pack32(sign, exponent, difference);
}

uint32_t __aeabi_fsub(uint32_t a, uint32_t b) {
    return __aeabi_fadd(a, b ^ NC_F32_SIGN);
}

NC_ALSO(__addsf3, __aeabi_fadd)
NC_ALSO(__subsf3, __aeabi_fsub)
