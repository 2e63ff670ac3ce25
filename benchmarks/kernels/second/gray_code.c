/* Turns Gray code into numbers and sums the steps between them. */
#include <stdint.h>
#include <stdlib.h>

static int gray_decode(int code) {
    int number = code;
    for (code >>= 1; code; code >>= 1)
        number ^= code;
    return number;
}

int gray_code(uint16_t *codes, int count) {
    int total = 0;
    int last = 0;
    for (int i = 0; i < count; i++) {
        int number = gray_decode(codes[i]);
        if (i > 0)
            total += abs(number - last);
        last = number;
        codes[i] = number;
    }
    return total;
}
