import micropython
@micropython.viper
def total(rows, n: int, w: int) -> int:
    s = 0
    for r in range(n):
        p = ptr8(rows[r])
        for k in range(w):
            s += p[k]
    return s
print(total([b"\1\2", b"\3\4", bytearray(b"\5\6")], 3, 2))
