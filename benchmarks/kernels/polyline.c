/* Draw connected lines, Bresenham's algorithm. */
#include <stdint.h>

extern int abs(int); /* <stdlib.h> is not there on every freestanding compiler */

void polyline(uint8_t *frame, int stride, const uint16_t *points, int count, int colour) {
    int x = points[0];
    int y = points[1];
    for (int i = 1; i < count; i++) {
        int end_x = points[2 * i];
        int end_y = points[2 * i + 1];
        int dx = abs(end_x - x);
        int dy = -abs(end_y - y);
        int step_x = x < end_x ? 1 : -1;
        int step_y = y < end_y ? 1 : -1;
        int error = dx + dy;
        for (;;) {
            frame[y * stride + x] = colour;
            if (x == end_x && y == end_y)
                break;
            int twice = 2 * error;
            if (twice >= dy) {
                error += dy;
                x += step_x;
            }
            if (twice <= dx) {
                error += dx;
                y += step_y;
            }
        }
    }
}
