"""Steps bodies that attract each other, in single precision; three coordinates a body."""

import itertools
from array import array

from nativecomp import float32, viper


@viper
def square_root(x: float32) -> float32:
    guess = 0.5 * (x + 1.0)
    for _ in range(8):
        guess = 0.5 * (guess + x / guess)
    return guess


@viper
def nbody_f32_buffer(position: float32[:], velocity: float32[:], mass: float32[:], step: float32, steps: int):
    count = len(mass)
    for _ in range(steps):
        for i in range(count):
            for j in range(i + 1, count):
                dx = position[3 * i] - position[3 * j]
                dy = position[3 * i + 1] - position[3 * j + 1]
                dz = position[3 * i + 2] - position[3 * j + 2]
                square = dx * dx + dy * dy + dz * dz
                pull = step / (square * square_root(square))
                first = mass[j] * pull
                velocity[3 * i] -= dx * first
                velocity[3 * i + 1] -= dy * first
                velocity[3 * i + 2] -= dz * first
                second = mass[i] * pull
                velocity[3 * j] += dx * second
                velocity[3 * j + 1] += dy * second
                velocity[3 * j + 2] += dz * second
        for i in range(3 * count):
            position[i] += step * velocity[i]


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    numbers = [number / 16384 - 2 for number in noise(30, 17)]
    return {
        "position": array("f", numbers[:15]),
        "velocity": array("f", [number / 16 for number in numbers[15:]]),
        "mass": array("f", [1.0, 0.5, 0.25, 0.125, 0.125]),
        "step": 0.03125,
        "steps": 10,
        "count": 5,
    }


def single(value):
    """The nearest single."""
    return array("f", [value])[0]


def reference(position, velocity, mass, step, steps, count):
    for _ in range(steps):
        for i, j in itertools.combinations(range(count), 2):
            d = [single(position[3 * i + k] - position[3 * j + k]) for k in range(3)]
            square = single(single(single(d[0] * d[0]) + single(d[1] * d[1])) + single(d[2] * d[2]))
            root = single(0.5 * single(square + 1))
            for _ in range(8):
                root = single(0.5 * single(root + single(square / root)))
            pull = single(step / single(square * root))
            for k in range(3):
                velocity[3 * i + k] -= single(d[k] * single(mass[j] * pull))
                velocity[3 * j + k] += single(d[k] * single(mass[i] * pull))
        for i in range(3 * count):
            position[i] += single(step * velocity[i])
