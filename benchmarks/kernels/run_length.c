/* Run-length encoding. */
#include <stdint.h>

int run_length(uint8_t *packed, const uint8_t *data, int size) {
    int out = 0;
    int i = 0;
    while (i < size) {
        uint8_t value = data[i];
        int count = 1;
        while (count < 255 && i + count < size && data[i + count] == value)
            count++;
        packed[out] = count;
        packed[out + 1] = value;
        out += 2;
        i += count;
    }
    return out;
}
