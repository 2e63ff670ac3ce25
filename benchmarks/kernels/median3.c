/* Median of three neighbours. */
#include <stdint.h>

static inline int min(int a, int b) {
    return a < b ? a : b;
}
static inline int max(int a, int b) {
    return a > b ? a : b;
}

void median3(int16_t *output, const int16_t *samples, int count) {
    for (int i = 1; i < count - 1; i++) {
        int a = samples[i - 1];
        int b = samples[i];
        int c = samples[i + 1];
        output[i] = max(min(a, b), min(max(a, b), c));
    }
}
