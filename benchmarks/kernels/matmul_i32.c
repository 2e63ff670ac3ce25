/* Product of two square matrices of 32-bit integers. */
#include <stdint.h>

void matmul_i32(int32_t *product, const int32_t *a, const int32_t *b, int n) {
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
            int32_t total = 0;
            for (int k = 0; k < n; k++)
                total += a[i * n + k] * b[k * n + j];
            product[i * n + j] = total;
        }
    }
}
