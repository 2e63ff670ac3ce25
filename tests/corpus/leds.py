"""Strips of LEDs: colours, effects, and the bits on the wire."""

import micropython
from array import array

WHEEL = bytes((0, 85, 170))
_bits = bytearray(3)


@micropython.viper
def expand(src: ptr8, n: int, dst: ptr8) -> int:
    """Each bit as three on SPI: 100 or 110."""
    k = 0
    acc = 0
    have = 0
    for i in range(n):
        v = src[i]
        for bit in range(8):
            acc = (acc << 3) | (6 if v & (0x80 >> bit) else 4)
            have += 3
            while have >= 8:
                have -= 8
                dst[k] = acc >> have
                k += 1
            acc &= 0xFF
    if have:
        dst[k] = acc << (8 - have)
        k += 1
    return k


@micropython.viper
def wheel(pos: int) -> int:
    pos = 255 - (pos & 255)
    if pos < 85:
        return (255 - pos * 3) << 16 | pos * 3
    if pos < 170:
        pos -= 85
        return pos * 3 << 8 | (255 - pos * 3)
    pos -= 170
    return pos * 3 << 16 | (255 - pos * 3) << 8


@micropython.viper
def hsv(h: int, s: int, v: int):
    region = h // 43
    rest = (h - region * 43) * 6
    p = (v * (255 - s)) >> 8
    q = (v * (255 - ((s * rest) >> 8))) >> 8
    t = (v * (255 - ((s * (255 - rest)) >> 8))) >> 8
    if region == 0:
        return v, t, p
    elif region == 1:
        return q, v, p
    elif region == 2:
        return p, v, t
    elif region == 3:
        return p, q, v
    elif region == 4:
        return t, p, v
    return v, p, q


class Strip:
    def __init__(self, n):
        self.n = n
        self.data = bytearray(n * 3)
        self.gamma = bytes(i * i // 255 for i in range(256))
        self.brightness = 128
        self._phase = 0

    @micropython.viper
    def set(self, i: int, color: uint):
        p = ptr8(self.data)
        p[i * 3] = color >> 8
        p[i * 3 + 1] = color >> 16
        p[i * 3 + 2] = color

    @micropython.viper
    def rainbow(self, step: int):
        n = int(self.n)
        phase = int(self._phase)
        for i in range(n):
            self.set(i, wheel((i * 256 // n) + phase))
        self._phase = (phase + step) & 0xFF

    @micropython.viper
    def fade(self, by: int):
        p = ptr8(self.data)
        for i in range(int(self.n) * 3):
            v = p[i] - by
            p[i] = v if v > 0 else 0

    @micropython.viper
    def rotate(self):
        n = int(self.n)
        p = ptr8(self.data)
        last0 = p[n * 3 - 3]
        last1 = p[n * 3 - 2]
        last2 = p[n * 3 - 1]
        i = n * 3 - 1
        while i >= 3:
            p[i] = p[i - 3]
            i -= 1
        p[0] = last0
        p[1] = last1
        p[2] = last2

    @micropython.viper
    def corrected(self, out) -> int:
        src = ptr8(self.data)
        dst = ptr8(out)
        g = ptr8(self.gamma)
        bright = int(self.brightness) + 1
        total = 0
        for i in range(int(len(self.data))):
            v = (int(g[src[i]]) * bright) >> 8
            dst[i] = v
            total += v
        return total

    @micropython.viper
    def limit(self, milliamps: int) -> bool:
        """Dim until the sum of currents fits; whether that was needed."""
        p = ptr8(self.data)
        n = int(self.n) * 3
        total = 0
        for i in range(n):
            total += p[i] * 20
        total //= 255
        if total <= milliamps:
            return False
        scale = milliamps * 256 // total
        for i in range(n):
            p[i] = p[i] * scale >> 8
        return True

    @micropython.viper
    def words(self, out: ptr32):
        """For a state machine: a word for each LED, green first, left-justified."""
        p = ptr8(self.data)
        for i in range(int(self.n)):
            out[i] = p[3 * i] << 24 | p[3 * i + 1] << 16 | p[3 * i + 2] << 8


def check():
    out = bytearray(40)
    for data in (b"", b"\x00", b"\xff\x01\xa5"):
        n = expand(data, len(data), out)
        print(n, out[:n])
    print([hex(wheel(i)) for i in (0, 1, 84, 85, 170, 255, 300)])
    print([hsv(h, 200, 255) for h in (0, 42, 43, 90, 140, 180, 255)])
    strip = Strip(7)
    strip.rainbow(5)
    print(strip.data)
    strip.rainbow(5)
    strip.fade(30)
    strip.rotate()
    print(strip.data, strip._phase)
    corrected = bytearray(21)
    print(strip.corrected(corrected), corrected)
    print(strip.limit(200), strip.limit(200), strip.data)
    words = array("I", [0] * 7)
    strip.words(words)
    print([hex(w) for w in words])


if __name__ == "__main__":
    check()
