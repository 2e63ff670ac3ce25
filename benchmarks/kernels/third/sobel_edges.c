#include <stdint.h>

static inline int32_t magnitude(int32_t x) {
    return x < 0 ? -x : x;
}

void sobel_edges(const uint8_t *image, uint8_t *edges, int32_t width, int32_t height) {
    for (int32_t y = 1; y < height - 1; y++) {
        const uint8_t *above = image + (y - 1) * width;
        const uint8_t *here = above + width;
        const uint8_t *below = here + width;
        uint8_t *out = edges + y * width;
        for (int32_t x = 1; x < width - 1; x++) {
            int32_t gx = above[x + 1] - above[x - 1];
            gx += 2 * (here[x + 1] - here[x - 1]);
            gx += below[x + 1] - below[x - 1];
            int32_t gy = below[x - 1] - above[x - 1];
            gy += 2 * (below[x] - above[x]);
            gy += below[x + 1] - above[x + 1];
            int32_t strength = magnitude(gx) + magnitude(gy);
            out[x] = (uint8_t)(strength > 255 ? 255 : strength);
        }
    }
}
