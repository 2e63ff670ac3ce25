/* Cascade of second-order filters in place. */

void biquad_f32(float *samples, const float *coefficients, float *state, int sections, int count) {
    for (int section = 0; section < sections; section++) {
        float b0 = coefficients[5 * section];
        float b1 = coefficients[5 * section + 1];
        float b2 = coefficients[5 * section + 2];
        float a1 = coefficients[5 * section + 3];
        float a2 = coefficients[5 * section + 4];
        float z1 = state[2 * section];
        float z2 = state[2 * section + 1];
        for (int i = 0; i < count; i++) {
            float x = samples[i];
            float y = b0 * x + z1;
            z1 = b1 * x - a1 * y + z2;
            z2 = b2 * x - a2 * y;
            samples[i] = y;
        }
        state[2 * section] = z1;
        state[2 * section + 1] = z2;
    }
}
