/* Fourier transform in place on 16-bit integers. */
#include <stdint.h>

static inline void swap(int16_t *a, int16_t *b) {
    int16_t t = *a;
    *a = *b;
    *b = t;
}

void fft_q15(int16_t *real, int16_t *imaginary, const int16_t *cosine, const int16_t *sine, int size) {
    int j = 0;
    for (int i = 1; i < size; i++) {
        int bit = size >> 1;
        while (j & bit) {
            j ^= bit;
            bit >>= 1;
        }
        j ^= bit;
        if (i < j) {
            swap(&real[i], &real[j]);
            swap(&imaginary[i], &imaginary[j]);
        }
    }
    int stride = size >> 1;
    for (int half = 1; half < size; half *= 2) {
        for (int start = 0; start < size; start += 2 * half) {
            for (int k = 0; k < half; k++) {
                int a = start + k;
                int b = a + half;
                int wr = cosine[k * stride];
                int wi = sine[k * stride];
                int br = real[b];
                int bi = imaginary[b];
                int tr = (br * wr + bi * wi) >> 15;
                int ti = (bi * wr - br * wi) >> 15;
                int ar = real[a];
                int ai = imaginary[a];
                real[b] = (ar - tr) >> 1;
                imaginary[b] = (ai - ti) >> 1;
                real[a] = (ar + tr) >> 1;
                imaginary[a] = (ai + ti) >> 1;
            }
        }
        stride >>= 1;
    }
}
