/* Number of set bits in a bitmap. */
#include <stdint.h>

int popcount(const uint32_t *words, int count) {
    int total = 0;
    for (int i = 0; i < count; i++) {
        uint32_t x = words[i];
        x -= x >> 1 & 0x55555555;
        x = (x & 0x33333333) + (x >> 2 & 0x33333333);
        x = (x + (x >> 4)) & 0x0F0F0F0F;
        total += x * 0x01010101 >> 24;
    }
    return total;
}
