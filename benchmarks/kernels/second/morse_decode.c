/* Decodes Morse code with a tree in an array. */
#include <stdint.h>

int morse_decode(const uint8_t *code, int size, const uint8_t *tree, uint8_t *output) {
    int place = 0;
    int node = 1;
    for (int i = 0; i < size; i++) {
        int c = code[i];
        if (c == '.') {
            node = 2 * node;
        } else if (c == '-') {
            node = 2 * node + 1;
        } else if (node > 1) {
            output[place++] = tree[node & 63];
            node = 1;
        } else {
            output[place++] = ' ';
        }
    }
    return place;
}
