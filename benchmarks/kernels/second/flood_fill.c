/* Fills the area of one colour around a pixel with another. */
#include <stdint.h>

int flood_fill(uint8_t *frame, int width, int height, int start, int colour, uint16_t *stack) {
    int old = frame[start];
    if (old == colour)
        return 0;
    int filled = 1;
    frame[start] = colour;
    stack[0] = start;
    int depth = 1;
    while (depth > 0) {
        int place = stack[--depth];
        int x = place % width;
        int y = place / width;
        if (x > 0 && frame[place - 1] == old) {
            frame[place - 1] = colour;
            stack[depth++] = place - 1;
            filled++;
        }
        if (x < width - 1 && frame[place + 1] == old) {
            frame[place + 1] = colour;
            stack[depth++] = place + 1;
            filled++;
        }
        if (y > 0 && frame[place - width] == old) {
            frame[place - width] = colour;
            stack[depth++] = place - width;
            filled++;
        }
        if (y < height - 1 && frame[place + width] == old) {
            frame[place + width] = colour;
            stack[depth++] = place + width;
            filled++;
        }
    }
    return filled;
}
