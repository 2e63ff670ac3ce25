/* SipHash-2-4 of whole words of 64 bits. */
#include <stdint.h>

static uint64_t rotate_left(uint64_t x, int count) {
    return (x << count) | (x >> (64 - count));
}

uint32_t siphash(const uint64_t *words, const uint64_t *key, int count) {
    uint64_t k0 = key[0];
    uint64_t k1 = key[1];
    uint64_t a = k0 ^ 0x736F6D6570736575;
    uint64_t b = k1 ^ 0x646F72616E646F6D;
    uint64_t c = k0 ^ 0x6C7967656E657261;
    uint64_t d = k1 ^ 0x7465646279746573;
    for (int i = 0; i < count + 2; i++) {
        int rounds = 2;
        uint64_t word = 0;
        if (i < count) {
            word = words[i];
        } else if (i == count) {
            word = (uint64_t)(8 * count) << 56;
        } else {
            c ^= 0xFF;
            rounds = 4;
        }
        d ^= word;
        for (int k = 0; k < rounds; k++) {
            a += b;
            c += d;
            b = rotate_left(b, 13) ^ a;
            d = rotate_left(d, 16) ^ c;
            a = rotate_left(a, 32);
            c += b;
            a += d;
            b = rotate_left(b, 17) ^ c;
            d = rotate_left(d, 21) ^ a;
            c = rotate_left(c, 32);
        }
        a ^= word;
    }
    uint64_t value = a ^ b ^ c ^ d;
    return (uint32_t)value ^ (uint32_t)(value >> 32);
}
