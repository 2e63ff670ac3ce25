"""Mandelbrot and Julia sets with floats, drawn as rows of characters."""

SIZE = 56
SIZE_SMALL = 9
CHECK = (20, 42, 2)

SHADES = " .:-=+*#%@"
LIMIT = 20


def mandelbrot(cx, cy):
    x = 0.0
    y = 0.0
    count = 0
    while count < LIMIT and x * x + y * y <= 4.0:
        x, y = x * x - y * y + cx, 2.0 * x * y + cy
        count += 1
    return count


def julia(z, c):
    for count in range(LIMIT):
        if z.real * z.real + z.imag * z.imag > 4.0:
            return count
        z = z * z + c
    return LIMIT


def picture(width, height):
    rows = []
    for j in range(height):
        cy = 2.2 * (j + 0.5) / height - 1.13
        row = ""
        for i in range(width):
            cx = 3.1 * (i + 0.5) / width - 2.21
            row += SHADES[mandelbrot(cx, cy) * 9 // LIMIT]
        rows.append(row)
    return rows


def main(n):
    rows = picture(n, n)
    inside = 0
    outside = 0
    for row in rows:
        inside += row.count("@")
        outside += row.count(" ") + row.count(".")
    area = 0
    c = complex(-0.4, 0.59)
    half = n // 2
    for j in range(half):
        for i in range(half):
            z = complex(2.9 * i / half - 1.43, 2.3 * j / half - 1.17)
            if julia(z, c) == LIMIT:
                area += 1
    return inside, outside, area
