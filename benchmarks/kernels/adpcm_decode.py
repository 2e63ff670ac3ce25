"""IMA ADPCM, four bits a sample, low nibble first, to 16-bit samples."""

import random
from array import array

from nativecomp import int8, int16, ptr8, ptr16, uint8, uint16, viper


@viper
def adpcm_decode_pointer(output: ptr16, data: ptr8, count: int, steps: ptr16, changes: ptr8):
    predicted = 0
    index = 0
    for i in range(count):
        code = data[i >> 1]
        code = code >> 4 if i & 1 else code & 15
        step = steps[index]
        difference = step >> 3
        if code & 4:
            difference += step
        if code & 2:
            difference += step >> 1
        if code & 1:
            difference += step >> 2
        if code & 8:
            difference = -difference
        predicted = max(-32768, min(32767, predicted + difference))
        index = max(0, min(88, index + int8(changes[code])))
        output[i] = predicted


@viper
def adpcm_decode_buffer(output: int16[:], data: uint8[:], steps: uint16[:], changes: int8[:]):
    predicted = 0
    index = 0
    for i in range(len(output)):
        code = data[i >> 1]
        code = code >> 4 if i & 1 else code & 15
        step = steps[index]
        difference = step >> 3
        if code & 4:
            difference += step
        if code & 2:
            difference += step >> 1
        if code & 1:
            difference += step >> 2
        if code & 8:
            difference = -difference
        predicted = max(-32768, min(32767, predicted + difference))
        index = max(0, min(88, index + changes[code]))
        output[i] = predicted


def make_steps():
    """89 step sizes from 7 to 32767, each about a tenth larger than the one before."""
    return array("H", [min(32767, round(7 * 1.1**i)) for i in range(89)])


def inputs():
    changes = array("b", [-1, -1, -1, -1, 2, 4, 6, 8] * 2)
    data = random.Random(33).randbytes(500)
    return {
        "output": array("h", [0]) * 1000, "data": data, "count": 1000, "steps": make_steps(), "changes": changes,
    }


def reference(output, data, count, steps, changes):
    codes = [code for byte in data for code in (byte & 15, byte >> 4)]
    predicted = index = 0
    for i, code in enumerate(codes):
        step = steps[index]
        parts = [step >> 3, step * (code >> 2 & 1), (step >> 1) * (code >> 1 & 1), (step >> 2) * (code & 1)]
        predicted += -sum(parts) if code & 8 else sum(parts)
        predicted = max(-32768, min(32767, predicted))
        index = max(0, min(88, index + changes[code]))
        output[i] = predicted
