"""Sound and signals in integers: filters, mixing, tones, spectra."""

import micropython
from array import array

SINE = array("h", (0, 12540, 23170, 30273, 32767, 30273, 23170, 12540,
                   0, -12540, -23170, -30273, -32767, -30273, -23170, -12540))


@micropython.viper
def sext(x: int) -> int:
    return x - 65536 if x > 32767 else x


@micropython.viper
def word(x: int) -> int:
    """32 bits with their sign, on machines with wider integers too."""
    return (x & 0xFFFFFFFF ^ 0x80000000) - 0x80000000


@micropython.viper
def clip(x: int) -> int:
    if x > 32767:
        return 32767
    return -32768 if x < -32768 else x


@micropython.viper
def fir(x: ptr16, taps: ptr16, n: int, ntaps: int, out: ptr16):
    for i in range(n - ntaps + 1):
        acc = 0
        for k in range(ntaps):
            acc += int(sext(x[i + k])) * int(sext(taps[k])) >> 4
        out[i] = int(clip(acc >> 11))


class Biquad:
    def __init__(self, b0, b1, b2, a1, a2):
        self.coefficients = array("i", (b0, b1, b2, a1, a2))
        self.state = array("i", (0, 0, 0, 0))

    @micropython.viper
    def process(self, samples, n: int):
        c = ptr32(self.coefficients)
        s = ptr32(self.state)
        p = ptr16(samples)
        b0 = c[0]
        b1 = c[1]
        b2 = c[2]
        a1 = int(word(c[3]))
        a2 = int(word(c[4]))
        for i in range(n):
            x = int(sext(p[i]))
            y = b0 * x + b1 * int(word(s[0])) + b2 * int(word(s[1])) - a1 * int(word(s[2])) - a2 * int(word(s[3]))
            y = int(clip(int(word(y)) >> 14))
            s[1] = s[0]
            s[0] = x
            s[3] = s[2]
            s[2] = y
            p[i] = y


@micropython.viper
def mix(a: ptr16, b: ptr16, n: int, gain_a: int, gain_b: int):
    for i in range(n):
        a[i] = int(clip((int(sext(a[i])) * gain_a + int(sext(b[i])) * gain_b) >> 8))


class Tone:
    def __init__(self, rate):
        self.rate = rate
        self.phase = 0
        self.table = SINE

    @micropython.viper
    def fill(self, buf, freq: int, volume: int) -> int:
        table = ptr16(self.table)
        out = ptr16(buf)
        n = int(len(buf))
        phase: int = int(self.phase)
        step: int = (freq << 16) // int(self.rate)
        for i in range(n):
            v = int(sext(table[phase >> 12 & 15]))
            out[i] = v * volume >> 8
            phase = (phase + step) & 0xFFFF
        self.phase = phase
        return n


@micropython.viper
def peak(p: ptr16, n: int):
    """The place and the size of the largest sample."""
    best = -1
    at = 0
    for i in range(n):
        v = int(sext(p[i]))
        v = -v if v < 0 else v
        if v > best:
            best = v
            at = i
    return at, best


@micropython.viper
def crossings(p, n: int) -> int:
    x = ptr16(p)
    count = 0
    above = 1 if int(sext(x[0])) >= 0 else 0
    for i in range(1, n):
        now = 1 if int(sext(x[i])) >= 0 else 0
        if now != above:
            count += 1
        above = now
    return count


@micropython.viper
def ulaw(sample: int) -> int:
    sign = 0x80 if sample < 0 else 0
    s = -sample if sample < 0 else sample
    s = (s if s < 32635 else 32635) + 132
    exponent = 7
    mask = 0x4000
    while exponent > 0 and not s & mask:
        exponent -= 1
        mask >>= 1
    return ~(sign | exponent << 4 | (s >> (exponent + 3)) & 15) & 0xFF


@micropython.viper
def goertzel(p: ptr16, n: int, coefficient: int) -> int:
    s1 = 0
    s2 = 0
    for i in range(n):
        s0 = (int(sext(p[i])) >> 4) + (coefficient * s1 >> 14) - s2
        s2 = s1
        s1 = s0
    s1 >>= 4
    s2 >>= 4
    return s1 * s1 + s2 * s2 - (coefficient * s1 >> 14) * s2


@micropython.viper
def butterfly(re: ptr32, im: ptr32, i: int, j: int, wr: int, wi: int):
    rj = int(word(re[j]))
    ij = int(word(im[j]))
    tr = (wr * rj - wi * ij) >> 14
    ti = (wr * ij + wi * rj) >> 14
    re[j] = re[i] - tr
    im[j] = im[i] - ti
    re[i] += tr
    im[i] += ti


@micropython.viper
def envelope(buf, attack: int, release: int) -> object:
    p = ptr16(buf)
    level = 0
    out = []
    for i in range(int(len(buf))):
        v = int(sext(p[i]))
        if v < 0:
            v = -v
        level += (v - level) // attack if v > level else (v - level) // release
        if not i & 3:
            out.append(level)
    return out


def check():
    x = array("h", [((i * 7919) % 65536) - 32768 for i in range(24)])
    taps = array("h", [1000, -2000, 16000, -2000, 1000])
    out = array("h", [0] * 20)
    fir(x, taps, 24, 5, out)
    print(list(out))
    low = Biquad(1000, 2000, 1000, -20000, 7000)
    y = array("h", x)
    low.process(y, 24)
    print(list(y), list(low.state))
    mix(y, x, 24, 200, -100)
    print(list(y))
    tone = Tone(8000)
    buf = array("h", [0] * 20)
    print(tone.fill(buf, 440, 128), list(buf), tone.phase)
    print(peak(buf, 20), crossings(buf, 20))
    print([ulaw(v) for v in (0, 1, -1, 100, -100, 32767, -32768, 12345)])
    print(goertzel(buf, 20, 30000))
    re, im = array("i", [100, -2000]), array("i", [5, 777])
    butterfly(re, im, 0, 1, 11585, -11585)
    print(list(re), list(im))
    print(envelope(buf, 2, 5))


if __name__ == "__main__":
    check()
