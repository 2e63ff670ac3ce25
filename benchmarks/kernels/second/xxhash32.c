/* Hash of words in four lanes of multiplications and rotations. */
#include <stdint.h>

static uint32_t rotate_left(uint32_t x, int count) {
    return (x << count) | (x >> (32 - count));
}

static uint32_t lane(uint32_t state, uint32_t word) {
    return rotate_left(state + word * 0x85EBCA77, 13) * 0x9E3779B1;
}

uint32_t xxhash32(const uint32_t *words, int count, uint32_t seed) {
    uint32_t a = seed + 0x9E3779B1 + 0x85EBCA77;
    uint32_t b = seed + 0x85EBCA77;
    uint32_t c = seed;
    uint32_t d = seed - 0x9E3779B1;
    for (int i = 0; i < count; i += 4) {
        a = lane(a, words[i]);
        b = lane(b, words[i + 1]);
        c = lane(c, words[i + 2]);
        d = lane(d, words[i + 3]);
    }
    uint32_t value = rotate_left(a, 1) + rotate_left(b, 7) + rotate_left(c, 12) + rotate_left(d, 18);
    value += 4 * count;
    value = (value ^ (value >> 15)) * 0x85EBCA77;
    value = (value ^ (value >> 13)) * 0xC2B2AE3D;
    return value ^ (value >> 16);
}
