"""Scales a grey picture to another size, between four pixels in steps of 1/256."""

import itertools

from nativecomp import ptr8, uint8, viper


@viper
def scale_bilinear_pointer(source: ptr8, width: int, height: int, target: ptr8, new_width: int, new_height: int):
    step_x = ((width - 1) << 8) // new_width
    step_y = ((height - 1) << 8) // new_height
    for y in range(new_height):
        top = ((y * step_y) >> 8) * width
        part_y = (y * step_y) & 255
        for x in range(new_width):
            place = top + ((x * step_x) >> 8)
            part_x = (x * step_x) & 255
            upper = (source[place] << 8) + (source[place + 1] - source[place]) * part_x
            place += width
            lower = (source[place] << 8) + (source[place + 1] - source[place]) * part_x
            target[y * new_width + x] = ((upper << 8) + (lower - upper) * part_y + 32768) >> 16


@viper
def scale_bilinear_buffer(source: uint8[:], width: int, height: int, target: uint8[:], new_width: int, new_height: int):
    step_x = ((width - 1) << 8) // new_width
    step_y = ((height - 1) << 8) // new_height
    for y in range(new_height):
        top = ((y * step_y) >> 8) * width
        part_y = (y * step_y) & 255
        for x in range(new_width):
            place = top + ((x * step_x) >> 8)
            part_x = (x * step_x) & 255
            upper = (source[place] << 8) + (source[place + 1] - source[place]) * part_x
            place += width
            lower = (source[place] << 8) + (source[place + 1] - source[place]) * part_x
            target[y * new_width + x] = ((upper << 8) + (lower - upper) * part_y + 32768) >> 16


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    return {
        "source": bytes(number >> 8 for number in noise(16 * 12, 68)),
        "width": 16,
        "height": 12,
        "target": bytearray(40 * 30),
        "new_width": 40,
        "new_height": 30,
    }


def reference(source, width, height, target, new_width, new_height):
    for i in range(new_width * new_height):
        fy, fx = i // new_width * ((height - 1) * 256 // new_height), i % new_width * ((width - 1) * 256 // new_width)
        total = 0
        for dy, dx in itertools.product((0, 1), (0, 1)):
            weight = (fy % 256 if dy else 256 - fy % 256) * (fx % 256 if dx else 256 - fx % 256)
            total += source[(fy // 256 + dy) * width + fx // 256 + dx] * weight
        target[i] = (total + 32768) // 65536
