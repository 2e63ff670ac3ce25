#include <stdint.h>

#define FAT_EPOCH 315532800u
#define END_OF_FEBRUARY_2100 43889

static const uint8_t months[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

static uint32_t fat_date(uint32_t days) {
    if (days >= END_OF_FEBRUARY_2100)
        days++;
    uint32_t year = days / 1461 * 4;
    days %= 1461;
    uint32_t leap = 1;
    if (days >= 366) {
        days -= 366;
        year += 1 + days / 365;
        days %= 365;
        leap = 0;
    }
    uint32_t month = 0;
    for (;;) {
        uint32_t length = months[month] + (month == 1 ? leap : 0);
        if (days < length)
            break;
        days -= length;
        month++;
    }
    return year << 9 | (month + 1) << 5 | (days + 1);
}

uint32_t unix_to_fat(const uint32_t *times, int32_t count, uint32_t *stamps) {
    uint32_t mixed = 0;
    for (int32_t i = 0; i < count; i++) {
        uint32_t elapsed = times[i] - FAT_EPOCH;
        uint32_t seconds = elapsed % 86400;
        uint32_t minutes = seconds / 60;
        uint32_t time = minutes / 60 << 11 | minutes % 60 << 5 | seconds % 60 >> 1;
        uint32_t stamp = fat_date(elapsed / 86400) << 16 | time;
        stamps[i] = stamp;
        mixed ^= stamp;
    }
    return mixed;
}
