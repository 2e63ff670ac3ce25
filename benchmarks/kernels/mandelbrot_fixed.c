/* Mandelbrot set in fixed point with 12 bits after the point. */
#include <stdint.h>

#define ONE (1 << 12)

void mandelbrot_fixed(uint8_t *image, int width, int height, int left, int top, int step, int turns) {
    for (int row = 0; row < height; row++) {
        int ci = top + row * step;
        for (int column = 0; column < width; column++) {
            int cr = left + column * step;
            int zr = 0;
            int zi = 0;
            int turn = 0;
            while (turn < turns) {
                int rr = zr * zr >> 12;
                int ii = zi * zi >> 12;
                if (rr + ii > 4 * ONE)
                    break;
                zi = (zr * zi >> 11) + ci;
                zr = rr - ii + cr;
                turn++;
            }
            image[row * width + column] = turn;
        }
    }
}
