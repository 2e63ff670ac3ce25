#include <stdint.h>

static uint16_t frame_crc(const uint8_t *data, uint32_t length) {
    uint16_t crc = 0xFFFF;
    for (uint32_t i = 0; i < length; i++) {
        crc ^= data[i];
        for (int bit = 0; bit < 8; bit++) {
            if (crc & 1)
                crc = (crc >> 1) ^ 0xA001;
            else
                crc >>= 1;
        }
    }
    return crc;
}

static inline uint16_t big_endian(const uint8_t *p) {
    return (uint16_t)(p[0] << 8 | p[1]);
}

int32_t modbus_frames(const uint8_t *stream, const uint8_t *lengths, int32_t frames, uint16_t *registers,
                      int32_t register_count, int32_t station) {
    int32_t accepted = 0;
    int32_t rejected = 0;
    for (int32_t frame = 0; frame < frames; frame++) {
        const uint8_t *p = stream;
        int32_t length = lengths[frame];
        stream += length;
        if (length < 8) {
            rejected++;
            continue;
        }
        uint16_t crc = frame_crc(p, (uint32_t)length - 2);
        if (p[length - 2] != (crc & 0xFF) || p[length - 1] != crc >> 8) {
            rejected++;
            continue;
        }
        if (p[0] != 0 && p[0] != station)
            continue;
        int32_t index = big_endian(p + 2);
        int32_t value = big_endian(p + 4);
        if (p[1] == 6 && length == 8 && index < register_count) {
            registers[index] = (uint16_t)value;
            accepted++;
        } else if (p[1] == 16 && length == 9 + 2 * value && p[6] == 2 * value &&
                   index + value <= register_count) {
            for (int32_t k = 0; k < value; k++)
                registers[index + k] = big_endian(p + 7 + 2 * k);
            accepted++;
        } else {
            rejected++;
        }
    }
    return accepted | rejected << 16;
}
