// Division of words on a core without a divider.
//
// Most quotients of real programs are small (a digit, an index, a fraction of a buffer): those are found bit
// by bit, from the place where the quotient can start. Large ones come from a reciprocal (reciprocal.h).
// Division by zero gives zero, as the divider of the larger cores does; compiled Python checks before and
// raises.
#pragma once
#include "reciprocal.h"

// The quotient; *remainder is set too. Both users want it inline: one of them drops the half it does not
// need.
static inline __attribute__((always_inline)) uint32_t nc_divide32(uint32_t n, uint32_t d,
                                                                  uint32_t *remainder) {
#if NC_PLAIN_CORE
    uint32_t quotient = 0;
#define STEP(bit)                                                                                            \
    do {                                                                                                     \
        if (NC_LIKELY(n >> bit >= d)) {                                                                      \
            n -= d << bit;                                                                                   \
            quotient += 1u << bit;                                                                           \
        }                                                                                                    \
    } while (0)
    if (n >> 8 >= d) {
        if (d == 0)
            return *remainder = n, 0;
        unsigned shift = nc_clz32(d);
        uint32_t r = nc_reciprocal16(d << shift >> 16);
        // n / d is n * r * 2^(shift - 47). The first digit has 16 bits of n; what it leaves is below 2^19.
        quotient = (n >> 16) * r >> (31 - shift);
        n -= quotient * d;
        if (shift >= 16) {
            uint32_t digit = (n >> 3) * r >> (44 - shift);
            quotient += digit;
            n -= digit * d;
        }
        while (n >= d) {
            n -= d;
            quotient += 1;
        }
    } else {
        if (n >> 4 >= d) {
            STEP(7);
            STEP(6);
            STEP(5);
            STEP(4);
        }
        STEP(3);
        STEP(2);
        STEP(1);
        STEP(0);
    }
#undef STEP
    *remainder = n;
    return quotient;
#else
    uint32_t quotient = d ? n / d : 0;
    *remainder = n - quotient * d;
    return quotient;
#endif
}
