/* Strength of one tone in 16-bit samples. */
#include <stdint.h>

float goertzel(const int16_t *samples, int count, float coefficient) {
    float s1 = 0;
    float s2 = 0;
    for (int i = 0; i < count; i++) {
        float s0 = samples[i] + coefficient * s1 - s2;
        s2 = s1;
        s1 = s0;
    }
    return s1 * s1 + s2 * s2 - coefficient * s1 * s2;
}
