/* Least-mean-squares adaptive filter. */

void lms_f32(const float *signal, const float *wanted, float *errors, float *weights, float step, int count,
             int taps) {
    for (int i = 0; i < count; i++) {
        float output = 0.0f;
        for (int k = 0; k < taps; k++)
            output += weights[k] * signal[i + k];
        float error = wanted[i] - output;
        errors[i] = error;
        float gain = step * error;
        for (int k = 0; k < taps; k++)
            weights[k] += gain * signal[i + k];
    }
}
