/* Mixes two 16-bit voices, smooths the sum and saturates. */
#include <stdint.h>

int mix_saturate(const int16_t *a, const int16_t *b, int16_t *output, int count, int gain_a, int gain_b) {
    int32_t level = 0;
    for (int i = 0; i < count; i++) {
        int32_t mixed = (a[i] * gain_a + b[i] * gain_b) >> 8;
        level += (mixed - level) >> 3;
        int32_t value = 2 * mixed - level;
        if (value > 32767)
            value = 32767;
        else if (value < -32768)
            value = -32768;
        output[i] = value;
    }
    return level;
}
