/* Sum of the products of two series of complex numbers in Q15. */
#include <stdint.h>

void complex_mac_q15(const int16_t *samples, const int16_t *weights, int32_t *total, int count) {
    int64_t real = 0;
    int64_t imaginary = 0;
    for (int i = 0; i < count; i++) {
        int32_t a = samples[2 * i];
        int32_t b = samples[2 * i + 1];
        int32_t c = weights[2 * i];
        int32_t d = weights[2 * i + 1];
        real += a * c - b * d;
        imaginary += a * d + b * c;
    }
    total[0] = (int32_t)(real >> 15);
    total[1] = (int32_t)(imaginary >> 15);
}
