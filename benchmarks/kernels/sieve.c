/* Count the primes below a limit. */
#include <stdint.h>

int sieve(uint8_t *composite, int limit) {
    for (int i = 0; i < limit; i++)
        composite[i] = 0;
    int count = 0;
    for (int i = 2; i < limit; i++) {
        if (!composite[i]) {
            count++;
            for (int multiple = i * i; multiple < limit; multiple += i)
                composite[multiple] = 1;
        }
    }
    return count;
}
