"""One generation of Conway's game of life on a torus, one byte a cell."""

import random

from nativecomp import ptr8, uint8, viper


@viper
def life_pointer(after: ptr8, before: ptr8, width: int, height: int):
    for y in range(height):
        above = (y - 1 if y > 0 else height - 1) * width
        middle = y * width
        below = (y + 1 if y < height - 1 else 0) * width
        for x in range(width):
            left = x - 1 if x > 0 else width - 1
            right = x + 1 if x < width - 1 else 0
            neighbours = (
                before[above + left] + before[above + x] + before[above + right]
                + before[middle + left] + before[middle + right]
                + before[below + left] + before[below + x] + before[below + right]
            )
            if neighbours == 3 or (neighbours == 2 and before[middle + x]):
                after[middle + x] = 1
            else:
                after[middle + x] = 0


@viper
def life_buffer(after: uint8[:], before: uint8[:], width: int, height: int):
    for y in range(height):
        above = (y - 1 if y > 0 else height - 1) * width
        middle = y * width
        below = (y + 1 if y < height - 1 else 0) * width
        for x in range(width):
            left = x - 1 if x > 0 else width - 1
            right = x + 1 if x < width - 1 else 0
            neighbours = (
                before[above + left] + before[above + x] + before[above + right]
                + before[middle + left] + before[middle + right]
                + before[below + left] + before[below + x] + before[below + right]
            )
            if neighbours == 3 or (neighbours == 2 and before[middle + x]):
                after[middle + x] = 1
            else:
                after[middle + x] = 0


def inputs():
    rng = random.Random(18)
    before = bytes(rng.randrange(2) for _ in range(40 * 32))
    return {"after": bytearray(40 * 32), "before": before, "width": 40, "height": 32}


def reference(after, before, width, height):
    for y in range(height):
        for x in range(width):
            square = sum(
                before[(y + dy) % height * width + (x + dx) % width] for dy in (-1, 0, 1) for dx in (-1, 0, 1)
            )
            alive = before[y * width + x]
            after[y * width + x] = square == 3 or (alive and square == 4)
