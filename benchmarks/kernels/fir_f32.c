/* FIR filter in single precision. */

void fir_f32(float *output, const float *samples, const float *taps, int tap_count, int count) {
    for (int n = 0; n < count; n++) {
        float total = 0;
        for (int k = 0; k < tap_count; k++)
            total += samples[n + k] * taps[k];
        output[n] = total;
    }
}
