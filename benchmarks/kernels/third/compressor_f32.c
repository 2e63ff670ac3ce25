#include <math.h>
#include <stdint.h>

void compressor_f32(float *samples, int32_t count, float *state, float attack, float release, float threshold,
                    float slope) {
    float envelope = state[0];
    float gain = state[1];
    for (int32_t i = 0; i < count; i++) {
        float sample = samples[i];
        float change = fabsf(sample) - envelope;
        envelope += (change > 0.0f ? attack : release) * change;
        float wanted = 1.0f;
        if (envelope > threshold)
            wanted = (threshold + slope * (envelope - threshold)) / envelope;
        gain += 0.125f * (wanted - gain);
        samples[i] = sample * gain;
    }
    state[0] = envelope;
    state[1] = gain;
}
