/* Turns 16-bit samples into 32 bits each by a second-order delta-sigma modulator. */
#include <stdint.h>

void delta_sigma(const int16_t *samples, uint32_t *words, int count) {
    int32_t first = 0;
    int32_t second = 0;
    for (int i = 0; i < count; i++) {
        int32_t sample = samples[i];
        uint32_t word = 0;
        for (int bit = 0; bit < 32; bit++) {
            word <<= 1;
            int32_t feedback = -32768;
            if (second >= 0) {
                word |= 1;
                feedback = 32768;
            }
            first += sample - feedback;
            second += first - 2 * feedback;
        }
        words[i] = word;
    }
}
