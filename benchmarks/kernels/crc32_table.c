/* CRC-32, one byte at a time with a table. */
#include <stdint.h>

uint32_t crc32_table(const uint32_t *table, const uint8_t *data, int size) {
    uint32_t crc = 0xFFFFFFFF;
    for (int i = 0; i < size; i++)
        crc = (crc >> 8) ^ table[(crc ^ data[i]) & 0xFF];
    return crc ^ 0xFFFFFFFF;
}
