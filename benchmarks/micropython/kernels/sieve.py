"""The sieve with a `while` loop where the step is a variable."""

from nativecomp import ptr8, viper


@viper
def sieve(composite: ptr8, limit: int) -> int:
    for i in range(limit):
        composite[i] = 0
    count = 0
    for i in range(2, limit):
        if not composite[i]:
            count += 1
            multiple = i * i
            while multiple < limit:
                composite[multiple] = 1
                multiple += i
    return count
