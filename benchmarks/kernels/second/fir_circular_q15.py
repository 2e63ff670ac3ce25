"""Finite filter in Q15 with a circular history, one sample in, one out; returns the place of the newest sample."""

from array import array

from nativecomp import int16, ptr16, viper


@viper
def fir_circular_q15_pointer(
    samples: ptr16, output: ptr16, count: int, taps: ptr16, history: ptr16, length: int
) -> int:
    newest = 0
    for i in range(count):
        newest += 1
        if newest == length:
            newest = 0
        history[newest] = samples[i]
        total = 1 << 14
        place = newest
        for k in range(length):
            total += int16(taps[k]) * int16(history[place])
            place -= 1
            if place < 0:
                place = length - 1
        output[i] = total >> 15
    return newest


@viper
def fir_circular_q15_buffer(samples: int16[:], output: int16[:], taps: int16[:], history: int16[:]) -> int:
    length = len(taps)
    newest = 0
    for i in range(len(samples)):
        newest += 1
        if newest == length:
            newest = 0
        history[newest] = samples[i]
        total = 1 << 14
        place = newest
        for k in range(length):
            total += taps[k] * history[place]
            place -= 1
            if place < 0:
                place = length - 1
        output[i] = total >> 15
    return newest


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    return {
        "samples": array("h", [number - 32768 for number in noise(150, 8)]),
        "output": array("h", [0] * 150),
        "count": 150,
        "taps": array("h", [-120, 300, 900, 2400, 4100, 5600, 6200, 5600, 4100, 2400, 900, 300, -120]),
        "history": array("h", [0] * 13),
        "length": 13,
    }


def reference(samples, output, count, taps, history, length):
    signal = [0] * (length - 1) + list(samples)
    for i in range(count):
        output[i] = sum(tap * x for tap, x in zip(taps, signal[i : i + length][::-1])) + 16384 >> 15
    newest = count % length
    for k in range(length):
        history[(newest - k) % length] = samples[count - 1 - k]
    return newest
