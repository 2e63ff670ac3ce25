/* Dequantises blocks of 8x8 coefficients and transforms them back to pixels. */
#include <stdint.h>

void idct_dequantise(const int16_t *coefficients, const uint8_t *steps, const int16_t *basis, int32_t *work,
                     uint8_t *pixels, int blocks) {
    for (int block = 0; block < blocks; block++) {
        int base = 64 * block;
        for (int row = 0; row < 64; row += 8)
            for (int x = 0; x < 8; x++) {
                int32_t total = 0;
                for (int k = 0; k < 8; k++)
                    total += coefficients[base + row + k] * steps[row + k] * basis[8 * k + x];
                work[row + x] = (total + 512) >> 10;
            }
        for (int column = 0; column < 8; column++)
            for (int y = 0; y < 8; y++) {
                int32_t total = 0;
                for (int k = 0; k < 8; k++)
                    total += work[8 * k + column] * basis[8 * k + y];
                int32_t value = ((total + (1 << 15)) >> 16) + 128;
                pixels[base + 8 * y + column] = value < 0 ? 0 : value > 255 ? 255 : value;
            }
    }
}
