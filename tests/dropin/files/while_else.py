import micropython
@micropython.viper
def find(b: ptr8, n: int, v: int) -> int:
    i = 0
    while i < n:
        if b[i] == v:
            break
        i += 1
    else:
        return -1
    for k in range(i, n):
        if b[k] != v:
            return k
    else:
        return n
print(find(b"abcdd", 5, 100), find(b"abc", 3, 98), find(b"abc", 3, 1))
