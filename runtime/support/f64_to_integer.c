// Doubles to integers: truncated towards zero. Out of range gives the nearest end of the range, NaN gives 0.
#include "f64.h"
#include "names.h"

// The upper 32 bits of the significand are all that a 32-bit integer needs.
static inline uint32_t top(uint64_t bits) {
    return (uint32_t)(nc_significand64(bits) >> 32);
}

int32_t __aeabi_d2iz(uint64_t bits) {
    uint32_t exponent = nc_exponent64(bits);
    if (exponent < 1023)
        return 0;
    if (NC_UNLIKELY(exponent >= 1023 + 31)) {
        if (nc_is_nan64(bits))
            return 0;
        return (int64_t)bits < 0 ? INT32_MIN : INT32_MAX;
    }
    uint32_t magnitude = top(bits) >> (1054 - exponent);
    return (int32_t)((int64_t)bits < 0 ? 0 - magnitude : magnitude);
}

uint32_t __aeabi_d2uiz(uint64_t bits) {
    if ((int32_t)nc_high64(bits) < (int32_t)(1023u << 20))
        return 0; // below 1, or negative
    uint32_t exponent = nc_high64(bits) >> 20;
    if (NC_UNLIKELY(exponent >= 1023 + 32))
        return nc_is_nan64(bits) ? 0 : UINT32_MAX;
    return top(bits) >> (1054 - exponent);
}

int64_t __aeabi_d2lz(uint64_t bits) {
    uint32_t exponent = nc_exponent64(bits);
    if (exponent < 1023)
        return 0;
    if (NC_UNLIKELY(exponent >= 1023 + 63)) {
        if (nc_is_nan64(bits))
            return 0;
        return (int64_t)bits < 0 ? INT64_MIN : INT64_MAX;
    }
    uint64_t magnitude = nc_shift_right(nc_significand64(bits), 1086 - exponent);
    return (int64_t)((int64_t)bits < 0 ? 0 - magnitude : magnitude);
}

uint64_t __aeabi_d2ulz(uint64_t bits) {
    if ((int32_t)nc_high64(bits) < (int32_t)(1023u << 20))
        return 0;
    uint32_t exponent = nc_high64(bits) >> 20;
    if (NC_UNLIKELY(exponent >= 1023 + 64))
        return nc_is_nan64(bits) ? 0 : UINT64_MAX;
    return nc_shift_right(nc_significand64(bits), 1086 - exponent);
}

NC_ALSO(__fixdfsi, __aeabi_d2iz)
NC_ALSO(__fixunsdfsi, __aeabi_d2uiz)
NC_ALSO(__fixdfdi, __aeabi_d2lz)
NC_ALSO(__fixunsdfdi, __aeabi_d2ulz)
