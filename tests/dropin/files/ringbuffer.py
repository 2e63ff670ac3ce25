import micropython
class Ring:
    def __init__(self, n):
        self._b = bytearray(n); self._r = 0; self._w = 0; self._n = n
    @micropython.viper
    def put(self, v: int) -> bool:
        w = int(self._w)
        n = int(self._n)
        nx = (w + 1) % n
        if nx == int(self._r):
            return False
        ptr8(self._b)[w] = v
        self._w = nx
        return True
    @micropython.viper
    def get(self) -> int:
        r = int(self._r)
        if r == int(self._w):
            return -1
        v = ptr8(self._b)[r]
        self._r = (r + 1) % int(self._n)
        return v
    @micropython.viper
    def any(self) -> int:
        return (int(self._w) - int(self._r)) % int(self._n)
r = Ring(4)
print([r.put(x) for x in (1, 2, 3, 4)], r.any(), [r.get() for _ in range(4)], r.any())
