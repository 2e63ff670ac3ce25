import micropython
@micropython.viper
def c(a: int, b: int, o) -> int:
    r = 0
    if 0 < a < b:
        r += 1
    if a == b == 3:
        r += 2
    if 1 <= int(o) < 5 and not a == 2:
        r += 4
    return r
print(c(1, 2, 1), c(3, 3, 4), c(2, 9, 9))
