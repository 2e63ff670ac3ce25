/* Sum of powers modulo a number. */
#include <stdint.h>

uint32_t modular_power(int count, uint32_t exponent, uint32_t modulus) {
    uint32_t total = 0;
    for (int i = 1; i <= count; i++) {
        uint64_t base = (uint64_t)i % modulus;
        uint64_t power = 1;
        for (uint32_t rest = exponent; rest > 0; rest >>= 1) {
            if (rest & 1)
                power = power * base % modulus;
            base = base * base % modulus;
        }
        total += (uint32_t)power;
    }
    return total;
}
