#include <stdint.h>
#include <string.h>

#define LEAST 3
#define LONGEST 18
#define WINDOW 1024

static inline uint32_t hash(const uint8_t *p) {
    return (p[0] ^ p[1] << 2 ^ p[2] << 4 ^ p[2] >> 3) & 0xFF;
}

int32_t lzss_compress(const uint8_t *data, int32_t length, uint16_t *heads, uint8_t *output) {
    memset(heads, 0, 256 * sizeof *heads);
    uint8_t *out = output;
    uint8_t *flags = output;
    uint32_t mask = 0;
    int32_t position = 0;
    while (position < length) {
        if (mask == 0) {
            flags = out++;
            *flags = 0;
            mask = 1;
        }
        int32_t matched = 0;
        int32_t distance = 0;
        if (position + LEAST <= length) {
            uint16_t *head = &heads[hash(data + position)];
            distance = position + 1 - *head;
            if (*head != 0 && distance <= WINDOW) {
                int32_t limit = length - position < LONGEST ? length - position : LONGEST;
                const uint8_t *here = data + position;
                while (matched < limit && here[matched] == here[matched - distance])
                    matched++;
            }
            *head = (uint16_t)(position + 1);
        }
        if (matched >= LEAST) {
            uint32_t code = (uint32_t)(distance - 1) << 4 | (uint32_t)(matched - LEAST);
            *out++ = (uint8_t)(code >> 8);
            *out++ = (uint8_t)code;
            int32_t end = position + matched;
            for (position++; position < end; position++)
                if (position + LEAST <= length)
                    heads[hash(data + position)] = (uint16_t)(position + 1);
        } else {
            *flags |= (uint8_t)mask;
            *out++ = data[position++];
        }
        mask = (mask << 1) & 0xFF;
    }
    return (int32_t)(out - output);
}
