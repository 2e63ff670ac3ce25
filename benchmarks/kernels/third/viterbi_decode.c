#include <stdint.h>

#define STATES 16

static const uint8_t outputs[2 * STATES] = {
    0, 3, 2, 1, 1, 2, 3, 0, 1, 2, 3, 0, 0, 3, 2, 1, 3, 0, 1, 2, 2, 1, 0, 3, 2, 1, 0, 3, 3, 0, 1, 2,
};

int32_t viterbi_decode(const uint8_t *symbols, int32_t steps, uint16_t *metrics, uint16_t *survivors,
                       uint8_t *decoded) {
    uint16_t *old = metrics;
    uint16_t *new = metrics + STATES;
    old[0] = 0;
    for (uint32_t s = 1; s < STATES; s++)
        old[s] = 100;
    for (int32_t step = 0; step < steps; step++) {
        uint32_t symbol = symbols[step];
        uint32_t decisions = 0;
        for (uint32_t s = 0; s < STATES; s++) {
            uint32_t lower = outputs[s] ^ symbol;
            uint32_t upper = outputs[s + STATES] ^ symbol;
            uint32_t a = old[s >> 1] + (lower & 1) + (lower >> 1);
            uint32_t b = old[(s >> 1) + 8] + (upper & 1) + (upper >> 1);
            if (b < a) {
                a = b;
                decisions |= 1u << s;
            }
            new[s] = (uint16_t)a;
        }
        survivors[step] = (uint16_t)decisions;
        uint16_t *swap = old;
        old = new;
        new = swap;
    }
    uint32_t state = 0;
    for (int32_t step = steps - 1; step >= 0; step--) {
        decoded[step >> 3] |= (uint8_t)((state & 1) << (7 - (step & 7)));
        state = state >> 1 | (survivors[step] >> state & 1u) << 3;
    }
    return old[0];
}
