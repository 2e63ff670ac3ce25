/* Draw an image onto a frame, clipped, with a transparent colour. */
#include <stdint.h>

static inline int min(int a, int b) {
    return a < b ? a : b;
}
static inline int max(int a, int b) {
    return a > b ? a : b;
}

void blit(uint16_t *frame, int frame_width, int frame_height, const uint16_t *image, int width, int height,
          int x, int y, int transparent) {
    int first_column = max(0, -x);
    int last_column = min(width, frame_width - x);
    int last_row = min(height, frame_height - y);
    for (int row = max(0, -y); row < last_row; row++) {
        const uint16_t *source = image + row * width;
        uint16_t *target = frame + (y + row) * frame_width + x;
        for (int column = first_column; column < last_column; column++) {
            int pixel = source[column];
            if (pixel != transparent)
                target[column] = pixel;
        }
    }
}
