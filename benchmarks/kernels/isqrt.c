/* Integer square roots of a run of numbers, summed up. */
#include <stdint.h>

uint32_t isqrt(uint32_t first, uint32_t step, int count) {
    uint32_t total = 0;
    uint32_t number = first;
    for (int i = 0; i < count; i++) {
        uint32_t rest = number;
        uint32_t root = 0;
        uint32_t bit = 1u << 30;
        while (bit > rest)
            bit >>= 2;
        while (bit) {
            if (rest >= root + bit) {
                rest -= root + bit;
                root = (root >> 1) + bit;
            } else {
                root >>= 1;
            }
            bit >>= 2;
        }
        total += root;
        number += step;
    }
    return total;
}
