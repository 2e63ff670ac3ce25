#include <stdint.h>

void bitmap_rotate90(const uint8_t *source, uint8_t *target, int32_t width, int32_t height) {
    int32_t columns = width >> 3;
    int32_t rows = height >> 3;
    for (int32_t block_y = 0; block_y < rows; block_y++) {
        for (int32_t block_x = 0; block_x < columns; block_x++) {
            const uint8_t *in = source + (block_y * 8 + 7) * columns + block_x;
            uint32_t x = 0;
            for (int k = 0; k < 4; k++) {
                x = x << 8 | *in;
                in -= columns;
            }
            uint32_t y = 0;
            for (int k = 0; k < 4; k++) {
                y = y << 8 | *in;
                in -= columns;
            }
            uint32_t t = (x ^ (x >> 7)) & 0x00AA00AA;
            x ^= t ^ (t << 7);
            t = (y ^ (y >> 7)) & 0x00AA00AA;
            y ^= t ^ (t << 7);
            t = (x ^ (x >> 14)) & 0x0000CCCC;
            x ^= t ^ (t << 14);
            t = (y ^ (y >> 14)) & 0x0000CCCC;
            y ^= t ^ (t << 14);
            t = (x & 0xF0F0F0F0) | ((y >> 4) & 0x0F0F0F0F);
            y = ((x << 4) & 0xF0F0F0F0) | (y & 0x0F0F0F0F);
            x = t;
            uint8_t *out = target + block_x * 8 * rows + rows - 1 - block_y;
            for (int k = 0; k < 4; k++) {
                *out = (uint8_t)(x >> 24);
                x <<= 8;
                out += rows;
            }
            for (int k = 0; k < 4; k++) {
                *out = (uint8_t)(y >> 24);
                y <<= 8;
                out += rows;
            }
        }
    }
}
