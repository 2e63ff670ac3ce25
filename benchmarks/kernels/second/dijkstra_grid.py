"""Least costs of the ways from the first cell of a small grid to each, by Dijkstra's method with a plain search."""

from array import array

from nativecomp import int32, ptr8, ptr32, uint8, viper


@viper
def dijkstra_grid_pointer(costs: ptr8, width: int, height: int, distances: ptr32, done: ptr8) -> int:
    size = width * height
    for i in range(size):
        distances[i] = 0x7FFFFFFF
        done[i] = 0
    distances[0] = 0
    for _ in range(size):
        best = -1
        least = 0x7FFFFFFF
        for i in range(size):
            if not done[i] and distances[i] < least:
                least = distances[i]
                best = i
        if best < 0:
            break
        done[best] = 1
        x = best % width
        y = best // width
        if x > 0:
            distances[best - 1] = min(distances[best - 1], least + costs[best - 1])
        if x < width - 1:
            distances[best + 1] = min(distances[best + 1], least + costs[best + 1])
        if y > 0:
            distances[best - width] = min(distances[best - width], least + costs[best - width])
        if y < height - 1:
            distances[best + width] = min(distances[best + width], least + costs[best + width])
    return distances[size - 1]


@viper
def dijkstra_grid_buffer(costs: uint8[:], width: int, height: int, distances: int32[:], done: uint8[:]) -> int:
    size = width * height
    for i in range(size):
        distances[i] = 0x7FFFFFFF
        done[i] = 0
    distances[0] = 0
    for _ in range(size):
        best = -1
        least = 0x7FFFFFFF
        for i in range(size):
            if not done[i] and distances[i] < least:
                least = distances[i]
                best = i
        if best < 0:
            break
        done[best] = 1
        x = best % width
        y = best // width
        if x > 0:
            distances[best - 1] = min(distances[best - 1], least + costs[best - 1])
        if x < width - 1:
            distances[best + 1] = min(distances[best + 1], least + costs[best + 1])
        if y > 0:
            distances[best - width] = min(distances[best - width], least + costs[best - width])
        if y < height - 1:
            distances[best + width] = min(distances[best + width], least + costs[best + width])
    return distances[size - 1]


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    return {
        "costs": bytes(1 + (number >> 12) for number in noise(80, 62)),
        "width": 10,
        "height": 8,
        "distances": array("i", [0] * 80),
        "done": bytearray(80),
    }


def reference(costs, width, height, distances, done):
    distances[:] = array("i", [10**6] * 80)
    distances[0] = 0
    for _ in range(width * height):
        for i, cost in enumerate(costs):
            near = [i - width] * (i >= width) + [i + width] * (i + width < width * height)
            near += [i - 1] * (i % width > 0) + [i + 1] * (i % width < width - 1)
            distances[i] = min([distances[i]] + [distances[k] + cost for k in near])
    done[:] = bytes([1]) * (width * height)
    return distances[-1]
