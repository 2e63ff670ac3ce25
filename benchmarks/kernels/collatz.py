"""The start below a limit with the longest way to 1 by halving even and tripling odd numbers (Collatz)."""

from nativecomp import uint, viper


@viper
def collatz(limit: uint) -> uint:
    best: uint = 0
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


def inputs():
    return {"limit": 400}


def reference(limit):
    def steps(n):
        return 0 if n == 1 else 1 + steps(3 * n + 1 if n % 2 else n // 2)

    return max(range(1, limit), key=steps)
