"""Ellipses and polygons as pixels, the same ones that MicroPython's `framebuf` sets.

An ellipse of radii a and b is two arcs, one from (a, 0) upwards while it is steep and one from (0, b) while it is flat;
the second is the first of an ellipse with a and b exchanged. Each step chooses the pixel whose error is smaller.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise


def _steep_arc(a: int, b: int) -> Iterator[tuple[int, int]]:
    x, y, error = a, 0, 0
    across, up = b * b * (1 - 2 * a), a * a
    while b * b * x >= a * a * y:
        yield x, y
        y += 1
        error += up
        up += 2 * a * a
        if 2 * error + across > 0:
            x -= 1
            error += across
            across += 2 * b * b


def ellipse_points(a: int, b: int) -> Iterator[tuple[int, int]]:
    """The points of the first quarter of an ellipse around (0, 0); not both radii are 0."""
    yield from _steep_arc(a, b)
    yield from ((x, y) for y, x in _steep_arc(b, a))


Edge = tuple[tuple[int, int], tuple[int, int]]


def edges(coordinates: Sequence[int]) -> list[Edge]:
    """The edges of a polygon, from its first corner to the last one, and on downwards to the first."""
    corners = list(zip(coordinates[::2], coordinates[1::2], strict=False))
    return list(pairwise([corners[0], *reversed(corners)])) if corners else []


def _cut(numerator: int, denominator: int) -> int:
    """The quotient, cut towards 0 as C cuts it."""
    quotient = abs(numerator) // abs(denominator)
    return quotient if (numerator < 0) == (denominator < 0) else -quotient


def spans(polygon: list[Edge]) -> Iterator[tuple[int, int, int]]:
    """The rows inside of a polygon: first and last column, row."""
    rows = [corner[1] for edge in polygon for corner in edge]
    for row in range(min(rows), max(rows) + 1):
        nodes = []
        for (x1, y1), (x2, y2) in polygon:
            if min(y1, y2) <= row < max(y1, y2):
                # In parts of a 32nd, rounded.
                nodes.append(_cut(32 * x1 + _cut(32 * (x2 - x1) * (row - y1), y2 - y1) + 16, 32))
            elif row == max(y1, y2):
                # The lower end of an edge belongs to no pair below.
                lower = [x for x, y in ((x1, y1), (x2, y2)) if y == row]
                yield min(lower), max(lower), row
        nodes.sort()
        yield from ((first, last, row) for first, last in zip(nodes[::2], nodes[1::2], strict=True))
