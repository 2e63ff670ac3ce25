"""Mandelbrot set in fixed point with 12 bits after the point: turns until escape for each pixel."""

from nativecomp import ptr8, uint8, viper

ONE = 1 << 12


@viper
def mandelbrot_fixed_pointer(image: ptr8, width: int, height: int, left: int, top: int, step: int, turns: int):
    for row in range(height):
        ci = top + row * step
        for column in range(width):
            cr = left + column * step
            zr = 0
            zi = 0
            turn = 0
            while turn < turns:
                rr = zr * zr >> 12
                ii = zi * zi >> 12
                if rr + ii > 4 * ONE:
                    break
                zi = (zr * zi >> 11) + ci
                zr = rr - ii + cr
                turn += 1
            image[row * width + column] = turn


@viper
def mandelbrot_fixed_buffer(
    image: uint8[:], width: int, height: int, left: int, top: int, step: int, turns: int
):
    for row in range(height):
        ci = top + row * step
        for column in range(width):
            cr = left + column * step
            zr = 0
            zi = 0
            turn = 0
            while turn < turns:
                rr = zr * zr >> 12
                ii = zi * zi >> 12
                if rr + ii > 4 * ONE:
                    break
                zi = (zr * zi >> 11) + ci
                zr = rr - ii + cr
                turn += 1
            image[row * width + column] = turn


def inputs():
    return {
        "image": bytearray(32 * 20), "width": 32, "height": 20,
        "left": -2 * ONE, "top": -5 * ONE // 4, "step": ONE // 10, "turns": 30,
    }


def reference(image, width, height, left, top, step, turns):
    for pixel in range(width * height):
        zr = zi = turn = 0
        while turn < turns and (zr * zr >> 12) + (zi * zi >> 12) <= 4 * ONE:
            rr, ii = zr * zr >> 12, zi * zi >> 12
            zr, zi = rr - ii + left + pixel % width * step, (zr * zi >> 11) + top + pixel // width * step
            turn += 1
        image[pixel] = turn
