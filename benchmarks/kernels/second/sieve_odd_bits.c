/* Number of primes below a limit, with one bit for each odd number. */
#include <stdint.h>

int sieve_odd_bits(uint8_t *bits, int limit) {
    int half = limit >> 1;
    int count = 1;
    for (int i = 1; i < half; i++)
        if (!((bits[i >> 3] >> (i & 7)) & 1)) {
            int prime = 2 * i + 1;
            count++;
            for (int k = prime * prime >> 1; k < half; k += prime)
                bits[k >> 3] |= 1 << (k & 7);
        }
    return count;
}
