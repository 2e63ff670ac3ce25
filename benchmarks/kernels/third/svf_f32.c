#include <stdint.h>

void svf_f32(const float *samples, float *lows, float *bands, int32_t count, float centre, float depth,
             float damping) {
    float low = 0.0f;
    float band = 0.0f;
    float sweep = 0.0f;
    float step = 0.0078125f;
    for (int32_t i = 0; i < count; i++) {
        sweep += step;
        if (sweep > 1.0f || sweep < -1.0f)
            step = -step;
        float cutoff = centre + depth * sweep;
        low += cutoff * band;
        float high = samples[i] - low - damping * band;
        band += cutoff * high;
        lows[i] = low;
        bands[i] = band;
    }
}
