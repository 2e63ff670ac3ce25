"""Draw a filled circle on a frame of one byte a pixel, row by row."""

from nativecomp import ptr8, uint8, viper


@viper
def circle_pointer(frame: ptr8, stride: int, x: int, y: int, radius: int, colour: int):
    limit = radius * radius
    half = 0
    for row in range(-radius, radius + 1):
        while (half + 1) * (half + 1) + row * row <= limit:
            half += 1
        while half * half + row * row > limit:
            half -= 1
        centre = (y + row) * stride + x
        for i in range(centre - half, centre + half + 1):
            frame[i] = colour


@viper
def circle_buffer(frame: uint8[:], stride: int, x: int, y: int, radius: int, colour: int):
    limit = radius * radius
    half = 0
    for row in range(-radius, radius + 1):
        while (half + 1) * (half + 1) + row * row <= limit:
            half += 1
        while half * half + row * row > limit:
            half -= 1
        centre = (y + row) * stride + x
        for i in range(centre - half, centre + half + 1):
            frame[i] = colour


def inputs():
    return {"frame": bytearray(128 * 128), "stride": 128, "x": 64, "y": 63, "radius": 60, "colour": 9}


def reference(frame, stride, x, y, radius, colour):
    for row in range(-radius, radius + 1):
        for column in range(-radius, radius + 1):
            if row * row + column * column <= radius * radius:
                frame[(y + row) * stride + x + column] = colour
