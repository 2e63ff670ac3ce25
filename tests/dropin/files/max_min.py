import micropython
@micropython.viper
def lim(a: int, b: int) -> int:
    return int(max(a, b)) - int(min(a, b)) + int(abs(a))
print(lim(3, -8), lim(-3, 9))
