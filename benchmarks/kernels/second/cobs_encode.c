/* Stuffs bytes so that none is zero. */
#include <stdint.h>

int cobs_encode(const uint8_t *data, int size, uint8_t *output) {
    int head = 0;
    int place = 1;
    int code = 1;
    for (int i = 0; i < size; i++) {
        int byte = data[i];
        if (byte != 0) {
            output[place++] = byte;
            code++;
        }
        if (byte == 0 || code == 255) {
            output[head] = code;
            head = place++;
            code = 1;
        }
    }
    output[head] = code;
    return place;
}
