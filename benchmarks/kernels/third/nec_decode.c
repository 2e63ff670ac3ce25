#include <stdint.h>

#define REPEAT 0x1000000u

static inline int near(int32_t duration, int32_t wanted) {
    int32_t tolerance = wanted >> 2;
    return duration >= wanted - tolerance && duration <= wanted + tolerance;
}

static inline int valid(uint32_t word) {
    return (((word >> 16) & 0xFF) ^ (word >> 24)) == 0xFF;
}

int32_t nec_decode(const uint16_t *durations, int32_t count, uint32_t *codes, uint32_t *errors) {
    int32_t found = 0;
    int have = 0;
    uint32_t last = 0;
    int32_t i = 0;
    while (i + 2 < count) {
        if (!near(durations[i], 9000)) {
            i++;
            continue;
        }
        uint32_t space = durations[i + 1];
        i += 2;
        if (near((int32_t)space, 2250)) {
            if (have && near(durations[i], 560))
                codes[found++] = last | REPEAT;
            continue;
        }
        if (!near((int32_t)space, 4500)) {
            errors[0]++;
            continue;
        }
        uint32_t word = 0;
        int bits = 0;
        while (bits < 32 && i + 1 < count) {
            if (!near(durations[i], 560))
                break;
            space = durations[i + 1];
            word >>= 1;
            if (near((int32_t)space, 1690))
                word |= 0x80000000u;
            else if (!near((int32_t)space, 560))
                break;
            bits++;
            i += 2;
        }
        if (bits < 32) {
            errors[1]++;
            have = 0;
        } else if (!valid(word)) {
            errors[2]++;
            have = 0;
        } else {
            last = word & 0xFFFFFF;
            have = 1;
            codes[found++] = last;
        }
    }
    return found;
}
