#include <stdint.h>

#define RATE 136

static inline uint64_t rotate(uint64_t value, uint32_t count) {
    return value << count | value >> (64 - count);
}

static void permute(uint64_t *state, const uint8_t *lanes, const uint8_t *rotations) {
    uint32_t feedback = 1;
    for (int round = 0; round < 24; round++) {
        uint64_t column[5];
        for (int x = 0; x < 5; x++)
            column[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
        for (int x = 0; x < 5; x++) {
            uint64_t mix = column[(x + 4) % 5] ^ rotate(column[(x + 1) % 5], 1);
            for (int y = 0; y < 25; y += 5)
                state[x + y] ^= mix;
        }
        uint64_t moving = state[1];
        for (int k = 0; k < 24; k++) {
            uint64_t waiting = state[lanes[k]];
            state[lanes[k]] = rotate(moving, rotations[k]);
            moving = waiting;
        }
        for (int y = 0; y < 25; y += 5) {
            uint64_t *row = state + y;
            uint64_t a = row[0];
            uint64_t b = row[1];
            row[0] ^= ~row[1] & row[2];
            row[1] ^= ~row[2] & row[3];
            row[2] ^= ~row[3] & row[4];
            row[3] ^= ~row[4] & a;
            row[4] ^= ~a & b;
        }
        for (int k = 0; k < 7; k++) {
            if (feedback & 1)
                state[0] ^= (uint64_t)1 << ((1 << k) - 1);
            feedback <<= 1;
            if (feedback & 0x100)
                feedback ^= 0x171;
        }
    }
}

static inline void absorb(uint64_t *state, int32_t position, uint8_t byte) {
    state[position >> 3] ^= (uint64_t)byte << (8 * (position & 7));
}

void sha3_256(const uint8_t *message, int32_t length, uint64_t *state, uint8_t *digest, const uint8_t *lanes,
              const uint8_t *rotations) {
    int32_t position = 0;
    for (int32_t i = 0; i < length; i++) {
        absorb(state, position++, message[i]);
        if (position == RATE) {
            permute(state, lanes, rotations);
            position = 0;
        }
    }
    absorb(state, position, 0x06);
    absorb(state, RATE - 1, 0x80);
    permute(state, lanes, rotations);
    for (int i = 0; i < 32; i++)
        digest[i] = (uint8_t)(state[i >> 3] >> (8 * (i & 7)));
}
