import micropython
@micropython.viper
def lfsr(seed: int, n: int):
    out = []
    s: int = seed
    for _ in range(n):
        bit = (s ^ (s >> 2) ^ (s >> 3) ^ (s >> 5)) & 1
        s = (s >> 1) | (bit << 15)
        out.append(s)
    return out
print(lfsr(0xACE1, 5))
