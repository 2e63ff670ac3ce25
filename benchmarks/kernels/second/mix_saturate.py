"""Mixes two 16-bit voices with gains in Q8, smooths the sum (one pole, by 1/8) and saturates to 16 bits."""

from array import array

from nativecomp import int16, ptr16, viper


@viper
def mix_saturate_pointer(a: ptr16, b: ptr16, output: ptr16, count: int, gain_a: int, gain_b: int) -> int:
    level = 0
    for i in range(count):
        mixed = (int16(a[i]) * gain_a + int16(b[i]) * gain_b) >> 8
        level += (mixed - level) >> 3
        value = 2 * mixed - level
        if value > 32767:
            value = 32767
        elif value < -32768:
            value = -32768
        output[i] = value
    return level


@viper
def mix_saturate_buffer(a: int16[:], b: int16[:], output: int16[:], gain_a: int, gain_b: int) -> int:
    level = 0
    for i in range(len(output)):
        mixed = (a[i] * gain_a + b[i] * gain_b) >> 8
        level += (mixed - level) >> 3
        value = 2 * mixed - level
        if value > 32767:
            value = 32767
        elif value < -32768:
            value = -32768
        output[i] = value
    return level


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    numbers = [number - 32768 for number in noise(1200, 28)]
    return {
        "a": array("h", numbers[:600]),
        "b": array("h", numbers[600:]),
        "output": array("h", [0] * 600),
        "count": 600,
        "gain_a": 200,
        "gain_b": 150,
    }


def reference(a, b, output, count, gain_a, gain_b):
    level = 0
    for i, (x, y) in enumerate(zip(a, b)):
        mixed = (x * gain_a + y * gain_b) // 256
        level = level + (mixed - level) // 8
        output[i] = min(max(2 * mixed - level, -(2**15)), 2**15 - 1)
    return level
