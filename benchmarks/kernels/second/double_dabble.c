/* Turns binary numbers into eight decimal digits of four bits. */
#include <stdint.h>

void double_dabble(const uint32_t *numbers, uint32_t *digits, int count) {
    for (int i = 0; i < count; i++) {
        uint32_t number = numbers[i];
        uint32_t packed = 0;
        for (int bit = 26; bit >= 0; bit--) {
            for (int shift = 0; shift < 32; shift += 4)
                if (((packed >> shift) & 15) >= 5)
                    packed += (uint32_t)3 << shift;
            packed = (packed << 1) | ((number >> bit) & 1);
        }
        digits[i] = packed;
    }
}
