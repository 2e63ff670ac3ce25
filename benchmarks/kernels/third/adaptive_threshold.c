#include <stdint.h>
#include <string.h>

int32_t adaptive_threshold(const uint8_t *image, int32_t width, int32_t height, int32_t *sums, int32_t radius,
                           int32_t percent, uint8_t *bitmap) {
    int32_t stride = width + 1;
    memset(sums, 0, (size_t)stride * sizeof *sums);
    const uint8_t *pixel = image;
    for (int32_t y = 0; y < height; y++) {
        const int32_t *above = sums + y * stride + 1;
        int32_t *sum = sums + (y + 1) * stride;
        int32_t row = 0;
        *sum++ = 0;
        for (int32_t x = 0; x < width; x++) {
            row += *pixel++;
            sum[x] = above[x] + row;
        }
    }
    int32_t black = 0;
    int32_t i = 0;
    for (int32_t y = 0; y < height; y++) {
        int32_t top = y > radius ? y - radius : 0;
        int32_t bottom = y + radius + 1 < height ? y + radius + 1 : height;
        const int32_t *high = sums + top * stride;
        const int32_t *low = sums + bottom * stride;
        for (int32_t x = 0; x < width; x++, i++) {
            int32_t left = x > radius ? x - radius : 0;
            int32_t right = x + radius + 1 < width ? x + radius + 1 : width;
            int32_t total = low[right] - low[left] - high[right] + high[left];
            int32_t area = (bottom - top) * (right - left);
            if (image[i] * area * 100 < total * percent) {
                bitmap[i >> 3] |= (uint8_t)(0x80 >> (i & 7));
                black++;
            }
        }
    }
    return black;
}
