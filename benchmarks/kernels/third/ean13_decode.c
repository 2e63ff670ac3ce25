#include <stdint.h>

#define RUNS 59

static int guard(const uint16_t *widths, int count, int32_t total) {
    for (int i = 0; i < count; i++) {
        int32_t difference = widths[i] * 95 - total;
        if (difference < 0)
            difference = -difference;
        if (difference > total >> 1)
            return 0;
    }
    return 1;
}

static int decode_digit(const uint16_t *widths, const uint16_t *patterns) {
    uint32_t total = (uint32_t)widths[0] + widths[1] + widths[2] + widths[3];
    uint32_t forward = 0;
    uint32_t backward = 0;
    for (int k = 0; k < 4; k++) {
        uint32_t modules = (widths[k] * 14u + total) / (2 * total);
        forward = forward << 4 | modules;
        backward |= modules << (4 * k);
    }
    for (int digit = 0; digit < 10; digit++) {
        if (patterns[digit] == forward)
            return digit;
        if (patterns[digit] == backward)
            return digit + 10;
    }
    return -1;
}

static int decode_scan(const uint16_t *widths, const uint16_t *patterns, const uint8_t *parities,
                       uint8_t *digits) {
    int32_t total = 0;
    for (int i = 0; i < RUNS; i++)
        total += widths[i];
    if (!guard(widths, 3, total) || !guard(widths + 27, 5, total) || !guard(widths + 56, 3, total))
        return 0;
    uint32_t parity = 0;
    int weighted = 0;
    widths += 3;
    for (int k = 0; k < 12; k++) {
        if (k == 6)
            widths += 5;
        int digit = decode_digit(widths, patterns);
        widths += 4;
        if (digit < 0)
            return 0;
        if (k < 6) {
            parity <<= 1;
            if (digit >= 10) {
                parity |= 1;
                digit -= 10;
            }
        } else if (digit >= 10) {
            return 0;
        }
        digits[k + 1] = (uint8_t)digit;
        weighted += k & 1 ? digit : 3 * digit;
    }
    int leading = 0;
    while (leading < 10 && parities[leading] != parity)
        leading++;
    if (leading == 10)
        return 0;
    digits[0] = (uint8_t)leading;
    return (weighted + leading) % 10 == 0;
}

int32_t ean13_decode(const uint16_t *widths, int32_t scans, const uint16_t *patterns, const uint8_t *parities,
                     uint8_t *digits, uint8_t *valid) {
    int32_t good = 0;
    for (int32_t n = 0; n < scans; n++) {
        int result = decode_scan(widths + n * RUNS, patterns, parities, digits + n * 13);
        valid[n] = (uint8_t)result;
        good += result;
    }
    return good;
}
