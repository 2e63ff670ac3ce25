/* CRC-16 of XMODEM, one bit at a time. */
#include <stdint.h>

int crc16_ccitt(const uint8_t *data, int size) {
    int crc = 0;
    for (int i = 0; i < size; i++) {
        crc ^= data[i] << 8;
        for (int bit = 0; bit < 8; bit++) {
            if (crc & 0x8000)
                crc = (crc << 1) ^ 0x1021;
            else
                crc <<= 1;
        }
        crc &= 0xFFFF;
    }
    return crc;
}
