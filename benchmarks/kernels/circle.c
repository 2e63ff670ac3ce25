/* Draw a filled circle, row by row. */
#include <stdint.h>

void circle(uint8_t *frame, int stride, int x, int y, int radius, int colour) {
    int limit = radius * radius;
    int half = 0;
    for (int row = -radius; row <= radius; row++) {
        while ((half + 1) * (half + 1) + row * row <= limit)
            half++;
        while (half * half + row * row > limit)
            half--;
        int centre = (y + row) * stride + x;
        for (int i = centre - half; i <= centre + half; i++)
            frame[i] = colour;
    }
}
