/* Adler-32, reduced after each byte. */
#include <stdint.h>

#define MODULUS 65521

uint32_t adler32(const uint8_t *data, int size) {
    uint32_t low = 1;
    uint32_t high = 0;
    for (int i = 0; i < size; i++) {
        low += data[i];
        if (low >= MODULUS)
            low -= MODULUS;
        high += low;
        if (high >= MODULUS)
            high -= MODULUS;
    }
    return high << 16 | low;
}
