#include <stdint.h>

void dilate_bits(const uint8_t *source, uint8_t *target, int32_t stride, int32_t rows) {
    for (int32_t row = 0; row < rows; row++) {
        const uint8_t *middle = source + row * stride;
        const uint8_t *top = row > 0 ? middle - stride : middle;
        const uint8_t *bottom = row < rows - 1 ? middle + stride : middle;
        uint32_t previous = 0;
        uint32_t current = top[0] | middle[0] | bottom[0];
        for (int32_t column = 0; column < stride; column++) {
            uint32_t following = 0;
            if (column + 1 < stride)
                following = top[column + 1] | middle[column + 1] | bottom[column + 1];
            uint32_t spread = current | current >> 1 | current << 1;
            *target++ = (uint8_t)(spread | previous << 7 | following >> 7);
            previous = current;
            current = following;
        }
    }
}
