import micropython
@micropython.viper
def xors(data) -> int:
    x = 0
    for b in data:
        x ^= int(b)
    for i, b in enumerate(data):
        x += int(i) * int(b)
    return x
print(xors(b"hello"))
