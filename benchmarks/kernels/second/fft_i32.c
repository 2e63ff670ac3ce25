/* Fourier transform of a power of two of complex integers in place. */
#include <stdint.h>

void fft_i32(int32_t *data, const int16_t *factors, int size) {
    int j = 0;
    for (int i = 1; i < size; i++) {
        int bit = size >> 1;
        while (j & bit) {
            j ^= bit;
            bit >>= 1;
        }
        j |= bit;
        if (i < j) {
            int32_t real = data[2 * i];
            int32_t imaginary = data[2 * i + 1];
            data[2 * i] = data[2 * j];
            data[2 * i + 1] = data[2 * j + 1];
            data[2 * j] = real;
            data[2 * j + 1] = imaginary;
        }
    }
    for (int half = 1; half < size; half *= 2) {
        int stride = size / (2 * half);
        for (int k = 0; k < half; k++) {
            int32_t c = factors[2 * k * stride];
            int32_t s = factors[2 * k * stride + 1];
            for (int i = k; i < size; i += 2 * half) {
                int a = 2 * i;
                int b = 2 * (i + half);
                int32_t x = (data[b] * c - data[b + 1] * s) >> 14;
                int32_t y = (data[b] * s + data[b + 1] * c) >> 14;
                int32_t u = data[a];
                int32_t v = data[a + 1];
                data[a] = (u + x) >> 1;
                data[a + 1] = (v + y) >> 1;
                data[b] = (u - x) >> 1;
                data[b + 1] = (v - y) >> 1;
            }
        }
    }
}
