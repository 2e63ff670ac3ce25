/* Counts the detents of a rotary encoder from samples of a port. */
#include <stdint.h>

int rotary_decode(const uint8_t *port, int size, int shift, const int8_t *steps) {
    int position = 0;
    int state = 0;
    for (int i = 0; i < size; i++) {
        state = ((state << 2) | ((port[i] >> shift) & 3)) & 15;
        position += steps[state];
    }
    return position >> 2;
}
