/* Draws straight lines by Bresenham's method. */
#include <stdint.h>
#include <stdlib.h>

void line_bresenham(uint8_t *frame, int width, const int16_t *lines, int count, int colour) {
    for (int line = 0; line < count; line++) {
        int x = lines[4 * line];
        int y = lines[4 * line + 1];
        int end_x = lines[4 * line + 2];
        int end_y = lines[4 * line + 3];
        int dx = abs(end_x - x);
        int dy = -abs(end_y - y);
        int step_x = x < end_x ? 1 : -1;
        int step_y = y < end_y ? 1 : -1;
        int error = dx + dy;
        for (;;) {
            frame[y * width + x] = colour;
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
