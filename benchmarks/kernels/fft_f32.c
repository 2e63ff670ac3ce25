/* Fourier transform in place, radix 2, single precision. */

static inline void swap(float *a, float *b) {
    float t = *a;
    *a = *b;
    *b = t;
}

void fft_f32(float *real, float *imaginary, const float *cosine, const float *sine, int size) {
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
                float wr = cosine[k * stride];
                float wi = sine[k * stride];
                float tr = real[b] * wr + imaginary[b] * wi;
                float ti = imaginary[b] * wr - real[b] * wi;
                real[b] = real[a] - tr;
                imaginary[b] = imaginary[a] - ti;
                real[a] += tr;
                imaginary[a] += ti;
            }
        }
        stride >>= 1;
    }
}
