#include <stdint.h>

#define END 0xC0
#define ESC 0xDB
#define ESC_END 0xDC
#define ESC_ESC 0xDD

int32_t slip_deframe(const uint8_t *stream, int32_t length, uint8_t *packets, uint16_t *lengths,
                     uint16_t *checksums, int32_t longest) {
    int32_t found = 0;
    int32_t size = 0;
    uint32_t total = 0;
    int escaped = 0;
    int broken = 0;
    for (int32_t i = 0; i < length; i++) {
        uint32_t byte = stream[i];
        if (byte == END) {
            if (size > 0 && !broken && !escaped) {
                while (total >> 16)
                    total = (total & 0xFFFF) + (total >> 16);
                lengths[found] = (uint16_t)size;
                checksums[found] = (uint16_t)~total;
                found++;
                packets += size;
            }
            size = 0;
            total = 0;
            escaped = 0;
            broken = 0;
            continue;
        }
        if (broken)
            continue;
        if (escaped) {
            escaped = 0;
            if (byte == ESC_END) {
                byte = END;
            } else if (byte == ESC_ESC) {
                byte = ESC;
            } else {
                broken = 1;
                continue;
            }
        } else if (byte == ESC) {
            escaped = 1;
            continue;
        }
        if (size == longest) {
            broken = 1;
            continue;
        }
        total += size & 1 ? byte : byte << 8;
        packets[size++] = (uint8_t)byte;
    }
    return found;
}
