#include <stdint.h>

int32_t line_3d_steps(const int16_t *moves, int32_t count, uint8_t *ports, int32_t *position) {
    uint8_t *out = ports;
    for (; count > 0; count--) {
        int32_t dx = *moves++;
        int32_t dy = *moves++;
        int32_t dz = *moves++;
        position[0] += dx;
        position[1] += dy;
        position[2] += dz;
        uint8_t directions = 0;
        if (dx < 0) {
            dx = -dx;
            directions |= 0x08;
        }
        if (dy < 0) {
            dy = -dy;
            directions |= 0x10;
        }
        if (dz < 0) {
            dz = -dz;
            directions |= 0x20;
        }
        int32_t longest = dx > dy ? dx : dy;
        if (dz > longest)
            longest = dz;
        int32_t ex = longest >> 1;
        int32_t ey = ex;
        int32_t ez = ex;
        for (int32_t tick = 0; tick < longest; tick++) {
            uint8_t port = directions;
            if ((ex -= dx) < 0) {
                ex += longest;
                port |= 1;
            }
            if ((ey -= dy) < 0) {
                ey += longest;
                port |= 2;
            }
            if ((ez -= dz) < 0) {
                ez += longest;
                port |= 4;
            }
            *out++ = port;
        }
    }
    return (int32_t)(out - ports);
}
