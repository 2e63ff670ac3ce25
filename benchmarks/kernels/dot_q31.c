/* Dot product of two Q31 vectors with a 64-bit sum. */
#include <stdint.h>

int dot_q31(const int32_t *a, const int32_t *b, int count) {
    int64_t total = 0;
    for (int i = 0; i < count; i++)
        total += (int64_t)a[i] * b[i];
    return total >> 32;
}
