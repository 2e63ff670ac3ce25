"""Turns 16-bit samples into 32 bits each by a second-order delta-sigma modulator."""

from array import array

from nativecomp import int16, ptr16, ptr32, uint, uint32, viper


@viper
def delta_sigma_pointer(samples: ptr16, words: ptr32, count: int):
    first = 0
    second = 0
    for i in range(count):
        sample = int16(samples[i])
        word: uint = 0
        for _ in range(32):
            word <<= 1
            feedback = -32768
            if second >= 0:
                word |= 1
                feedback = 32768
            first += sample - feedback
            second += first - 2 * feedback
        words[i] = word


@viper
def delta_sigma_buffer(samples: int16[:], words: uint32[:]):
    first = 0
    second = 0
    for i in range(len(samples)):
        sample = samples[i]
        word: uint = 0
        for _ in range(32):
            word <<= 1
            feedback = -32768
            if second >= 0:
                word |= 1
                feedback = 32768
            first += sample - feedback
            second += first - 2 * feedback
        words[i] = word


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    samples = array("h", [number - 32768 >> 1 for number in noise(80, 30)])
    return {"samples": samples, "words": array("I", [0] * 80), "count": 80}


def reference(samples, words, count):
    first = second = 0
    for i, sample in enumerate(samples):
        bits = ""
        for _ in range(32):
            bit = second >= 0
            bits += str(int(bit))
            first += sample - (65536 * bit - 32768)
            second += first - (131072 * bit - 65536)
        words[i] = int(bits, 2)
