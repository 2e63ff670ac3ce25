/* Remove the mean of a block of samples and scale its peak to 1. */

float normalise_f32(float *samples, int count) {
    float total = 0;
    for (int i = 0; i < count; i++)
        total += samples[i];
    float mean = total / count;
    float peak = 0;
    for (int i = 0; i < count; i++) {
        samples[i] -= mean;
        float level = __builtin_fabsf(samples[i]);
        if (level > peak)
            peak = level;
    }
    float scale = 1;
    if (peak > 0)
        scale = 1 / peak;
    for (int i = 0; i < count; i++)
        samples[i] *= scale;
    return scale;
}
