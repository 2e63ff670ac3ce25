/* FIR filter on 16-bit samples. */
#include <stdint.h>

void fir_q15(int16_t *output, const int16_t *samples, const int16_t *taps, int tap_count, int count) {
    for (int n = 0; n < count; n++) {
        int total = 0;
        for (int k = 0; k < tap_count; k++)
            total += samples[n + k] * taps[k];
        total >>= 15;
        output[n] = total > 32767 ? 32767 : total < -32768 ? -32768 : total;
    }
}
