/* Turns pixels of 24 bits into 16 with an ordered dither. */
#include <stdint.h>

static int limit(int x) {
    return x > 255 ? 255 : x;
}

void dither565(const uint8_t *source, uint16_t *target, int width, int height, const uint8_t *steps) {
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            int step = steps[4 * (y & 3) + (x & 3)];
            int red = limit(source[0] + (step >> 1));
            int green = limit(source[1] + (step >> 2));
            int blue = limit(source[2] + (step >> 1));
            *target++ = ((red & 0xF8) << 8) | ((green & 0xFC) << 3) | (blue >> 3);
            source += 3;
        }
}
