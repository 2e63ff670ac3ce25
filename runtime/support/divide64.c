// Quotient and remainder of double words.
//
// If the divisor fits a word, the division is that of schoolbooks with words as digits: the upper word first,
// its remainder before the lower one. If not, the quotient fits a word, and the upper words alone tell it up
// to one.
//
// Arm's run-time ABI returns both results at once, in four registers. C has no such function, but a vector of
// four words is returned in just this way.
#include "divide32.h"

typedef uint32_t quotient_remainder __attribute__((vector_size(16)));

#ifdef __arm__
#define IN_CORE_REGISTERS __attribute__((pcs("aapcs")))
#else
#define IN_CORE_REGISTERS
#endif

static inline IN_CORE_REGISTERS quotient_remainder both(uint64_t quotient, uint64_t remainder) {
    return (quotient_remainder){(uint32_t)quotient, (uint32_t)(quotient >> 32), (uint32_t)remainder,
                                (uint32_t)(remainder >> 32)};
}

// high:low / d for high < d: the quotient fits a word.
static uint32_t divide_long(uint32_t high, uint32_t low, uint32_t d, uint32_t *remainder) {
    unsigned shift = nc_clz32(d);
    d <<= shift;
    uint64_t n = nc_shift_left(nc_join(high, low), shift);
    uint32_t r = nc_reciprocal32(d);
    uint32_t quotient = (uint32_t)(nc_multiply((uint32_t)(n >> 32), r) >> 31);
    n -= nc_multiply(quotient, d);
    // At most 2^32 * 2^-26 + 3 too small, so what is left is below 2^39: the same again with its upper bits.
    uint32_t digit = nc_multiply_high((uint32_t)(n >> 8), r) >> 23;
    quotient += digit;
    n -= nc_multiply(digit, d);
    while (n >= d) {
        n -= d;
        quotient += 1;
    }
    *remainder = (uint32_t)n >> shift;
    return quotient;
}

IN_CORE_REGISTERS quotient_remainder __aeabi_uldivmod(uint64_t n, uint64_t d) {
    uint32_t d1 = (uint32_t)(d >> 32), d0 = (uint32_t)d, n1 = (uint32_t)(n >> 32), n0 = (uint32_t)n, rest;
    if (d1 == 0) {
        uint32_t upper = 0, lower;
        if (d0 == 0)
            return both(0, n);
        if (n1 == 0) {
            lower = nc_divide32(n0, d0, &rest);
        } else {
            if (n1 >= d0)
                upper = nc_divide32(n1, d0, &n1);
            lower = divide_long(n1, n0, d0, &rest);
        }
        return both(nc_join(upper, lower), rest);
    }
    if (n < d)
        return both(0, n);
    // Half of n by the upper 32 bits of d, both such that nothing is lost, is too large by at most one.
    unsigned shift = nc_clz32(d1);
    uint32_t top = (uint32_t)(nc_shift_left(d, shift) >> 32);
    uint32_t quotient = divide_long(n1 >> 1, n1 << 31 | n0 >> 1, top, &rest) >> (31 - shift);
    if (quotient)
        quotient -= 1;
    n -= nc_multiply(quotient, d0) + nc_join(quotient * d1, 0);
    while (n >= d) {
        n -= d;
        quotient += 1;
    }
    return both(quotient, n);
}

// C truncates: the quotient is negative if one operand is, the remainder if the first is.
static inline uint64_t magnitude(int64_t x) {
    return x < 0 ? 0 - (uint64_t)x : (uint64_t)x;
}

IN_CORE_REGISTERS quotient_remainder __aeabi_ldivmod(int64_t n, int64_t d) {
    quotient_remainder result = __aeabi_uldivmod(magnitude(n), magnitude(d));
    uint64_t quotient = nc_join(result[1], result[0]), remainder = nc_join(result[3], result[2]);
    return both((n ^ d) < 0 ? 0 - quotient : quotient, n < 0 ? 0 - remainder : remainder);
}

#ifdef __riscv
// One result each, as GCC's library has it.
static inline uint64_t quotient_of(quotient_remainder both) {
    return nc_join(both[1], both[0]);
}

static inline uint64_t remainder_of(quotient_remainder both) {
    return nc_join(both[3], both[2]);
}

uint64_t __udivdi3(uint64_t n, uint64_t d) {
    return quotient_of(__aeabi_uldivmod(n, d));
}
uint64_t __umoddi3(uint64_t n, uint64_t d) {
    return remainder_of(__aeabi_uldivmod(n, d));
}
int64_t __divdi3(int64_t n, int64_t d) {
    uint64_t quotient = quotient_of(__aeabi_uldivmod(magnitude(n), magnitude(d)));
    return (int64_t)((n ^ d) < 0 ? 0 - quotient : quotient);
}
int64_t __moddi3(int64_t n, int64_t d) {
    uint64_t rest = remainder_of(__aeabi_uldivmod(magnitude(n), magnitude(d)));
    return (int64_t)(n < 0 ? 0 - rest : rest);
}
#endif
