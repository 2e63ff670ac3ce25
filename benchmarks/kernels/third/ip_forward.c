#include <stdint.h>

#define SLOT 64

static uint32_t fold(uint32_t total) {
    total = (total & 0xFFFF) + (total >> 16);
    return (total & 0xFFFF) + (total >> 16);
}

int32_t ip_forward(uint8_t *packets, int32_t count) {
    uint32_t forwarded = 0;
    uint32_t dropped = 0;
    uint32_t expired = 0;
    for (int32_t slot = 0; slot < count; slot++) {
        uint8_t *p = packets + slot * SLOT;
        uint32_t header = (p[0] & 15u) * 4;
        if (p[0] >> 4 != 4 || header < 20) {
            dropped++;
            continue;
        }
        uint32_t total = 0;
        for (uint32_t i = 0; i < header; i += 2)
            total += (uint32_t)(p[i] << 8 | p[i + 1]);
        if (fold(total) != 0xFFFF) {
            dropped++;
            continue;
        }
        uint32_t ttl = p[8];
        if (ttl <= 1) {
            expired++;
            continue;
        }
        uint32_t old = ttl << 8 | p[9];
        uint32_t checksum = (uint32_t)(p[10] << 8 | p[11]);
        total = (~checksum & 0xFFFF) + (~old & 0xFFFF) + old - 0x100;
        checksum = ~fold(total) & 0xFFFF;
        p[8] = (uint8_t)(ttl - 1);
        p[10] = (uint8_t)(checksum >> 8);
        p[11] = (uint8_t)checksum;
        forwarded++;
    }
    return (int32_t)(forwarded | dropped << 8 | expired << 16);
}
