/* SHA-256 of whole blocks of 64 bytes. */
#include <stdint.h>

static inline uint32_t rotate_right(uint32_t x, int count) {
    return x >> count | x << (32 - count);
}

void sha256(uint32_t *state, const uint32_t *constants, uint32_t *schedule, const uint8_t *data, int blocks) {
    for (int block = 0; block < blocks; block++) {
        for (int i = 0; i < 16; i++) {
            const uint8_t *p = data + 64 * block + 4 * i;
            schedule[i] = (uint32_t)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3];
        }
        for (int i = 16; i < 64; i++) {
            uint32_t x = schedule[i - 15];
            uint32_t y = schedule[i - 2];
            uint32_t s0 = rotate_right(x, 7) ^ rotate_right(x, 18) ^ x >> 3;
            uint32_t s1 = rotate_right(y, 17) ^ rotate_right(y, 19) ^ y >> 10;
            schedule[i] = s0 + s1 + schedule[i - 16] + schedule[i - 7];
        }
        uint32_t a = state[0];
        uint32_t b = state[1];
        uint32_t c = state[2];
        uint32_t d = state[3];
        uint32_t e = state[4];
        uint32_t f = state[5];
        uint32_t g = state[6];
        uint32_t h = state[7];
        for (int i = 0; i < 64; i++) {
            uint32_t s1 = rotate_right(e, 6) ^ rotate_right(e, 11) ^ rotate_right(e, 25);
            uint32_t choice = (e & f) ^ (~e & g);
            uint32_t t1 = h + s1 + choice + constants[i] + schedule[i];
            uint32_t s0 = rotate_right(a, 2) ^ rotate_right(a, 13) ^ rotate_right(a, 22);
            uint32_t majority = (a & b) ^ (a & c) ^ (b & c);
            h = g;
            g = f;
            f = e;
            e = d + t1;
            d = c;
            c = b;
            b = a;
            a = t1 + s0 + majority;
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }
}
