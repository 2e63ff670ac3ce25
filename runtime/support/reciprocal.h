// Division by multiplication.
//
// Taking one bit of a quotient after the other costs five instructions a bit. A reciprocal costs twenty, and
// then a product gives a dozen bits or more at once. All divisions here (words, double words, floats,
// doubles) go the same way:
//
//   1. shift the divisor until its top bit is one;
//   2. find its reciprocal, a little too small, never too large;
//   3. take a digit of the quotient: the top of the remainder times the reciprocal. It is a little too small,
//   so the
//      remainder stays positive; because it also stays small, it can be computed modulo 2^32 or 2^64;
//   4. a second digit from the remainder in the same way;
//   5. the quotient is now too small by two or three at most: correct it by comparing the remainder with the
//   divisor.
//
// The reciprocal starts as the line 2.91 - 2x, off by 8.6% at most, and each step of Newton's r * (2 - x * r)
// squares the error.
#pragma once
#include "bits.h"

// For 0x8000 <= x <= 0xffff: at most 2^31 / (x + 1), and smaller by no more than 3 (the tests try every x).
static inline uint32_t nc_reciprocal16(uint32_t x) {
#if NC_PLAIN_CORE
    x += 1;
    uint32_t r = 95488 - x;
    r = r * (0x10000 - (x * r >> 16)) >> 15;
    r = r * (0x10000 - (x * r >> 16)) >> 15;
    r = r * (0x10000 - (x * r >> 16)) >> 15;
    return r - 2;
#else
    return 0x7fffffff / (x + 1);
#endif
}

// For x with its top bit set: at most 2^63 / (x + 1), and smaller by no more than one part in 2^26.
static inline uint32_t nc_reciprocal32(uint32_t x) {
    uint32_t r = nc_reciprocal16(x >> 16); // one step of Newton's makes 26 bits of its 13
#if NC_PLAIN_CORE
    // (2^47 - x * r) >> 16, which is positive and below 2^19, from two 16-bit products.
    uint32_t error = (0x80000000 - (x >> 16) * r) - 1;
    uint32_t low = (uint16_t)x * r;
    error -= low >> 16;
    return (r << 16) + (r * (error >> 3) >> 12) - 2;
#else
    uint32_t error = (uint32_t)(((1ull << 47) - (uint64_t)x * r) >> 16);
    return (r << 16) + (uint32_t)((uint64_t)r * error >> 15) - 2;
#endif
}
