/* Number of characters in a text in UTF-8. */
#include <stdint.h>

int utf8_validate(const uint8_t *text, int size) {
    int count = 0;
    int rest = 0;
    int low = 0x80;
    int high = 0xBF;
    for (int i = 0; i < size; i++) {
        int byte = text[i];
        if (rest > 0) {
            if (byte < low || byte > high)
                return -1 - i;
            low = 0x80;
            high = 0xBF;
            rest--;
        } else if (byte >= 0x80) {
            if (byte < 0xC2 || byte > 0xF4)
                return -1 - i;
            if (byte < 0xE0) {
                rest = 1;
            } else if (byte < 0xF0) {
                rest = 2;
                if (byte == 0xE0)
                    low = 0xA0;
                else if (byte == 0xED)
                    high = 0x9F;
            } else {
                rest = 3;
                if (byte == 0xF0)
                    low = 0x90;
                else if (byte == 0xF4)
                    high = 0x8F;
            }
        }
        if (rest == 0)
            count++;
    }
    return rest ? -1 - size : count;
}
