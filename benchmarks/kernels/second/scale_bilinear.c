/* Scales a grey picture to another size. */
#include <stdint.h>

void scale_bilinear(const uint8_t *source, int width, int height, uint8_t *target, int new_width,
                    int new_height) {
    int step_x = ((width - 1) << 8) / new_width;
    int step_y = ((height - 1) << 8) / new_height;
    for (int y = 0; y < new_height; y++) {
        const uint8_t *row = source + ((y * step_y) >> 8) * width;
        int part_y = (y * step_y) & 255;
        for (int x = 0; x < new_width; x++) {
            const uint8_t *p = row + ((x * step_x) >> 8);
            const uint8_t *q = p + width;
            int part_x = (x * step_x) & 255;
            int upper = (p[0] << 8) + (p[1] - p[0]) * part_x;
            int lower = (q[0] << 8) + (q[1] - q[0]) * part_x;
            target[y * new_width + x] = ((upper << 8) + (lower - upper) * part_y + 32768) >> 16;
        }
    }
}
