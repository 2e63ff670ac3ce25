/* Run-length code of PackBits. */
#include <stdint.h>

int packbits_encode(const uint8_t *data, int size, uint8_t *output) {
    int place = 0;
    int i = 0;
    while (i < size) {
        int byte = data[i];
        int run = 1;
        while (run < 128 && i + run < size && data[i + run] == byte)
            run++;
        if (run >= 3) {
            output[place++] = 257 - run;
            output[place++] = byte;
            i += run;
        } else {
            int start = i++;
            while (i < size && i - start < 128) {
                if (i + 2 < size && data[i] == data[i + 1] && data[i] == data[i + 2])
                    break;
                i++;
            }
            output[place++] = i - start - 1;
            for (int k = start; k < i; k++)
                output[place++] = data[k];
        }
    }
    return place;
}
