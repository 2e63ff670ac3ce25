/* Base64 text of whole groups of three bytes. */
#include <stdint.h>

int base64_encode(uint8_t *text, const uint8_t *alphabet, const uint8_t *data, int size) {
    int out = 0;
    for (int i = 0; i < size; i += 3) {
        uint32_t group = data[i] << 16 | data[i + 1] << 8 | data[i + 2];
        text[out] = alphabet[group >> 18];
        text[out + 1] = alphabet[group >> 12 & 63];
        text[out + 2] = alphabet[group >> 6 & 63];
        text[out + 3] = alphabet[group & 63];
        out += 4;
    }
    return out;
}
