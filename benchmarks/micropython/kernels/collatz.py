"""The longest way to 1 on signed words: MicroPython compares no `uint` with a constant."""

from nativecomp import viper


@viper
def collatz(limit: int) -> int:
    best = 0
    longest = 0
    for start in range(1, limit):
        n = start
        steps = 0
        while n != 1:
            if n & 1:
                n = 3 * n + 1
            else:
                n >>= 1
            steps += 1
        if steps > longest:
            longest = steps
            best = start
    return best
