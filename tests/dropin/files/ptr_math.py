import micropython
@micropython.viper
def at(buf, i: int) -> int:
    p = ptr8(uint(ptr(buf)) + uint(2 * i))
    q = ptr16(int(ptr8(buf)) + 2)
    return p[0] * 1000 + q[0]
print(at(b"\1\2\3\4\5\6", 1), at(b"\1\2\3\4\5\6", 2))
