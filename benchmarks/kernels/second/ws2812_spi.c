/* Expands the bytes for WS2812 lamps to three bits a bit. */
#include <stdint.h>

void ws2812_spi(const uint8_t *colours, int size, uint8_t *output) {
    for (int i = 0; i < size; i++) {
        int byte = colours[i];
        uint32_t bits = 0;
        for (int bit = 0; bit < 8; bit++) {
            bits <<= 3;
            bits |= byte & 0x80 ? 6 : 4;
            byte <<= 1;
        }
        *output++ = bits >> 16;
        *output++ = bits >> 8;
        *output++ = bits;
    }
}
