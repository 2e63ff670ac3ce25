#include <stdint.h>

static int32_t log2_of(uint32_t value) {
    if (value == 0)
        return -1;
    int32_t exponent = 31;
    while (!(value & 0x80000000u)) {
        value <<= 1;
        exponent--;
    }
    uint32_t mantissa = value >> 16;
    int32_t fraction = 0;
    for (int k = 0; k < 16; k++) {
        uint32_t square = mantissa * mantissa;
        fraction <<= 1;
        if (square & 0x80000000u) {
            fraction |= 1;
            mantissa = square >> 16;
        } else {
            mantissa = square >> 15;
        }
    }
    return exponent << 16 | fraction;
}

int32_t log2_q16(const uint32_t *values, int32_t count, int32_t *logarithms) {
    int32_t total = 0;
    for (int32_t i = 0; i < count; i++) {
        logarithms[i] = log2_of(values[i]);
        total += logarithms[i];
    }
    return total / count;
}
