#include <stdint.h>

enum state { ACCELERATE, CRUISE, DECELERATE };

int32_t stepper_ramp(int32_t *delays, int32_t steps, int32_t first, int32_t shortest) {
    enum state state = ACCELERATE;
    int32_t delay = first;
    int32_t rest = 0;
    int32_t n = 0;
    int32_t total = 0;
    for (int32_t i = 0; i < steps; i++) {
        int32_t remaining = steps - 1 - i;
        int32_t numerator, divisor;
        delays[i] = delay;
        total += delay;
        switch (state) {
        case ACCELERATE:
            n++;
            numerator = 2 * delay + rest;
            divisor = 4 * n + 1;
            delay -= numerator / divisor;
            rest = numerator % divisor;
            if (remaining <= n) {
                state = DECELERATE;
            } else if (delay <= shortest) {
                delay = shortest;
                rest = 0;
                state = CRUISE;
            }
            break;
        case CRUISE:
            if (remaining <= n)
                state = DECELERATE;
            break;
        case DECELERATE:
            if (n > 1) {
                numerator = 2 * delay + rest;
                divisor = 4 * n - 1;
                delay += numerator / divisor;
                rest = numerator % divisor;
                n--;
            }
            break;
        }
    }
    return total;
}
