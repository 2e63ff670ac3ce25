/* SHA-256 of a message, padded in place. */
#include <stdint.h>

static uint32_t rotate(uint32_t x, int count) {
    return (x >> count) | (x << (32 - count));
}

void sha256_message(uint8_t *data, int size, const uint32_t *constants, uint32_t *words, uint32_t *digest) {
    int blocks = (size + 72) >> 6;
    data[size] = 0x80;
    for (int i = size + 1; i < 64 * blocks - 4; i++)
        data[i] = 0;
    for (int i = 0; i < 4; i++)
        data[64 * blocks - 1 - i] = (size * 8) >> (8 * i);
    for (int block = 0; block < blocks; block++) {
        const uint8_t *p = data + 64 * block;
        for (int i = 0; i < 16; i++)
            words[i] = ((uint32_t)p[4 * i] << 24) | (p[4 * i + 1] << 16) | (p[4 * i + 2] << 8) | p[4 * i + 3];
        for (int i = 16; i < 64; i++) {
            uint32_t x = words[i - 15];
            uint32_t y = words[i - 2];
            uint32_t s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >> 3);
            uint32_t s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >> 10);
            words[i] = words[i - 16] + s0 + words[i - 7] + s1;
        }
        uint32_t a = digest[0], b = digest[1], c = digest[2], d = digest[3];
        uint32_t e = digest[4], f = digest[5], g = digest[6], h = digest[7];
        for (int i = 0; i < 64; i++) {
            uint32_t s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
            uint32_t t1 = h + s1 + ((e & f) ^ (~e & g)) + constants[i] + words[i];
            uint32_t s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
            uint32_t t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
            h = g;
            g = f;
            f = e;
            e = d + t1;
            d = c;
            c = b;
            b = a;
            a = t1 + t2;
        }
        digest[0] += a;
        digest[1] += b;
        digest[2] += c;
        digest[3] += d;
        digest[4] += e;
        digest[5] += f;
        digest[6] += g;
        digest[7] += h;
    }
}
