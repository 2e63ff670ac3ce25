"""Pulse widths of channels that fade from one brightness to another over some steps, by a table with interpolation."""

import math
from array import array
from fractions import Fraction

from nativecomp import ptr8, ptr16, uint8, uint16, viper


@viper
def pwm_fade_pointer(table: ptr16, start: ptr8, goal: ptr8, channels: int, steps: int, widths: ptr16):
    for step in range(steps):
        for channel in range(channels):
            begin = start[channel] << 8
            level = begin + ((goal[channel] << 8) - begin) * step // (steps - 1)
            place = level >> 12
            low = table[place]
            widths[step * channels + channel] = low + (((table[place + 1] - low) * (level & 4095)) >> 12)


@viper
def pwm_fade_buffer(table: uint16[:], start: uint8[:], goal: uint8[:], steps: int, widths: uint16[:]):
    channels = len(start)
    for step in range(steps):
        for channel in range(channels):
            begin = start[channel] << 8
            level = begin + ((goal[channel] << 8) - begin) * step // (steps - 1)
            place = level >> 12
            low = table[place]
            widths[step * channels + channel] = low + (((table[place + 1] - low) * (level & 4095)) >> 12)


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    numbers = noise(24, 72)
    return {
        "table": array("H", [i**3 * 16 for i in range(16)] + [65535]),
        "start": bytes(number >> 8 for number in numbers[:12]),
        "goal": bytes(number >> 8 for number in numbers[12:]),
        "channels": 12,
        "steps": 64,
        "widths": array("H", [0] * (12 * 64)),
    }


def reference(table, start, goal, channels, steps, widths):
    for i in range(steps * channels):
        step, channel = divmod(i, channels)
        level = 256 * start[channel] + math.floor(Fraction((goal[channel] - start[channel]) * 256 * step, steps - 1))
        place, part = divmod(level, 4096)
        widths[i] = table[place] + (table[place + 1] - table[place]) * part // 4096
