/* Decodes numbers of seven bits a byte with zigzag signs. */
#include <stdint.h>

int varint_decode(const uint8_t *data, int size, int32_t *values) {
    int count = 0;
    uint32_t value = 0;
    int shift = 0;
    for (int i = 0; i < size; i++) {
        int byte = data[i];
        value |= (uint32_t)(byte & 0x7F) << shift;
        if (byte & 0x80) {
            shift += 7;
        } else {
            values[count++] = (value >> 1) ^ -(value & 1);
            value = 0;
            shift = 0;
        }
    }
    return count;
}
