/* Finite filter in Q15 with a circular history. */
#include <stdint.h>

int fir_circular_q15(const int16_t *samples, int16_t *output, int count, const int16_t *taps,
                     int16_t *history, int length) {
    int newest = 0;
    for (int i = 0; i < count; i++) {
        newest++;
        if (newest == length)
            newest = 0;
        history[newest] = samples[i];
        int32_t total = 1 << 14;
        int place = newest;
        for (int k = 0; k < length; k++) {
            total += taps[k] * history[place];
            place--;
            if (place < 0)
                place = length - 1;
        }
        output[i] = total >> 15;
    }
    return newest;
}
