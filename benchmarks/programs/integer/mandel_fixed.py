"""Mandelbrot set in fixed point (12 fraction bits), as for a small display."""

SIZE = 72
SIZE_SMALL = 8
CHECK = (12, 10135)

SHIFT = 12
ONE = 1 << SHIFT
LIMIT = 4 * ONE
MAX_STEPS = 24


def escape_steps(cx, cy):
    x = y = 0
    for step in range(MAX_STEPS):
        xx = (x * x) >> SHIFT
        yy = (y * y) >> SHIFT
        if xx + yy > LIMIT:
            return step
        y = ((x * y) >> (SHIFT - 1)) + cy
        x = xx - yy + cx
    return MAX_STEPS


def main(n):
    width = n
    height = n
    left = -2 * ONE - ONE // 4
    top = -ONE - ONE // 5
    step_x = 3 * ONE // width
    step_y = 12 * ONE // 5 // height
    inside = 0
    checksum = 0
    cy = top
    for _ in range(height):
        cx = left
        for _ in range(width):
            steps = escape_steps(cx, cy)
            if steps == MAX_STEPS:
                inside += 1
            checksum = (checksum * 31 + steps) % 65521
            cx += step_x
        cy += step_y
    return inside, checksum
