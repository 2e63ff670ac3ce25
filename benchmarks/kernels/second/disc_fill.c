/* Fills discs, row by row, cut off at the edges. */
#include <stdint.h>

void disc_fill(uint16_t *frame, int width, int height, const int16_t *discs, int count, int colour) {
    for (int i = 0; i < count; i++) {
        int centre_x = discs[3 * i];
        int centre_y = discs[3 * i + 1];
        int radius = discs[3 * i + 2];
        int half = radius;
        for (int dy = 0; dy <= radius; dy++) {
            while (half * half + dy * dy > radius * radius)
                half--;
            int left = centre_x - half < 0 ? 0 : centre_x - half;
            int right = centre_x + half > width - 1 ? width - 1 : centre_x + half;
            if (centre_y + dy < height) {
                uint16_t *row = frame + (centre_y + dy) * width;
                for (int x = left; x <= right; x++)
                    row[x] = colour;
            }
            if (centre_y - dy >= 0) {
                uint16_t *row = frame + (centre_y - dy) * width;
                for (int x = left; x <= right; x++)
                    row[x] = colour;
            }
        }
    }
}
