import micropython
_buf = bytearray(4)
_state = [0, 0]
@micropython.viper
def push(v: int):
    b = ptr8(_buf)
    i = int(_state[0])
    b[i & 3] = v
    _state[0] = i + 1
    _state[1] = v
for v in range(6): push(v + 1)
print(_buf, _state)
