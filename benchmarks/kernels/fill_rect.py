"""Fill a rectangle of an RGB565 frame with a colour."""

from array import array

from nativecomp import ptr16, uint16, viper


@viper
def fill_rect_pointer(frame: ptr16, stride: int, x: int, y: int, width: int, height: int, colour: int):
    for row in range(y, y + height):
        start = row * stride + x
        for i in range(start, start + width):
            frame[i] = colour


@viper
def fill_rect_buffer(frame: uint16[:], stride: int, x: int, y: int, width: int, height: int, colour: int):
    for row in range(y, y + height):
        start = row * stride + x
        for i in range(start, start + width):
            frame[i] = colour


def inputs():
    frame = array("H", [0]) * (160 * 128)
    return {"frame": frame, "stride": 160, "x": 7, "y": 3, "width": 111, "height": 100, "colour": 0xF81F}


def reference(frame, stride, x, y, width, height, colour):
    for row in range(y, y + height):
        frame[row * stride + x : row * stride + x + width] = array("H", [colour]) * width
