// Integers to doubles. 32 bits always fit; 64 bits are rounded.
#include "f64.h"
#include "names.h"

static inline uint64_t convert32(uint32_t sign, uint32_t magnitude) {
    if (magnitude == 0)
        return 0;
    unsigned shift = nc_clz32(magnitude);
    magnitude <<= shift;
    return nc_join((sign | (1053 - shift) << 20) + (magnitude >> 11), magnitude << 21);
}

static inline uint64_t convert64(uint32_t sign, uint64_t magnitude) {
    if (magnitude == 0)
        return 0;
    unsigned shift = nc_clz64(magnitude);
    return nc_pack64(sign, 1085 - shift, nc_shift_left(magnitude, shift));
}

uint64_t __aeabi_i2d(int32_t value) {
    uint32_t magnitude = (uint32_t)value;
    return convert32(magnitude & 0x80000000, value < 0 ? 0 - magnitude : magnitude);
}

uint64_t __aeabi_ui2d(uint32_t value) {
    return convert32(0, value);
}

uint64_t __aeabi_l2d(int64_t value) {
    uint64_t magnitude = (uint64_t)value;
    return convert64(value < 0 ? 0x80000000 : 0, value < 0 ? 0 - magnitude : magnitude);
}

uint64_t __aeabi_ul2d(uint64_t value) {
    return convert64(0, value);
}

NC_ALSO(__floatsidf, __aeabi_i2d)
NC_ALSO(__floatunsidf, __aeabi_ui2d)
NC_ALSO(__floatdidf, __aeabi_l2d)
NC_ALSO(__floatundidf, __aeabi_ul2d)
