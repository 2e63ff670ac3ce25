"""Pixels of 16 bits (5 red, 6 green, 5 blue), as most small displays have."""

from nativecomp import Buffer, uint8, uint16, viper


@viper
def rgb565(red: int, green: int, blue: int) -> int:
    """The pixel of three bytes."""
    return (red & 0xF8) << 8 | (green & 0xFC) << 3 | blue >> 3


@viper
def to_rgb565(source: Buffer[uint8], output: Buffer[uint16]) -> None:
    """Pixels of three bytes, red first, to 16 bits."""
    for i in range(len(output)):
        output[i] = rgb565(source[3 * i], source[3 * i + 1], source[3 * i + 2])


@viper
def to_rgb888(source: Buffer[uint16], output: Buffer[uint8]) -> None:
    """Pixels of 16 bits to three bytes; the highest bits fill the lowest, so that white stays white."""
    for i in range(len(source)):
        pixel = source[i]
        red, green, blue = pixel >> 11, pixel >> 5 & 63, pixel & 31
        output[3 * i] = red << 3 | red >> 2
        output[3 * i + 1] = green << 2 | green >> 4
        output[3 * i + 2] = blue << 3 | blue >> 2


@viper
def blend(over: int, under: int, alpha: int) -> int:
    """A mixture of two pixels: `alpha` of 32 parts of the upper one."""
    # Green apart from red and blue, so that each has room to grow.
    over_green, under_green = over & 0x07E0, under & 0x07E0
    over_rest, under_rest = over & 0xF81F, under & 0xF81F
    green = (over_green * alpha + under_green * (32 - alpha)) >> 5 & 0x07E0
    return green | (over_rest * alpha + under_rest * (32 - alpha)) >> 5 & 0xF81F


@viper
def fill_rect(frame: Buffer[uint16], stride: int, x: int, y: int, width: int, height: int, colour: int) -> None:
    """Fill a rectangle, as far as it is inside of the frame, whose rows have `stride` pixels."""
    left, right = max(x, 0), min(x + width, stride)
    for row in range(max(y, 0), min(y + height, len(frame) // stride)):
        for column in range(left, right):
            frame[row * stride + column] = colour


@viper
def blit(frame: Buffer[uint16], stride: int, sprite: Buffer[uint16], width: int, x: int, y: int, key: int = -1) -> None:
    """Copy a picture into the frame, as far as it is inside; pixels of the colour `key` stay as they are."""
    height = len(sprite) // width
    for row in range(max(y, 0), min(y + height, len(frame) // stride)):
        for column in range(max(x, 0), min(x + width, stride)):
            pixel = sprite[(row - y) * width + column - x]
            if pixel != key:
                frame[row * stride + column] = pixel
