#include <stdint.h>

#define DELTA 0x9E3779B9u
#define CYCLES 32

void xtea_cbc(uint32_t *data, int32_t count, const uint32_t *key, uint32_t *chain) {
    uint32_t left = chain[0];
    uint32_t right = chain[1];
    for (int32_t i = 0; i < count; i += 2) {
        uint32_t total = 0;
        left ^= data[i];
        right ^= data[i + 1];
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            left += ((right << 4 ^ right >> 5) + right) ^ (total + key[total & 3]);
            total += DELTA;
            right += ((left << 4 ^ left >> 5) + left) ^ (total + key[total >> 11 & 3]);
        }
        data[i] = left;
        data[i + 1] = right;
    }
    chain[0] = left;
    chain[1] = right;
}
