#include <stdint.h>

void atkinson_dither(int16_t *pixels, int32_t width, int32_t height, uint8_t *mono) {
    for (int32_t y = 0; y < height; y++) {
        for (int32_t x = 0; x < width; x++) {
            int32_t i = y * width + x;
            int16_t *p = pixels + i;
            int32_t value = *p;
            if (value >= 128) {
                mono[i >> 3] |= 0x80 >> (i & 7);
                value -= 255;
            }
            int32_t error = value >> 3;
            if (x + 1 < width)
                p[1] += error;
            if (x + 2 < width)
                p[2] += error;
            if (y + 1 < height) {
                if (x > 0)
                    p[width - 1] += error;
                p[width] += error;
                if (x + 1 < width)
                    p[width + 1] += error;
            }
            if (y + 2 < height)
                p[2 * width] += error;
        }
    }
}
