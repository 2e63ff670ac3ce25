"""Steps bodies that attract each other, in double precision; three coordinates a body."""

import itertools
from array import array

from nativecomp import float64, viper


@viper
def square_root(x: float64) -> float64:
    guess = 0.5 * (x + 1.0)
    for _ in range(8):
        guess = 0.5 * (guess + x / guess)
    return guess


@viper
def nbody_f64_buffer(position: float64[:], velocity: float64[:], mass: float64[:], step: float64, steps: int):
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
    numbers = [number / 16384 - 2 for number in noise(18, 19)]
    return {
        "position": array("d", numbers[:9]),
        "velocity": array("d", [number / 16 for number in numbers[9:]]),
        "mass": array("d", [1.0, 0.5, 0.25]),
        "step": 0.01,
        "steps": 2,
        "count": 3,
    }


def reference(position, velocity, mass, step, steps, count):
    for _ in range(steps):
        for i, j in itertools.combinations(range(count), 2):
            d = [position[3 * i + k] - position[3 * j + k] for k in range(3)]
            square = d[0] * d[0] + d[1] * d[1] + d[2] * d[2]
            root = (square + 1) / 2
            for _ in range(8):
                root = (root + square / root) / 2
            pull = step / (square * root)
            for k in range(3):
                velocity[3 * i + k] -= d[k] * (mass[j] * pull)
                velocity[3 * j + k] += d[k] * (mass[i] * pull)
        for i in range(3 * count):
            position[i] += step * velocity[i]
