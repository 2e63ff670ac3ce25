#include <stdint.h>

void ldl_solve_f32(float *a, float *b, int32_t n) {
    for (int32_t j = 0; j < n; j++) {
        const float *column = a + j * n;
        for (int32_t i = j; i < n; i++) {
            float *row = a + i * n;
            float total = row[j];
            for (int32_t k = 0; k < j; k++)
                total -= row[k] * column[k] * a[k * n + k];
            if (i > j)
                total /= column[j];
            row[j] = total;
        }
    }
    for (int32_t i = 0; i < n; i++) {
        float total = b[i];
        for (int32_t k = 0; k < i; k++)
            total -= a[i * n + k] * b[k];
        b[i] = total;
    }
    for (int32_t i = 0; i < n; i++)
        b[i] /= a[i * n + i];
    for (int32_t i = n - 1; i >= 0; i--) {
        float total = b[i];
        for (int32_t k = i + 1; k < n; k++)
            total -= a[k * n + i] * b[k];
        b[i] = total;
    }
}
