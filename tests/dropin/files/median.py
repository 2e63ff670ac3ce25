import micropython
@micropython.viper
def median3(a: int, b: int, c: int) -> int:
    if a > b:
        a, b = b, a
    if b > c:
        b, c = c, b
    return b if a <= b else a
@micropython.viper
def smooth(src: ptr16, dst: ptr16, n: int):
    dst[0] = src[0]
    dst[n - 1] = src[n - 1]
    i = 1
    while i < n - 1:
        dst[i] = int(median3(src[i - 1], src[i], src[i + 1]))
        i += 1
import array
s = array.array("H", [5, 100, 6, 7, 0, 8])
d = array.array("H", [0] * 6)
smooth(s, d, 6)
print(d)
