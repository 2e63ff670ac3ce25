// Quotient and remainder of words. The names ending in `mod` return both: the quotient in the first register,
// the remainder in the second, which as one number is a double word.
#include "divide32.h"

uint32_t __aeabi_uidiv(uint32_t n, uint32_t d) {
    uint32_t remainder;
    return nc_divide32(n, d, &remainder);
}

uint64_t __aeabi_uidivmod(uint32_t n, uint32_t d) {
    uint32_t remainder, quotient = nc_divide32(n, d, &remainder);
    return nc_join(remainder, quotient);
}

// C truncates: the quotient is negative if one operand is, the remainder if the first is.
static inline uint32_t magnitude(int32_t x) {
    return x < 0 ? 0 - (uint32_t)x : (uint32_t)x;
}

int32_t __aeabi_idiv(int32_t n, int32_t d) {
    uint32_t quotient = __aeabi_uidiv(magnitude(n), magnitude(d));
    return (int32_t)((n ^ d) < 0 ? 0 - quotient : quotient);
}

uint64_t __aeabi_idivmod(int32_t n, int32_t d) {
    uint64_t both = __aeabi_uidivmod(magnitude(n), magnitude(d));
    uint32_t quotient = (uint32_t)both, remainder = (uint32_t)(both >> 32);
    return nc_join(n < 0 ? 0 - remainder : remainder, (n ^ d) < 0 ? 0 - quotient : quotient);
}
