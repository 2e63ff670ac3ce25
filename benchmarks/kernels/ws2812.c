/* Timer compare values for a strip of WS2812 lights. */
#include <stdint.h>

#define HIGH 64
#define LOW 32

void ws2812(uint16_t *duty, const uint8_t *pixels, int size, const uint8_t *gamma, int brightness) {
    int out = 0;
    for (int i = 0; i < size; i++) {
        int value = gamma[pixels[i] * brightness >> 8];
        for (int bit = 7; bit >= 0; bit--)
            duty[out++] = value >> bit & 1 ? HIGH : LOW;
    }
}
