/* Fill a rectangle of an RGB565 frame. */
#include <stdint.h>

void fill_rect(uint16_t *frame, int stride, int x, int y, int width, int height, int colour) {
    for (int row = y; row < y + height; row++) {
        int start = row * stride + x;
        for (int i = start; i < start + width; i++)
            frame[i] = colour;
    }
}
