/* Histogram of the grey levels of an image. */
#include <stdint.h>

void histogram(uint32_t *bins, const uint8_t *image, int size) {
    for (int i = 0; i < 256; i++)
        bins[i] = 0;
    for (int i = 0; i < size; i++)
        bins[image[i]]++;
}
