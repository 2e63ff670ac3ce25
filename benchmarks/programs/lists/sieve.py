"""Sieve of Eratosthenes on a list of flags, and a sieve for divisor sums."""

SIZE = 12
SIZE_SMALL = 1
CHECK = (239, 34, 67, 183)

LIMIT = 1500


def sieve(limit):
    flags = [True] * (limit + 1)
    flags[0] = flags[1] = False
    i = 2
    while i * i <= limit:
        if flags[i]:
            for multiple in range(i * i, limit + 1, i):
                flags[multiple] = False
        i += 1
    return flags


def largest_gap(flags):
    gap = 0
    last = 2
    for number in range(3, len(flags), 2):
        if flags[number]:
            if number - last > gap:
                gap = number - last
            last = number
    return gap


def goldbach_pairs(flags, even):
    """Number of ways to write an even number as the sum of two primes."""
    low = 2
    high = even - 2
    count = 0
    while low <= high:
        if flags[low] and flags[high]:
            count += 1
        low += 1
        high -= 1
    return count


def abundant_count(limit):
    sums = [1] * (limit + 1)
    for divisor in range(2, limit // 2 + 1):
        for multiple in range(2 * divisor, limit + 1, divisor):
            sums[multiple] += divisor
    return len([i for i in range(2, limit + 1) if sums[i] > i])


def main(n):
    primes = gap = pairs = abundant = 0
    for turn in range(n):
        limit = LIMIT + 100 * turn
        flags = sieve(limit)
        for flag in flags:
            if flag:
                primes += 1
        gap = max(gap, largest_gap(flags))
        pairs += goldbach_pairs(flags, limit)
        abundant += abundant_count(limit // 2)
    return primes, gap, pairs, abundant
