#include <stdint.h>

void alaw_encode(const int16_t *samples, int32_t count, uint8_t *codes) {
    for (int32_t i = 0; i < count; i++) {
        int32_t sample = samples[i] >> 3;
        int32_t mask = 0xD5;
        if (sample < 0) {
            sample = -sample - 1;
            mask = 0x55;
        }
        int32_t segment = 0;
        int32_t end = 0x1F;
        while (segment < 8 && sample > end) {
            end = end << 1 | 1;
            segment++;
        }
        int32_t code = segment << 4;
        if (segment < 2)
            code |= sample >> 1 & 15;
        else
            code |= sample >> segment & 15;
        codes[i] = (uint8_t)(code ^ mask);
    }
}
