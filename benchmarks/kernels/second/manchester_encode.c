/* Manchester code of bytes. */
#include <stdint.h>

void manchester_encode(const uint8_t *data, int size, uint8_t *output) {
    for (int i = 0; i < size; i++) {
        int byte = data[i];
        int code = 0;
        for (int bit = 7; bit >= 0; bit--) {
            code <<= 2;
            if ((byte >> bit) & 1)
                code |= 1;
            else
                code |= 2;
        }
        output[2 * i] = code >> 8;
        output[2 * i + 1] = code;
    }
}
