/* Product of two square matrices of 16-bit numbers. */
#include <stdint.h>

void matmul_i16(const int16_t *a, const int16_t *b, int32_t *product, int n) {
    for (int row = 0; row < n; row++)
        for (int column = 0; column < n; column++) {
            int32_t total = 0;
            for (int k = 0; k < n; k++)
                total += a[row * n + k] * b[k * n + column];
            product[row * n + column] = total;
        }
}
