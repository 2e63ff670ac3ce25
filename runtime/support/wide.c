// What ARMv6-M lacks for double words: products and shifts by a variable count; and counting zeros.
#include "bits.h"
#include "names.h"

uint64_t __aeabi_lmul(uint64_t a, uint64_t b) {
    uint32_t a1 = (uint32_t)(a >> 32), b1 = (uint32_t)(b >> 32);
    return nc_multiply((uint32_t)a, (uint32_t)b) + nc_join((uint32_t)a * b1 + a1 * (uint32_t)b, 0);
}

// The count is 0..63; more is undefined in C, and here gives the result of some other count.
uint64_t __aeabi_llsl(uint64_t x, int count) {
    return nc_shift_left(x, (unsigned)count & 63);
}
uint64_t __aeabi_llsr(uint64_t x, int count) {
    return nc_shift_right(x, (unsigned)count & 63);
}

int64_t __aeabi_lasr(int64_t x, int count) {
    int32_t high = (int32_t)(x >> 32);
    count &= 63;
    if (count >= 32)
        return high >> (count - 32);
    if (count == 0)
        return x;
    return (int64_t)nc_join((uint32_t)(high >> count), (uint32_t)x >> count | (uint32_t)high << (32 - count));
}

int __clzsi2(uint32_t x) {
    return x ? (int)nc_clz32(x) : 32;
}

NC_ALSO(__muldi3, __aeabi_lmul)
NC_ALSO(__ashldi3, __aeabi_llsl)
NC_ALSO(__lshrdi3, __aeabi_llsr)
NC_ALSO(__ashrdi3, __aeabi_lasr)
