/* Turn a bitmap of one bit a pixel into RGB565 pixels. */
#include <stdint.h>

void expand_mono(uint16_t *pixels, const uint8_t *bits, int width, int height, int ink, int paper) {
    int row_bytes = (width + 7) >> 3;
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            int byte = bits[y * row_bytes + (x >> 3)];
            pixels[y * width + x] = byte & 0x80 >> (x & 7) ? ink : paper;
        }
    }
}
