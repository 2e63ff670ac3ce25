"""Fills the area of one colour around a pixel with another, with a stack of places; returns its size."""

from array import array

from nativecomp import ptr8, ptr16, uint8, uint16, viper


@viper
def flood_fill_pointer(frame: ptr8, width: int, height: int, start: int, colour: int, stack: ptr16) -> int:
    old = frame[start]
    if old == colour:
        return 0
    filled = 1
    frame[start] = colour
    stack[0] = start
    depth = 1
    while depth > 0:
        depth -= 1
        place = stack[depth]
        x = place % width
        y = place // width
        if x > 0 and frame[place - 1] == old:
            frame[place - 1] = colour
            stack[depth] = place - 1
            depth += 1
            filled += 1
        if x < width - 1 and frame[place + 1] == old:
            frame[place + 1] = colour
            stack[depth] = place + 1
            depth += 1
            filled += 1
        if y > 0 and frame[place - width] == old:
            frame[place - width] = colour
            stack[depth] = place - width
            depth += 1
            filled += 1
        if y < height - 1 and frame[place + width] == old:
            frame[place + width] = colour
            stack[depth] = place + width
            depth += 1
            filled += 1
    return filled


@viper
def flood_fill_buffer(frame: uint8[:], width: int, height: int, start: int, colour: int, stack: uint16[:]) -> int:
    old = frame[start]
    if old == colour:
        return 0
    filled = 1
    frame[start] = colour
    stack[0] = start
    depth = 1
    while depth > 0:
        depth -= 1
        place = stack[depth]
        x = place % width
        y = place // width
        if x > 0 and frame[place - 1] == old:
            frame[place - 1] = colour
            stack[depth] = place - 1
            depth += 1
            filled += 1
        if x < width - 1 and frame[place + 1] == old:
            frame[place + 1] = colour
            stack[depth] = place + 1
            depth += 1
            filled += 1
        if y > 0 and frame[place - width] == old:
            frame[place - width] = colour
            stack[depth] = place - width
            depth += 1
            filled += 1
        if y < height - 1 and frame[place + width] == old:
            frame[place + width] = colour
            stack[depth] = place + width
            depth += 1
            filled += 1
    return filled


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    frame = bytearray(number >> 13 == 0 for number in noise(32 * 24, 64))
    frame[400] = 0
    return {"frame": frame, "width": 32, "height": 24, "start": 400, "colour": 9, "stack": array("H", [0] * 800)}


def reference(frame, width, height, start, colour, stack):
    old = frame[start]
    area = {start}
    queue = [start]
    slots = list(stack)
    while queue:
        place = queue.pop()
        y, x = divmod(place, width)
        for inside, near in (
            (x, place - 1),
            (x + 1 < width, place + 1),
            (y, place - width),
            (y + 1 < height, place + width),
        ):
            if inside and frame[near] == old and near not in area:
                area.add(near)
                slots[len(queue)] = near
                queue.append(near)
    slots[0] = slots[0] or start
    for place in area:
        frame[place] = colour
    stack[:] = array("H", slots)
    return len(area)
