/* One generation of the game of life on a torus. */
#include <stdint.h>

void life(uint8_t *after, const uint8_t *before, int width, int height) {
    for (int y = 0; y < height; y++) {
        const uint8_t *above = before + (y > 0 ? y - 1 : height - 1) * width;
        const uint8_t *middle = before + y * width;
        const uint8_t *below = before + (y < height - 1 ? y + 1 : 0) * width;
        for (int x = 0; x < width; x++) {
            int left = x > 0 ? x - 1 : width - 1;
            int right = x < width - 1 ? x + 1 : 0;
            int neighbours = above[left] + above[x] + above[right] + middle[left] + middle[right] +
                             below[left] + below[x] + below[right];
            if (neighbours == 3 || (neighbours == 2 && middle[x]))
                after[y * width + x] = 1;
            else
                after[y * width + x] = 0;
        }
    }
}
