#include <stdint.h>

#define TRANSPARENT 0xF81F

void rotozoom(const uint16_t *texture, uint16_t *screen, int32_t width, int32_t height, int32_t u_start,
              int32_t v_start, int32_t du, int32_t dv) {
    for (int32_t y = 0; y < height; y++) {
        int32_t u = u_start;
        int32_t v = v_start;
        for (int32_t x = 0; x < width; x++) {
            uint16_t texel = texture[(v >> 11 & 0x3E0) | (u >> 16 & 0x1F)];
            if (texel != TRANSPARENT)
                *screen = texel;
            screen++;
            u += du;
            v += dv;
        }
        u_start -= dv;
        v_start += du;
    }
}
