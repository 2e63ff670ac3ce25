/* Writes floats, given as their bits, with six decimals. */
#include <stdint.h>

int float_to_decimal(const uint32_t *values, int count, uint8_t *text) {
    int place = 0;
    for (int i = 0; i < count; i++) {
        uint32_t bits = values[i];
        if (bits >> 31)
            text[place++] = '-';
        int exponent = (int)((bits >> 23) & 255) - 150;
        uint64_t mantissa = bits & 0x7FFFFF;
        if (exponent > -150)
            mantissa |= 0x800000;
        else
            exponent = -149;
        uint64_t fixed;
        if (exponent >= 0)
            fixed = mantissa << (exponent + 32);
        else
            fixed = exponent > -64 ? (mantissa << 32) >> -exponent : 0;
        uint32_t whole = fixed >> 32;
        uint32_t fraction = (uint32_t)fixed;
        uint32_t divisor = 1;
        while (whole / divisor >= 10)
            divisor *= 10;
        while (divisor > 0) {
            uint32_t digit = whole / divisor;
            whole -= digit * divisor;
            divisor /= 10;
            text[place++] = '0' + digit;
        }
        text[place++] = '.';
        for (int k = 0; k < 6; k++) {
            uint64_t product = (uint64_t)fraction * 10;
            text[place++] = '0' + (product >> 32);
            fraction = (uint32_t)product;
        }
        text[place++] = '\n';
    }
    return place;
}
