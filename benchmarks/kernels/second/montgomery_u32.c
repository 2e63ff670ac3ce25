/* Powers modulo an odd number by Montgomery multiplication. */
#include <stdint.h>

static uint32_t montgomery_product(uint32_t a, uint32_t b, uint32_t modulus, uint32_t inverse) {
    uint64_t product = (uint64_t)a * b;
    uint32_t factor = (uint32_t)product * inverse;
    uint32_t result = (uint32_t)((product + (uint64_t)factor * modulus) >> 32);
    if (result >= modulus)
        result -= modulus;
    return result;
}

uint32_t montgomery_u32(int count, uint32_t exponent, uint32_t modulus) {
    uint32_t inverse = modulus;
    for (int i = 0; i < 4; i++)
        inverse *= 2 - modulus * inverse;
    inverse = -inverse;
    uint32_t one = (uint32_t)(((uint64_t)1 << 32) % modulus);
    uint32_t square = (uint32_t)((uint64_t)one * one % modulus);
    uint32_t total = 0;
    for (int i = 0; i < count; i++) {
        uint32_t base = montgomery_product(i + 2, square, modulus, inverse);
        uint32_t power = one;
        for (uint32_t rest = exponent; rest; rest >>= 1) {
            if (rest & 1)
                power = montgomery_product(power, base, modulus, inverse);
            base = montgomery_product(base, base, modulus, inverse);
        }
        total ^= montgomery_product(power, 1, modulus, inverse);
    }
    return total;
}
