/* Cascade of second-order filters in place on 16-bit samples. */
#include <stdint.h>

void iir_q14(int16_t *samples, int count, const int16_t *coefficients, int32_t *state, int sections) {
    for (int i = 0; i < count; i++) {
        int32_t x = samples[i];
        for (int section = 0; section < sections; section++) {
            const int16_t *k = coefficients + 5 * section;
            int32_t *s = state + 4 * section;
            int32_t total = k[0] * x + k[1] * s[0] + k[2] * s[1] - k[3] * s[2] - k[4] * s[3];
            int32_t y = total >> 14;
            if (y > 32767)
                y = 32767;
            if (y < -32768)
                y = -32768;
            s[1] = s[0];
            s[0] = x;
            s[3] = s[2];
            s[2] = y;
            x = y;
        }
        samples[i] = x;
    }
}
