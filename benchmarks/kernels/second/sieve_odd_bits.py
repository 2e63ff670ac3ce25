"""Number of primes below a limit, by the sieve of Eratosthenes with one bit for each odd number."""

import math

from nativecomp import ptr8, uint8, viper


@viper
def sieve_odd_bits_pointer(bits: ptr8, limit: int) -> int:
    half = limit >> 1
    count = 1
    for i in range(1, half):
        if not (bits[i >> 3] >> (i & 7)) & 1:
            prime = 2 * i + 1
            count += 1
            for k in range(prime * prime >> 1, half, prime):
                bits[k >> 3] |= 1 << (k & 7)
    return count


@viper
def sieve_odd_bits_buffer(bits: uint8[:], limit: int) -> int:
    half = limit >> 1
    count = 1
    for i in range(1, half):
        if not (bits[i >> 3] >> (i & 7)) & 1:
            prime = 2 * i + 1
            count += 1
            for k in range(prime * prime >> 1, half, prime):
                bits[k >> 3] |= 1 << (k & 7)
    return count


def inputs():
    return {"bits": bytearray(126), "limit": 2000}


def reference(bits, limit):
    primes = {n for n in range(2, limit) if all(n % d for d in range(2, math.isqrt(n) + 1))}
    for i in range(1, limit // 2):
        if 2 * i + 1 not in primes:
            bits[i // 8] |= 1 << i % 8
    return len(primes)
