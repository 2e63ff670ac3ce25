import micropython
STEPS = b"\x07\x00\x08\x00\x09\x00\x0a\x00\x0b\x00\x0c\x00"
@micropython.viper
def diff(delta: int, idx: int) -> int:
    st = ptr16(STEPS)
    step = st[idx]
    d = step >> 3
    if delta & 4:
        d += step
    if delta & 2:
        d += step >> 1
    if delta & 1:
        d += step >> 2
    return -d if delta & 8 else d
print([diff(k, k % 6) for k in range(16)])
