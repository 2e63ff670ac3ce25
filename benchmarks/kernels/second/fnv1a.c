/* Hashes each of the words of a text. */
#include <stdint.h>

int fnv1a(const uint8_t *text, int size, uint32_t *hashes) {
    int count = 0;
    uint32_t value = 0x811C9DC5;
    for (int i = 0; i < size; i++) {
        int byte = text[i];
        if (byte == 0) {
            hashes[count++] = value;
            value = 0x811C9DC5;
        } else {
            value = (value ^ byte) * 0x01000193;
        }
    }
    return count;
}
