/* Expands data packed by a Lempel-Ziv method. */
#include <stdint.h>

int lz_expand(const uint8_t *data, int size, uint8_t *output) {
    int i = 0;
    int place = 0;
    while (i < size) {
        int flags = data[i++];
        for (int bit = 0; bit < 8 && i < size; bit++) {
            if (flags & 1) {
                output[place++] = data[i++];
            } else {
                int pair = data[i] | (data[i + 1] << 8);
                i += 2;
                int source = place - (pair >> 4) - 1;
                for (int length = (pair & 15) + 3; length > 0; length--)
                    output[place++] = output[source++];
            }
            flags >>= 1;
        }
    }
    return place;
}
