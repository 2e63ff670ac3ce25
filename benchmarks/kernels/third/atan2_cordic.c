#include <stdint.h>

#define ITERATIONS 14
#define INVERSE_GAIN 9949

void atan2_cordic(const int16_t *xs, const int16_t *ys, int32_t count, const int32_t *table, uint16_t *angles,
                  uint16_t *magnitudes) {
    for (int32_t i = 0; i < count; i++) {
        int32_t x = xs[i] * 16;
        int32_t y = ys[i] * 16;
        int32_t angle = 0;
        if (x < 0) {
            int32_t old = x;
            if (y >= 0) {
                x = y;
                y = -old;
                angle = 0x40000;
            } else {
                x = -y;
                y = old;
                angle = -0x40000;
            }
        }
        for (int k = 0; k < ITERATIONS; k++) {
            int32_t dx = y >> k;
            int32_t dy = x >> k;
            if (y > 0) {
                x += dx;
                y -= dy;
                angle += table[k];
            } else {
                x -= dx;
                y += dy;
                angle -= table[k];
            }
        }
        angles[i] = (uint16_t)((angle + 8) >> 4);
        magnitudes[i] = (uint16_t)((x >> 4) * INVERSE_GAIN >> 14);
    }
}
