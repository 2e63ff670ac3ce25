/* Integer square roots by Newton's method. */
#include <stdint.h>

static uint32_t square_root(uint32_t n) {
    if (n < 2)
        return n;
    int bits = 0;
    for (uint32_t rest = n; rest; rest >>= 1)
        bits++;
    uint32_t guess = (uint32_t)1 << ((bits + 1) >> 1);
    for (;;) {
        uint32_t following = (guess + n / guess) >> 1;
        if (following >= guess)
            return guess;
        guess = following;
    }
}

uint32_t isqrt_newton(uint32_t seed, int count) {
    uint32_t total = 0;
    for (int i = 0; i < count; i++) {
        seed = seed * 1664525 + 1013904223;
        total = (total << 1) ^ square_root(seed);
    }
    return total;
}
