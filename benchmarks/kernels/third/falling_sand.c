#include <stdint.h>

enum { EMPTY, WATER, SAND, WALL };

int32_t falling_sand(uint8_t *grid, int32_t width, int32_t height, int32_t steps) {
    uint32_t random = 0xACE1;
    int32_t moves = 0;
    for (; steps > 0; steps--) {
        for (int32_t y = height - 2; y > 0; y--) {
            uint8_t *p = grid + y * width + 1;
            for (int32_t x = 1; x < width - 1; x++, p++) {
                uint8_t cell = *p;
                if (cell == EMPTY || cell == WALL)
                    continue;
                uint8_t *below = p + width;
                if (*below < cell) {
                    *p = *below;
                    *below = cell;
                    moves++;
                    continue;
                }
                int32_t side = 1;
                if (random & 1) {
                    random = (random >> 1) ^ 0xB400;
                    side = -1;
                } else {
                    random >>= 1;
                }
                uint8_t *target = (cell == SAND ? below : p) + side;
                if (*target == EMPTY) {
                    *target = cell;
                    *p = EMPTY;
                    moves++;
                }
            }
        }
    }
    return moves;
}
