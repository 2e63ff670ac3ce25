// Integers to floats.
#include "f32.h"
#include "names.h"

static inline uint32_t convert32(uint32_t sign, uint32_t magnitude) {
    if (magnitude == 0)
        return 0;
    unsigned shift = nc_clz32(magnitude);
    return nc_pack32(sign, 157 - shift, magnitude << shift);
}

static inline uint32_t convert64(uint32_t sign, uint64_t magnitude) {
    if (magnitude == 0)
        return 0;
    unsigned shift = nc_clz64(magnitude);
    magnitude = nc_shift_left(magnitude, shift);
    return nc_pack32(sign, 189 - shift, (uint32_t)(magnitude >> 32) | ((uint32_t)magnitude != 0));
}

uint32_t __aeabi_i2f(int32_t value) {
    uint32_t magnitude = (uint32_t)value;
    return convert32(magnitude & NC_F32_SIGN, value < 0 ? 0 - magnitude : magnitude);
}

uint32_t __aeabi_ui2f(uint32_t value) {
    return convert32(0, value);
}

uint32_t __aeabi_l2f(int64_t value) {
    uint64_t magnitude = (uint64_t)value;
    return convert64(value < 0 ? NC_F32_SIGN : 0, value < 0 ? 0 - magnitude : magnitude);
}

uint32_t __aeabi_ul2f(uint64_t value) {
    return convert64(0, value);
}

NC_ALSO(__floatsisf, __aeabi_i2f)
NC_ALSO(__floatunsisf, __aeabi_ui2f)
NC_ALSO(__floatdisf, __aeabi_l2f)
NC_ALSO(__floatundisf, __aeabi_ul2f)
