// Floats to integers: truncated towards zero. Out of range gives the nearest end of the range, NaN gives 0.
#include "f32.h"
#include "names.h"

int32_t __aeabi_f2iz(uint32_t bits) {
    uint32_t exponent = nc_exponent32(bits);
    if (exponent < 127)
        return 0;
    if (NC_UNLIKELY(exponent >= 127 + 31)) {
        if (nc_is_nan32(bits))
            return 0;
        return (int32_t)bits < 0 ? INT32_MIN : INT32_MAX;
    }
    uint32_t magnitude = nc_significand32(bits) >> (158 - exponent);
    return (int32_t)((int32_t)bits < 0 ? 0 - magnitude : magnitude);
}

uint32_t __aeabi_f2uiz(uint32_t bits) {
    if ((int32_t)bits < (int32_t)(127u << 23))
        return 0; // below 1, or negative
    uint32_t exponent = bits >> 23;
    if (NC_UNLIKELY(exponent >= 127 + 32))
        return nc_is_nan32(bits) ? 0 : UINT32_MAX;
    return nc_significand32(bits) >> (158 - exponent);
}

int64_t __aeabi_f2lz(uint32_t bits) {
    uint32_t exponent = nc_exponent32(bits);
    if (exponent < 127)
        return 0;
    if (NC_UNLIKELY(exponent >= 127 + 63)) {
        if (nc_is_nan32(bits))
            return 0;
        return (int32_t)bits < 0 ? INT64_MIN : INT64_MAX;
    }
    uint64_t magnitude = nc_shift_right(nc_join(nc_significand32(bits), 0), 190 - exponent);
    return (int64_t)((int32_t)bits < 0 ? 0 - magnitude : magnitude);
}

uint64_t __aeabi_f2ulz(uint32_t bits) {
    if ((int32_t)bits < (int32_t)(127u << 23))
        return 0;
    uint32_t exponent = bits >> 23;
    if (NC_UNLIKELY(exponent >= 127 + 64))
        return nc_is_nan32(bits) ? 0 : UINT64_MAX;
    return nc_shift_right(nc_join(nc_significand32(bits), 0), 190 - exponent);
}

NC_ALSO(__fixsfsi, __aeabi_f2iz)
NC_ALSO(__fixunssfsi, __aeabi_f2uiz)
NC_ALSO(__fixsfdi, __aeabi_f2lz)
NC_ALSO(__fixunssfdi, __aeabi_f2ulz)
