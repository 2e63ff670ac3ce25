/* Swap the two bytes of every pixel in place. */
#include <stdint.h>

void swap16(uint16_t *pixels, int count) {
    for (int i = 0; i < count; i++) {
        uint16_t pixel = pixels[i];
        pixels[i] = pixel << 8 | pixel >> 8;
    }
}
