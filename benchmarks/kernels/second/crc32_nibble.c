/* CRC-32 with a table of 16 words. */
#include <stdint.h>

uint32_t crc32_nibble(const uint32_t *table, const uint8_t *data, int size) {
    uint32_t crc = 0xFFFFFFFF;
    for (int i = 0; i < size; i++) {
        crc ^= data[i];
        crc = (crc >> 4) ^ table[crc & 15];
        crc = (crc >> 4) ^ table[crc & 15];
    }
    return ~crc;
}
