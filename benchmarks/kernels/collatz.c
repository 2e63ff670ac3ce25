/* The start below a limit with the longest Collatz sequence. */
#include <stdint.h>

uint32_t collatz(uint32_t limit) {
    uint32_t best = 0;
    int longest = 0;
    for (uint32_t start = 1; start < limit; start++) {
        uint32_t n = start;
        int steps = 0;
        while (n != 1) {
            if (n & 1)
                n = 3 * n + 1;
            else
                n >>= 1;
            steps++;
        }
        if (steps > longest) {
            longest = steps;
            best = start;
        }
    }
    return best;
}
