/* Mandelbrot set in single precision. */
#include <stdint.h>

void mandelbrot_f32(uint8_t *image, int width, int height, float left, float top, float step, int turns) {
    for (int row = 0; row < height; row++) {
        float ci = top + row * step;
        for (int column = 0; column < width; column++) {
            float cr = left + column * step;
            float zr = 0;
            float zi = 0;
            int turn = 0;
            while (turn < turns) {
                float rr = zr * zr;
                float ii = zi * zi;
                if (rr + ii > 4)
                    break;
                zi = 2 * zr * zi + ci;
                zr = rr - ii + cr;
                turn++;
            }
            image[row * width + column] = turn;
        }
    }
}
