/* IMA ADPCM to 16-bit samples. */
#include <stdint.h>

static inline int clamp(int x, int low, int high) {
    return x < low ? low : x > high ? high : x;
}

void adpcm_decode(int16_t *output, const uint8_t *data, int count, const uint16_t *steps,
                  const int8_t *changes) {
    int predicted = 0;
    int index = 0;
    for (int i = 0; i < count; i++) {
        int code = data[i >> 1];
        code = i & 1 ? code >> 4 : code & 15;
        int step = steps[index];
        int difference = step >> 3;
        if (code & 4)
            difference += step;
        if (code & 2)
            difference += step >> 1;
        if (code & 1)
            difference += step >> 2;
        if (code & 8)
            difference = -difference;
        predicted = clamp(predicted + difference, -32768, 32767);
        index = clamp(index + changes[code], 0, 88);
        output[i] = predicted;
    }
}
