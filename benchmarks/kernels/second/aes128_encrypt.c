/* Encrypts blocks of 16 bytes in place with AES-128. */
#include <stdint.h>

static int times_two(int x) {
    x <<= 1;
    if (x & 0x100)
        x ^= 0x11B;
    return x;
}

void aes128_encrypt(const uint8_t *box, const uint8_t *keys, uint8_t *data, uint8_t *state, int blocks) {
    for (int block = 0; block < blocks; block++) {
        int base = 16 * block;
        for (int i = 0; i < 16; i++)
            data[base + i] ^= keys[i];
        for (int turn = 1; turn < 11; turn++) {
            for (int column = 0; column < 4; column++)
                for (int row = 0; row < 4; row++)
                    state[4 * column + row] = box[data[base + 4 * ((column + row) & 3) + row]];
            if (turn < 10)
                for (int column = 0; column < 16; column += 4) {
                    int a = state[column];
                    int b = state[column + 1];
                    int c = state[column + 2];
                    int d = state[column + 3];
                    int every = a ^ b ^ c ^ d;
                    state[column] = a ^ every ^ times_two(a ^ b);
                    state[column + 1] = b ^ every ^ times_two(b ^ c);
                    state[column + 2] = c ^ every ^ times_two(c ^ d);
                    state[column + 3] = d ^ every ^ times_two(d ^ a);
                }
            for (int i = 0; i < 16; i++)
                data[base + i] = state[i] ^ keys[16 * turn + i];
        }
    }
}
