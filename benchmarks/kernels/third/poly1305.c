#include <stdint.h>
#include <string.h>

#define MASK26 0x3FFFFFFu

static inline uint32_t load32(const uint8_t *p) {
    return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline void store32(uint8_t *p, uint32_t word) {
    p[0] = (uint8_t)word;
    p[1] = (uint8_t)(word >> 8);
    p[2] = (uint8_t)(word >> 16);
    p[3] = (uint8_t)(word >> 24);
}

void poly1305(const uint8_t *message, int32_t length, const uint8_t *key, uint8_t *tag) {
    uint32_t t0 = load32(key);
    uint32_t t1 = load32(key + 4);
    uint32_t t2 = load32(key + 8);
    uint32_t t3 = load32(key + 12);
    const uint32_t r0 = t0 & 0x3FFFFFF;
    const uint32_t r1 = (t0 >> 26 | t1 << 6) & 0x3FFFF03;
    const uint32_t r2 = (t1 >> 20 | t2 << 12) & 0x3FFC0FF;
    const uint32_t r3 = (t2 >> 14 | t3 << 18) & 0x3F03FFF;
    const uint32_t r4 = (t3 >> 8) & 0x00FFFFF;
    const uint32_t s1 = r1 * 5;
    const uint32_t s2 = r2 * 5;
    const uint32_t s3 = r3 * 5;
    const uint32_t s4 = r4 * 5;
    uint32_t h0 = 0, h1 = 0, h2 = 0, h3 = 0, h4 = 0;
    while (length > 0) {
        uint8_t last[16];
        const uint8_t *block = message;
        uint32_t high = 1u << 24;
        if (length < 16) {
            memset(last, 0, sizeof last);
            memcpy(last, message, (size_t)length);
            last[length] = 1;
            block = last;
            high = 0;
        }
        t0 = load32(block);
        t1 = load32(block + 4);
        t2 = load32(block + 8);
        t3 = load32(block + 12);
        h0 += t0 & MASK26;
        h1 += (t0 >> 26 | t1 << 6) & MASK26;
        h2 += (t1 >> 20 | t2 << 12) & MASK26;
        h3 += (t2 >> 14 | t3 << 18) & MASK26;
        h4 += t3 >> 8 | high;
        uint64_t d0 =
            (uint64_t)h0 * r0 + (uint64_t)h1 * s4 + (uint64_t)h2 * s3 + (uint64_t)h3 * s2 + (uint64_t)h4 * s1;
        uint64_t d1 =
            (uint64_t)h0 * r1 + (uint64_t)h1 * r0 + (uint64_t)h2 * s4 + (uint64_t)h3 * s3 + (uint64_t)h4 * s2;
        uint64_t d2 =
            (uint64_t)h0 * r2 + (uint64_t)h1 * r1 + (uint64_t)h2 * r0 + (uint64_t)h3 * s4 + (uint64_t)h4 * s3;
        uint64_t d3 =
            (uint64_t)h0 * r3 + (uint64_t)h1 * r2 + (uint64_t)h2 * r1 + (uint64_t)h3 * r0 + (uint64_t)h4 * s4;
        uint64_t d4 =
            (uint64_t)h0 * r4 + (uint64_t)h1 * r3 + (uint64_t)h2 * r2 + (uint64_t)h3 * r1 + (uint64_t)h4 * r0;
        d1 += d0 >> 26;
        d2 += d1 >> 26;
        d3 += d2 >> 26;
        d4 += d3 >> 26;
        h0 = ((uint32_t)d0 & MASK26) + (uint32_t)(d4 >> 26) * 5;
        h1 = ((uint32_t)d1 & MASK26) + (h0 >> 26);
        h0 &= MASK26;
        h2 = (uint32_t)d2 & MASK26;
        h3 = (uint32_t)d3 & MASK26;
        h4 = (uint32_t)d4 & MASK26;
        message += 16;
        length -= 16;
    }
    h2 += h1 >> 26;
    h1 &= MASK26;
    h3 += h2 >> 26;
    h2 &= MASK26;
    h4 += h3 >> 26;
    h3 &= MASK26;
    h0 += (h4 >> 26) * 5;
    h4 &= MASK26;
    h1 += h0 >> 26;
    h0 &= MASK26;
    uint32_t g0 = h0 + 5;
    uint32_t g1 = h1 + (g0 >> 26);
    uint32_t g2 = h2 + (g1 >> 26);
    uint32_t g3 = h3 + (g2 >> 26);
    uint32_t g4 = h4 + (g3 >> 26);
    if (g4 >> 26) {
        h0 = g0 & MASK26;
        h1 = g1 & MASK26;
        h2 = g2 & MASK26;
        h3 = g3 & MASK26;
        h4 = g4 & MASK26;
    }
    uint64_t total = (uint64_t)(h0 | h1 << 26) + load32(key + 16);
    store32(tag, (uint32_t)total);
    total = (total >> 32) + (h1 >> 6 | h2 << 20) + load32(key + 20);
    store32(tag + 4, (uint32_t)total);
    total = (total >> 32) + (h2 >> 12 | h3 << 14) + load32(key + 24);
    store32(tag + 8, (uint32_t)total);
    total = (total >> 32) + (h3 >> 18 | h4 << 8) + load32(key + 28);
    store32(tag + 12, (uint32_t)total);
}
