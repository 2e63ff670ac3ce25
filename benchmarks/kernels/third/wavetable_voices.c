#include <stdint.h>

void wavetable_voices(int16_t *output, int32_t count, const int16_t *table, uint32_t *phases,
                      const uint32_t *steps, uint16_t *levels, int32_t voices) {
    for (int32_t i = 0; i < count; i++) {
        int32_t mix = 0;
        for (int32_t v = 0; v < voices; v++) {
            uint32_t phase = phases[v];
            const int16_t *entry = table + (phase >> 24);
            int32_t fraction = phase >> 16 & 0xFF;
            int32_t value = entry[0] + ((entry[1] - entry[0]) * fraction >> 8);
            int32_t level = levels[v];
            mix += value * level >> 15;
            levels[v] = (uint16_t)(level - (level >> 8));
            phases[v] = phase + steps[v];
        }
        if (mix > INT16_MAX)
            mix = INT16_MAX;
        if (mix < INT16_MIN)
            mix = INT16_MIN;
        output[i] = (int16_t)mix;
    }
}
