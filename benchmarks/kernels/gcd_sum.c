/* Sum of the greatest common divisors of a number and all smaller ones. */
#include <stdint.h>

uint32_t gcd_sum(uint32_t number) {
    uint32_t total = 0;
    for (uint32_t other = 1; other < number; other++) {
        uint32_t a = number;
        uint32_t b = other;
        while (b) {
            uint32_t rest = a % b;
            a = b;
            b = rest;
        }
        total += a;
    }
    return total;
}
