/* Pseudo-random noise in a buffer. */
#include <stdint.h>

uint32_t xorshift(uint8_t *noise, int count, uint32_t seed) {
    uint32_t state = seed;
    for (int i = 0; i < count; i++) {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        noise[i] = state >> 24;
    }
    return state;
}
