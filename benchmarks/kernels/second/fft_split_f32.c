/* Fourier transform of a power of two of complex numbers, real and imaginary parts apart. */

void fft_split_f32(float *real, float *imaginary, const float *cosines, const float *sines, int size) {
    int stride = 1;
    for (int half = size >> 1; half >= 1; half >>= 1) {
        for (int start = 0; start < size; start += 2 * half)
            for (int k = 0; k < half; k++) {
                int i = start + k;
                int j = i + half;
                float c = cosines[k * stride];
                float s = sines[k * stride];
                float x = real[i] - real[j];
                float y = imaginary[i] - imaginary[j];
                real[i] += real[j];
                imaginary[i] += imaginary[j];
                real[j] = x * c + y * s;
                imaginary[j] = y * c - x * s;
            }
        stride *= 2;
    }
}
