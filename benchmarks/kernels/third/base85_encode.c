#include <stdint.h>

int32_t base85_encode(const uint8_t *data, int32_t length, uint8_t *text) {
    uint8_t *out = text;
    while (length > 0) {
        int valid = length < 4 ? length : 4;
        uint32_t word = 0;
        for (int k = 0; k < 4; k++) {
            word <<= 8;
            if (k < valid)
                word |= data[k];
        }
        data += valid;
        length -= valid;
        if (word == 0 && valid == 4) {
            *out++ = 'z';
        } else {
            for (int k = 4; k >= 0; k--) {
                uint32_t quotient = word / 85;
                if (k <= valid)
                    out[k] = (uint8_t)(word - quotient * 85 + '!');
                word = quotient;
            }
            out += valid + 1;
        }
    }
    return (int32_t)(out - text);
}
