"""Turn the bit stream of a PDM microphone into samples with a third order CIC filter that decimates by 64."""

import math
from array import array

from nativecomp import const, int16, int32, ptr8, ptr16, ptr32, uint8, viper

BYTES_PER_SAMPLE = const(8)


@viper
def cic_decimate_pointer(bitstream: ptr8, samples: ptr16, count: int, state: ptr32) -> None:
    first = state[0]
    second = state[1]
    third = state[2]
    position = 0
    for n in range(count):
        for _ in range(BYTES_PER_SAMPLE):
            byte = bitstream[position]
            position += 1
            for _ in range(8):
                if byte & 0x80:
                    first += 1
                else:
                    first -= 1
                second += first
                third += second
                byte <<= 1
        value = third - state[3]
        state[3] = third
        difference = value - state[4]
        state[4] = value
        value = difference - state[5]
        state[5] = difference
        value >>= 3
        if value > 32767:
            value = 32767
        elif value < -32768:
            value = -32768
        samples[n] = value
    state[0] = first
    state[1] = second
    state[2] = third


@viper
def cic_decimate_buffer(bitstream: uint8[:], samples: int16[:], state: int32[:]) -> None:
    first = state[0]
    second = state[1]
    third = state[2]
    position = 0
    for n in range(len(samples)):
        for _ in range(BYTES_PER_SAMPLE):
            byte = int(bitstream[position])
            position += 1
            for _ in range(8):
                if byte & 0x80:
                    first += 1
                else:
                    first -= 1
                second += first
                third += second
                byte <<= 1
        value = third - state[3]
        state[3] = third
        difference = value - state[4]
        state[4] = value
        value = difference - state[5]
        state[5] = difference
        value >>= 3
        if value > 32767:
            value = 32767
        elif value < -32768:
            value = -32768
        samples[n] = int16(value)
    state[0] = first
    state[1] = second
    state[2] = third


def inputs():
    count = 40
    bits = []
    error = 0.0
    for n in range(64 * count):
        wanted = 0.6 * math.sin(n * 0.011) + 0.15 if n < 2200 else 1.2
        bit = error + wanted >= 0
        error += wanted - (1 if bit else -1)
        bits.append(bit)
    bitstream = bytes(sum(bits[8 * k + j] << (7 - j) for j in range(8)) for k in range(8 * count))
    return {
        "bitstream": bitstream,
        "samples": array("h", [0] * count),
        "count": count,
        "state": array("i", [5, -1000, 2147400000, 2147390000, -2500, 40]),
    }


def reference(bitstream, samples, count, state):
    def wrapped(value):
        return (value + 2**31) % 2**32 - 2**31

    accumulators = list(state[:3])
    for n in range(count):
        for byte in bitstream[8 * n : 8 * n + 8]:
            for bit in f"{byte:08b}":
                value = 1 if bit == "1" else -1
                for k in range(3):
                    accumulators[k] = value = wrapped(accumulators[k] + value)
        value = accumulators[2]
        for k in range(3, 6):
            state[k], value = value, wrapped(value - state[k])
        samples[n] = max(-32768, min(value >> 3, 32767))
    state[:3] = array("i", accumulators)
