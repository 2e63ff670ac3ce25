/* Copy a block of bytes, as a loop. */
#include <stdint.h>

void copy_bytes(uint8_t *target, const uint8_t *source, int size) {
    for (int i = 0; i < size; i++)
        target[i] = source[i];
}
