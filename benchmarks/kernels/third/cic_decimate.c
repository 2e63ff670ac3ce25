#include <stdint.h>

#define BYTES_PER_SAMPLE 8

void cic_decimate(const uint8_t *bitstream, int16_t *samples, int32_t count, int32_t *state) {
    uint32_t first = (uint32_t)state[0];
    uint32_t second = (uint32_t)state[1];
    uint32_t third = (uint32_t)state[2];
    uint32_t comb1 = (uint32_t)state[3];
    uint32_t comb2 = (uint32_t)state[4];
    uint32_t comb3 = (uint32_t)state[5];
    for (int32_t n = 0; n < count; n++) {
        for (int k = 0; k < BYTES_PER_SAMPLE; k++) {
            uint32_t byte = *bitstream++;
            for (int bit = 0; bit < 8; bit++) {
                if (byte & 0x80)
                    first++;
                else
                    first--;
                second += first;
                third += second;
                byte <<= 1;
            }
        }
        uint32_t a = third - comb1;
        uint32_t b = a - comb2;
        int32_t value = (int32_t)(b - comb3) >> 3;
        comb1 = third;
        comb2 = a;
        comb3 = b;
        if (value > INT16_MAX)
            value = INT16_MAX;
        else if (value < INT16_MIN)
            value = INT16_MIN;
        samples[n] = (int16_t)value;
    }
    state[0] = (int32_t)first;
    state[1] = (int32_t)second;
    state[2] = (int32_t)third;
    state[3] = (int32_t)comb1;
    state[4] = (int32_t)comb2;
    state[5] = (int32_t)comb3;
}
