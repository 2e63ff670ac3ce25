/* Sum of the bytes of a block. */
#include <stdint.h>

int byte_sum(const uint8_t *data, int size) {
    int total = 0;
    for (int i = 0; i < size; i++)
        total += data[i];
    return total;
}
