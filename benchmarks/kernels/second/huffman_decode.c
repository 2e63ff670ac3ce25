/* Decodes a Huffman code by walking its tree. */
#include <stdint.h>

void huffman_decode(const uint16_t *tree, const uint8_t *data, uint8_t *output, int count) {
    int position = 0;
    for (int i = 0; i < count; i++) {
        int node = 0;
        int entry;
        for (;;) {
            int bit = (data[position >> 3] >> (7 - (position & 7))) & 1;
            position++;
            entry = tree[2 * node + bit];
            if (entry < 256)
                break;
            node = entry - 256;
        }
        output[i] = entry;
    }
}
