"""Letters on small displays, in a font of the program's own."""

from nativecomp import Buffer, uint8, uint16, viper


@viper
def draw_text(
    frame: Buffer[uint16],
    stride: int,
    x: int,
    y: int,
    text: Buffer[uint8],
    font: Buffer[uint8],
    width: int,
    colour: int,
) -> int:
    """Draw a text as far as it is inside of the frame, whose rows have `stride` pixels; gives the place behind it.

    `font` has `width` bytes for each character from 32 (a space) on: columns, from the left, with the top pixel in the
    lowest bit. Pixels that are not set stay as they are. Characters that the font lacks are spaces. A column stays free
    between two characters.
    """
    height = len(frame) // stride
    for k in range(len(text)):
        glyph = (text[k] - 32) * width
        if glyph >= 0 and glyph + width <= len(font):
            for column in range(width):
                bits, left = font[glyph + column], x + column
                if 0 <= left < stride:
                    for row in range(8):
                        if bits >> row & 1 and 0 <= y + row < height:
                            frame[(y + row) * stride + left] = colour
        x += width + 1
    return x
