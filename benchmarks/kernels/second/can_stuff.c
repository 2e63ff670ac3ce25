/* Bit stuffing of CAN. */
#include <stdint.h>

int can_stuff(const uint8_t *data, int size, uint8_t *output) {
    int count = 0;
    int last = -1;
    int run = 0;
    for (int i = 0; i < 8 * size; i++) {
        int bit = (data[i >> 3] >> (7 - (i & 7))) & 1;
        if (bit == last) {
            run++;
        } else {
            last = bit;
            run = 1;
        }
        if (bit)
            output[count >> 3] |= 0x80 >> (count & 7);
        count++;
        if (run == 5) {
            last = 1 - bit;
            run = 1;
            if (last)
                output[count >> 3] |= 0x80 >> (count & 7);
            count++;
        }
    }
    return count;
}
