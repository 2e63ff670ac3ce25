/* Decodes base64 with a table. */
#include <stdint.h>

int base64_decode(const uint8_t *text, int size, const uint8_t *table, uint8_t *output) {
    uint32_t bits = 0;
    int count = 0;
    int place = 0;
    for (int i = 0; i < size; i++) {
        int digit = table[text[i]];
        if (digit >= 64)
            continue;
        bits = (bits << 6) | digit;
        count += 6;
        if (count >= 8) {
            count -= 8;
            output[place++] = bits >> count;
        }
    }
    return place;
}
