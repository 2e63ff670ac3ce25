import micropython
@micropython.viper
def to_bcd(v: int) -> int:
    return (v // 10 << 4) | v % 10
@micropython.viper
def rtc(buf, t):
    p = ptr8(buf)
    for i in range(3):
        p[i] = int(to_bcd(int(t[i])))
b = bytearray(3)
rtc(b, (59, 23, 7))
print(b)
