"""Draw the Mandelbrot set as text.

In single precision.

    nativecomp run examples/mandelbrot.py
"""

from array import array

from nativecomp import Buffer, float32, uint8, viper

WIDTH, HEIGHT, TURNS = 72, 28, 60
INK = " .:-=+*%@#"


@viper
def escape(cr: float32, ci: float32, turns: int) -> int:
    """Turns until the point leaves the circle of radius 2, at most `turns`."""
    zr: float32 = 0.0
    zi: float32 = 0.0
    for turn in range(turns):
        rr = zr * zr
        ii = zi * zi
        if rr + ii > 4.0:
            return turn
        zi = 2.0 * zr * zi + ci
        zr = rr - ii + cr
    return turns


@viper
def mandelbrot(image: Buffer[uint8], width: int, left: float32, top: float32, step: float32, turns: int) -> None:
    height = len(image) // width
    for y in range(height):
        for x in range(width):
            image[y * width + x] = escape(left + x * step, top + y * (2.0 * step), turns)


def single(value: float) -> float:
    """The nearest number in single precision, in which the core calculates."""
    return array("f", [value])[0]


def sample() -> "tuple[object, ...]":
    return mandelbrot, (bytearray(WIDTH * HEIGHT), WIDTH, -2.25, -1.25, 0.0446, TURNS), WIDTH * HEIGHT, "pixel"


def check() -> None:
    image = bytearray(16 * 9)
    mandelbrot(image, 16, -2.0, -1.125, 0.125, TURNS)
    for i, turns in enumerate(image):
        cr, ci = -2.0 + i % 16 * 0.125, -1.125 + i // 16 * 0.25
        zr = zi = 0.0
        expected = 0
        while expected < TURNS and single(single(zr * zr) + single(zi * zi)) <= 4:
            rr, ii = single(zr * zr), single(zi * zi)
            zr, zi = single(single(rr - ii) + cr), single(single(2 * zr * zi) + ci)
            expected += 1
        assert turns == expected, (i, turns, expected)


def main() -> None:
    image = bytearray(WIDTH * HEIGHT)
    mandelbrot(image, WIDTH, -2.25, -1.25, 0.0446, TURNS)
    for y in range(HEIGHT):
        row = image[y * WIDTH : (y + 1) * WIDTH]
        print("".join(INK[min(turns, TURNS - 1) * len(INK) // TURNS] for turns in row).rstrip())


if __name__ == "__main__":
    main()
