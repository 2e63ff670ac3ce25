import micropython
@micropython.viper
def split(c: int):
    r = (c >> 11) << 3
    g = ((c >> 5) & 63) << 2
    b = (c & 31) << 3
    return (r, g, b)
@micropython.viper
def use(c: int) -> int:
    r, g, b = split(c)
    return int(r) + int(g) + int(b)
print(split(0xFFFF), use(0x1234))
