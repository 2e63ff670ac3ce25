/* Kalman filter of one value with a steady rate of change. */

void kalman_f32(const float *measured, float *estimate, float step, float process, float spread, int count) {
    float value = 0.0f;
    float rate = 0.0f;
    float p00 = 1.0f;
    float p01 = 0.0f;
    float p10 = 0.0f;
    float p11 = 1.0f;
    for (int i = 0; i < count; i++) {
        value += step * rate;
        p00 += step * (p10 + p01 + step * p11) + process;
        p01 += step * p11;
        p10 += step * p11;
        p11 += process;
        float error = measured[i] - value;
        float total = p00 + spread;
        float gain = p00 / total;
        float gain_rate = p10 / total;
        value += gain * error;
        rate += gain_rate * error;
        p10 -= gain_rate * p00;
        p11 -= gain_rate * p01;
        p00 -= gain * p00;
        p01 -= gain * p01;
        estimate[i] = value;
    }
}
