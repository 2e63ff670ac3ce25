/* Parity bytes of a QR code's block. */
#include <stdint.h>

void reed_solomon_encode(const uint8_t *powers, const uint8_t *logs, const uint8_t *generator,
                         const uint8_t *data, int size, uint8_t *parity, int count) {
    for (int i = 0; i < count; i++)
        parity[i] = 0;
    for (int i = 0; i < size; i++) {
        int factor = data[i] ^ parity[0];
        for (int k = 0; k < count - 1; k++)
            parity[k] = parity[k + 1];
        parity[count - 1] = 0;
        if (factor != 0) {
            int log = logs[factor];
            for (int k = 0; k < count; k++)
                parity[k] ^= powers[log + generator[k]];
        }
    }
}
