import micropython
@micropython.viper
def sh(a: int, n: int):
    return a << n, a >> n, uint(a) >> n, (a * 3) & 0xFFFF, a ^ -1, -a, ~a
print(sh(5, 3), sh(100, 1))
