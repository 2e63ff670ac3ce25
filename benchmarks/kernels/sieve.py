"""Count the primes below a limit with the sieve of Eratosthenes, one byte a number."""

from nativecomp import ptr8, uint8, viper


@viper
def sieve_pointer(composite: ptr8, limit: int) -> int:
    for i in range(limit):
        composite[i] = 0
    count = 0
    for i in range(2, limit):
        if not composite[i]:
            count += 1
            for multiple in range(i * i, limit, i):
                composite[multiple] = 1
    return count


@viper
def sieve_buffer(composite: uint8[:]) -> int:
    limit = len(composite)
    for i in range(limit):
        composite[i] = 0
    count = 0
    for i in range(2, limit):
        if not composite[i]:
            count += 1
            for multiple in range(i * i, limit, i):
                composite[multiple] = 1
    return count


def inputs():
    return {"composite": bytearray(b"\xaa" * 4000), "limit": 4000}


def reference(composite, limit):
    composite[:] = bytes(n >= 4 and any(n % d == 0 for d in range(2, int(n**0.5) + 1)) for n in range(limit))
    return sum(n >= 2 and not composite[n] for n in range(limit))
