import micropython
@micropython.viper
def rw(b: ptr32, n: int) -> int:
    s = 0
    for i in range(n):
        b[i] = b[i] * 3 + i
        s ^= b[i]
    return s
import array
a = array.array("I", [1, 2, 3])
print(rw(a, 3), a)
