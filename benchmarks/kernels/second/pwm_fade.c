/* Pulse widths of channels that fade from one brightness to another. */
#include <stdint.h>

static int floor_divide(int a, int b) {
    return a < 0 ? -((b - 1 - a) / b) : a / b;
}

void pwm_fade(const uint16_t *table, const uint8_t *start, const uint8_t *goal, int channels, int steps,
              uint16_t *widths) {
    for (int step = 0; step < steps; step++)
        for (int channel = 0; channel < channels; channel++) {
            int begin = start[channel] << 8;
            int level = begin + floor_divide(((goal[channel] << 8) - begin) * step, steps - 1);
            int place = level >> 12;
            int low = table[place];
            widths[step * channels + channel] = low + (((table[place + 1] - low) * (level & 4095)) >> 12);
        }
}
