#include <stdint.h>

static uint32_t parity16(uint32_t word) {
    word ^= word >> 8;
    word ^= word >> 4;
    return 0x6996u >> (word & 15) & 1;
}

int32_t hamming_correct(const uint16_t *words, int32_t count, uint8_t *data) {
    uint32_t corrected = 0;
    uint32_t failed = 0;
    for (int32_t i = 0; i < count; i++) {
        uint32_t word = words[i];
        uint32_t syndrome = parity16(word & 0x0AAA);
        syndrome |= parity16(word & 0x0CCC) << 1;
        syndrome |= parity16(word & 0x10F0) << 2;
        syndrome |= parity16(word & 0x1F00) << 3;
        if (parity16(word)) {
            if (syndrome > 12) {
                failed++;
            } else {
                word ^= 1u << syndrome;
                corrected++;
            }
        } else if (syndrome != 0) {
            failed++;
        }
        data[i] = (uint8_t)((word >> 3 & 1) | (word >> 4 & 0x0E) | (word >> 5 & 0xF0));
    }
    return (int32_t)(corrected | failed << 16);
}
