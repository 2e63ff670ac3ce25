/* ChaCha20 key stream. */
#include <stdint.h>

static inline uint32_t rotate_left(uint32_t x, int count) {
    return x << count | x >> (32 - count);
}

static inline void quarter_round(uint32_t *x, int a, int b, int c, int d) {
    x[a] += x[b];
    x[d] = rotate_left(x[d] ^ x[a], 16);
    x[c] += x[d];
    x[b] = rotate_left(x[b] ^ x[c], 12);
    x[a] += x[b];
    x[d] = rotate_left(x[d] ^ x[a], 8);
    x[c] += x[d];
    x[b] = rotate_left(x[b] ^ x[c], 7);
}

void chacha20(uint32_t *stream, uint32_t *state, int blocks) {
    for (int block = 0; block < blocks; block++) {
        uint32_t *x = stream + 16 * block;
        for (int i = 0; i < 16; i++)
            x[i] = state[i];
        for (int round = 0; round < 10; round++) {
            quarter_round(x, 0, 4, 8, 12);
            quarter_round(x, 1, 5, 9, 13);
            quarter_round(x, 2, 6, 10, 14);
            quarter_round(x, 3, 7, 11, 15);
            quarter_round(x, 0, 5, 10, 15);
            quarter_round(x, 1, 6, 11, 12);
            quarter_round(x, 2, 7, 8, 13);
            quarter_round(x, 3, 4, 9, 14);
        }
        for (int i = 0; i < 16; i++)
            x[i] += state[i];
        state[12]++;
    }
}
