#include <stdint.h>

#define BLOCK 32
#define ESCAPE 16

struct writer {
    uint8_t *out;
    uint32_t pending;
    int32_t bits;
};

static inline void put(struct writer *w, uint32_t value, int32_t width) {
    w->pending = w->pending << width | value;
    w->bits += width;
    while (w->bits >= 8) {
        w->bits -= 8;
        *w->out++ = (uint8_t)(w->pending >> w->bits);
    }
}

int32_t rice_encode(const int16_t *samples, int32_t count, int32_t *residuals, uint8_t *stream) {
    struct writer w = {stream, 0, 0};
    int32_t last = 0;
    int32_t before = 0;
    for (int32_t start = 0; start < count; start += BLOCK) {
        int32_t end = start + BLOCK < count ? start + BLOCK : count;
        int32_t total = 0;
        for (int32_t i = start; i < end; i++) {
            int32_t error = samples[i] - 2 * last + before;
            before = last;
            last = samples[i];
            residuals[i] = error * 2 ^ error >> 31;
            total += residuals[i];
        }
        int32_t k = 0;
        while (k < 15 && (end - start) << k < total)
            k++;
        put(&w, (uint32_t)k, 4);
        for (int32_t i = start; i < end; i++) {
            uint32_t folded = (uint32_t)residuals[i];
            uint32_t quotient = folded >> k;
            if (quotient < ESCAPE) {
                put(&w, (1u << (quotient + 1)) - 2, (int32_t)quotient + 1);
                put(&w, folded & ((1u << k) - 1), k);
            } else {
                put(&w, 0xFFFF, ESCAPE);
                put(&w, folded, 20);
            }
        }
    }
    if (w.bits > 0)
        *w.out++ = (uint8_t)(w.pending << (8 - w.bits));
    return (int32_t)(w.out - stream);
}
