/* Counts the NMEA sentences with a right checksum and sums the numbers in a field of them. */
#include <stdint.h>

static int hex_digit(int c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

int nmea_parse(const uint8_t *text, int size, int field, int32_t *total) {
    int good = 0;
    int i = 0;
    while (i < size) {
        if (text[i] != '$') {
            i++;
            continue;
        }
        i++;
        int check = 0;
        int commas = 0;
        int value = 0;
        int decimals = -1;
        while (i < size && text[i] != '*') {
            int c = text[i];
            check ^= c;
            if (c == ',') {
                commas++;
            } else if (commas == field) {
                if (c == '.') {
                    decimals = 0;
                } else if (decimals < 3) {
                    value = 10 * value + c - '0';
                    if (decimals >= 0)
                        decimals++;
                }
            }
            i++;
        }
        if (i + 2 < size) {
            int high = hex_digit(text[i + 1]);
            int low = hex_digit(text[i + 2]);
            if (high >= 0 && low >= 0 && 16 * high + low == check) {
                good++;
                if (decimals < 0)
                    decimals = 0;
                for (; decimals < 3; decimals++)
                    value *= 10;
                *total += value;
            }
        }
    }
    return good;
}
