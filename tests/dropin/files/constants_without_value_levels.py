# Constant expressions that raise, where nothing executes them and where a handler waits.
import micropython


@micropython.viper
def remainder(n: int) -> int:
    if n:
        return 5 % 0
    return 3


@micropython.viper
def shift(n: int) -> int:
    if n:
        return 1 << -1
    return 4


print(remainder(0), shift(0))
