// a + b and a - b for doubles; the way is that of addsf3.c.
#include "f64.h"
#include "names.h"

static uint64_t add_special(uint64_t a, uint64_t b) {
    if (nc_exponent64(a) == 2047) {
        if (nc_is_nan64(a))
            return nc_nan64(a, b);
        if ((a ^ b) == NC_F64_SIGN)
            return NC_F64_NAN;
        return a;
    }
    if (nc_is_zero64(b))
        return nc_is_zero64(a) ? a & b : a;
    if ((int64_t)(a ^ b) >= 0)
        return a + (b & ~NC_F64_SIGN);
    uint64_t difference = a - (b & ~NC_F64_SIGN);
    return nc_is_zero64(difference) ? 0 : difference;
}

uint64_t __aeabi_dadd(uint64_t a, uint64_t b) {
    if (NC_UNLIKELY(a << 1 < b << 1)) {
        uint64_t larger = b;
        b = a;
        a = larger;
    }
    uint32_t exponent = nc_exponent64(a), distance = nc_exponent64(b);
    uint32_t sign = nc_high64(a) & 0x80000000;
    uint64_t x = nc_significand64(a), y = nc_significand64(b);
    if (NC_UNLIKELY(exponent == 2047))
        return add_special(a, b);
    if (NC_UNLIKELY(distance == 0)) {
        if (exponent == 0 || nc_is_zero64(b))
            return add_special(a, b);
        y = b << 11;
        distance = 1;
    }
    distance = exponent - distance;
    exponent -= 1;
    if (distance > 54)
        return a;
    y = nc_shift_right_sticky64(y, distance);

    if ((int64_t)(a ^ b) >= 0) {
        uint64_t sum = x + y;
        if (sum < x) {
            if (NC_UNLIKELY(exponent == 2045))
                return nc_join(sign, 0) | NC_F64_INFINITY;
            sum = sum >> 1 | (sum & 1) | NC_F64_SIGN;
            exponent += 1;
        }
        return nc_pack64(sign, exponent, sum);
    }
    uint64_t difference = x - y;
    if ((int64_t)difference >= 0) {
        if (difference == 0)
            return 0;
        unsigned shift = nc_clz64(difference);
        if (NC_UNLIKELY(shift > exponent))
            shift = exponent;
        exponent -= shift;
        difference = nc_shift_left(difference, shift);
    }
    return nc_pack64(sign, exponent, difference);
}

uint64_t __aeabi_dsub(uint64_t a, uint64_t b) {
    return __aeabi_dadd(a, b ^ NC_F64_SIGN);
}

NC_ALSO(__adddf3, __aeabi_dadd)
NC_ALSO(__subdf3, __aeabi_dsub)
