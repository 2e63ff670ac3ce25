// Words and double words, without asking for a helper.
//
// Everything in this directory is what the compiler calls when a core cannot do something by itself. A helper
// that in turn called another helper for each 64-bit shift or multiplication would be slow and might even
// call itself, so the few operations on bits that all helpers are made of are here, inline, in two forms: one
// for cores that have the instruction, one made of 32-bit shifts and 16-bit products for ARMv6-M, which has
// neither CLZ, UMULL nor UDIV.
//
// Define NC_PLAIN_CORE to get the second form anywhere; the tests do so to try both on the host.
#pragma once
#include <stdbool.h>
#include <stdint.h>

#if !defined(NC_PLAIN_CORE) && defined(__ARM_ARCH_6M__)
#define NC_PLAIN_CORE 1
#endif

#define NC_LIKELY(x) __builtin_expect(!!(x), 1)
#define NC_UNLIKELY(x) __builtin_expect(!!(x), 0)

// The number of zero bits above the highest one; x is not zero.
static inline unsigned nc_clz32(uint32_t x) {
#if NC_PLAIN_CORE || defined(__riscv)
    unsigned zeros = 0;
#define STEP(bits)                                                                                           \
    do {                                                                                                     \
        if (NC_LIKELY(x >> (32 - bits) == 0)) {                                                              \
            zeros += bits;                                                                                   \
            x <<= bits;                                                                                      \
        }                                                                                                    \
    } while (0)
    STEP(16);
    STEP(8);
    STEP(4);
    STEP(2);
#undef STEP
    return zeros + !(x >> 31);
#else
    return (unsigned)__builtin_clz(x);
#endif
}

static inline unsigned nc_clz64(uint64_t x) {
    uint32_t high = (uint32_t)(x >> 32);
    return high ? nc_clz32(high) : 32 + nc_clz32((uint32_t)x);
}

static inline uint64_t nc_join(uint32_t high, uint32_t low) {
    return (uint64_t)high << 32 | low;
}

// All 64 bits of a product of words.
static inline uint64_t nc_multiply(uint32_t a, uint32_t b) {
#if NC_PLAIN_CORE
    uint32_t a0 = (uint16_t)a, a1 = a >> 16, b0 = (uint16_t)b, b1 = b >> 16;
    uint32_t low = a0 * b0, middle = a0 * b1, other = a1 * b0, high = a1 * b1;
    middle += low >> 16; // at most 0xffff * 0xffff + 0xffff: no carry
    middle += other;
    if (middle < other)
        high += 0x10000;
    return nc_join(high + (middle >> 16), middle << 16 | (uint16_t)low);
#else
    return (uint64_t)a * b;
#endif
}

// The upper 32 bits of a product of words.
static inline uint32_t nc_multiply_high(uint32_t a, uint32_t b) {
    return (uint32_t)(nc_multiply(a, b) >> 32);
}

// Shifts by 0..63 that stay inline.
static inline uint64_t nc_shift_left(uint64_t x, unsigned count) {
    uint32_t high = (uint32_t)(x >> 32), low = (uint32_t)x;
    if (count >= 32)
        return nc_join(low << (count - 32), 0);
    if (count == 0)
        return x;
    return nc_join(high << count | low >> (32 - count), low << count);
}

static inline uint64_t nc_shift_right(uint64_t x, unsigned count) {
    uint32_t high = (uint32_t)(x >> 32), low = (uint32_t)x;
    if (count >= 32)
        return high >> (count - 32);
    if (count == 0)
        return x;
    return nc_join(high >> count, low >> count | high << (32 - count));
}

// Shift right and keep, in the lowest bit, whether a one was lost: rounding later needs to know no more than
// that.
static inline uint32_t nc_shift_right_sticky(uint32_t x, unsigned count) {
    if (count == 0)
        return x;
    if (count >= 32)
        return x != 0;
    return x >> count | (x << (32 - count) != 0);
}

static inline uint64_t nc_shift_right_sticky64(uint64_t x, unsigned count) {
    uint32_t high = (uint32_t)(x >> 32), low = (uint32_t)x, lost = 0;
    if (count >= 32) {
        if (count >= 64)
            return x != 0;
        lost = low;
        low = high;
        high = 0;
        count -= 32;
    }
    if (count) {
        lost |= low << (32 - count);
        low = low >> count | high << (32 - count);
        high >>= count;
    }
    return nc_join(high, low | (lost != 0));
}
