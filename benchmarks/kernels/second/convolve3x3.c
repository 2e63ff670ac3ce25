/* Convolution of a grey picture with a kernel of 3x3 numbers. */
#include <stdint.h>

void convolve3x3(const uint8_t *source, uint8_t *target, int width, int height, const int8_t *kernel,
                 int shift) {
    for (int y = 1; y < height - 1; y++)
        for (int x = 1; x < width - 1; x++) {
            int total = 0;
            for (int dy = 0; dy < 3; dy++)
                for (int dx = 0; dx < 3; dx++)
                    total += kernel[3 * dy + dx] * source[(y + dy - 1) * width + x + dx - 1];
            total >>= shift;
            if (total < 0)
                total = 0;
            else if (total > 255)
                total = 255;
            target[y * width + x] = total;
        }
}
