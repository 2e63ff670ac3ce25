#include <stdint.h>

static uint32_t odd_parity(uint32_t word) {
    word ^= word >> 16;
    word ^= word >> 8;
    word ^= word >> 4;
    word ^= word >> 2;
    word ^= word >> 1;
    return word & 1;
}

static uint32_t from_bcd(uint32_t value) {
    return (value >> 4) * 10 + (value & 15);
}

static int32_t decode_minute(uint32_t low, uint32_t high) {
    if ((low & 1) || !(low & 1u << 20))
        return -1;
    if (odd_parity(low >> 21) || odd_parity(high & 0x7F) || odd_parity(high >> 7 & 0x7FFFFF))
        return -1;
    uint32_t minute = from_bcd(low >> 21 & 0x7F);
    uint32_t hour = from_bcd(high & 0x3F);
    uint32_t day = from_bcd(high >> 7 & 0x3F);
    uint32_t weekday = high >> 13 & 7;
    uint32_t month = from_bcd(high >> 16 & 0x1F);
    uint32_t year = from_bcd(high >> 21 & 0xFF);
    if (minute > 59 || hour > 23 || day < 1 || day > 31 || weekday < 1 || month < 1 || month > 12 ||
        year > 99)
        return -1;
    return (int32_t)(year << 23 | month << 19 | day << 14 | weekday << 11 | hour << 6 | minute);
}

int32_t dcf77_decode(const uint8_t *pulses, int32_t count, int32_t *times) {
    int32_t position = 0;
    uint32_t low = 0;
    uint32_t high = 0;
    int32_t minutes = 0;
    for (int32_t i = 0; i < count; i++) {
        uint32_t pulse = pulses[i];
        if (pulse == 0) {
            if (position == 59)
                times[minutes++] = decode_minute(low, high);
            position = 0;
            low = 0;
            high = 0;
        } else if (position < 59) {
            if (pulse > 140) {
                if (position < 29)
                    low |= 1u << position;
                else
                    high |= 1u << (position - 29);
            }
            position++;
        } else {
            position = 60;
        }
    }
    return minutes;
}
