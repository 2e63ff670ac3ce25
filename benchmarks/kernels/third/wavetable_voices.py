"""Mix decaying voices of a wavetable synthesiser with linear interpolation and saturation."""

import math
from array import array

from nativecomp import int16, ptr16, ptr32, uint, uint16, uint32, viper


@viper
def wavetable_voices_pointer(
    output: ptr16, count: int, table: ptr16, phases: ptr32, steps: ptr32, levels: ptr16, voices: int
) -> None:
    for i in range(count):
        mix = 0
        for v in range(voices):
            phase = uint(phases[v])
            index = int(phase >> 24)
            fraction = int((phase >> 16) & 0xFF)
            here = int(int16(table[index]))
            there = int(int16(table[index + 1]))
            value = here + (((there - here) * fraction) >> 8)
            level = levels[v]
            mix += (value * level) >> 15
            levels[v] = level - (level >> 8)
            phases[v] = phases[v] + steps[v]
        if mix > 32767:
            mix = 32767
        elif mix < -32768:
            mix = -32768
        output[i] = mix


@viper
def wavetable_voices_buffer(
    output: int16[:], table: int16[:], phases: uint32[:], steps: uint32[:], levels: uint16[:]
) -> None:
    for i in range(len(output)):
        mix = 0
        for v in range(len(phases)):
            phase = phases[v]
            index = int(phase >> 24)
            fraction = int((phase >> 16) & 0xFF)
            here = int(table[index])
            there = int(table[index + 1])
            value = here + (((there - here) * fraction) >> 8)
            level = int(levels[v])
            mix += (value * level) >> 15
            levels[v] = uint16(level - (level >> 8))
            phases[v] = phase + steps[v]
        output[i] = int16(max(min(mix, 32767), -32768))


def inputs():
    table = array("h")
    for k in range(257):
        angle = 2 * math.pi * k / 256
        table.append(round(21000 * math.sin(angle) + 7000 * math.sin(3 * angle) + 3000 * math.sin(5 * angle)))
    return {
        "output": array("h", [0] * 240),
        "count": 240,
        "table": table,
        "phases": array("I", [0, 0x40000000, 0xC0000000, 0x12345678]),
        "steps": array("I", [0x02C3B1A0, 0x0379F2C4, 0x042A0000, 0x05876341]),
        "levels": array("H", [32767, 30000, 21000, 16000]),
        "voices": 4,
    }


def reference(output, count, table, phases, steps, levels, voices):
    for i in range(count):
        mix = 0
        for v in range(voices):
            index, fraction = divmod(phases[v] >> 16, 256)
            value = table[index] + ((table[index + 1] - table[index]) * fraction >> 8)
            mix += value * levels[v] >> 15
            levels[v] -= levels[v] >> 8
            phases[v] = (phases[v] + steps[v]) % 2**32
        output[i] = sorted((-32768, mix, 32767))[1]
