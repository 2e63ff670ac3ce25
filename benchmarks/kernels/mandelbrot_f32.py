"""Mandelbrot set in single precision: turns until escape for each pixel."""

from array import array

from nativecomp import float32, ptr8, uint8, viper


@viper
def mandelbrot_f32_pointer(
    image: ptr8, width: int, height: int, left: float32, top: float32, step: float32, turns: int
):
    for row in range(height):
        ci = top + row * step
        for column in range(width):
            cr = left + column * step
            zr: float32 = 0.0
            zi: float32 = 0.0
            turn = 0
            while turn < turns:
                rr = zr * zr
                ii = zi * zi
                if rr + ii > 4.0:
                    break
                zi = 2.0 * zr * zi + ci
                zr = rr - ii + cr
                turn += 1
            image[row * width + column] = turn


@viper
def mandelbrot_f32_buffer(
    image: uint8[:], width: int, height: int, left: float32, top: float32, step: float32, turns: int
):
    for row in range(height):
        ci = top + row * step
        for column in range(width):
            cr = left + column * step
            zr: float32 = 0.0
            zi: float32 = 0.0
            turn = 0
            while turn < turns:
                rr = zr * zr
                ii = zi * zi
                if rr + ii > 4.0:
                    break
                zi = 2.0 * zr * zi + ci
                zr = rr - ii + cr
                turn += 1
            image[row * width + column] = turn


def inputs():
    return {
        "image": bytearray(32 * 20), "width": 32, "height": 20,
        "left": -2.0, "top": -1.25, "step": 0.125, "turns": 30,
    }


def single(value):
    """The nearest single."""
    return array("f", [value])[0]


def reference(image, width, height, left, top, step, turns):
    for pixel in range(width * height):
        cr = single(left + single(pixel % width * step))
        ci = single(top + single(pixel // width * step))
        zr = zi = 0.0
        turn = 0
        while turn < turns:
            rr, ii = single(zr * zr), single(zi * zi)
            if single(rr + ii) > 4:
                break
            zi = single(single(2 * zr * zi) + ci)
            zr = single(single(rr - ii) + cr)
            turn += 1
        image[pixel] = turn
