"""Draw a sprite with transparent pixels.

The frame has one byte a pixel; the sprite is cut off at its edges.

    nativecomp run examples/blit.py
"""

import micropython

WIDTH = 48
HEIGHT = 14
INK = " .+#"
CLEAR = 255

SHIP = """
....##....
...#++#...
..#++++#..
.##++++##.
#+########
.#.#..#.#.
"""


@micropython.viper
def fill(frame: ptr8, size: int, colour: int):
    for i in range(size):
        frame[i] = colour


@micropython.viper
def blit(
    frame: ptr8, frame_width: int, frame_height: int,
    sprite: ptr8, width: int, height: int, x: int, y: int, clear: int,
):
    first = max(0, -x)
    last = min(width, frame_width - x)
    for row in range(max(0, -y), min(height, frame_height - y)):
        source = row * width
        target = (y + row) * frame_width + x
        for column in range(first, last):
            pixel = sprite[source + column]
            if pixel != clear:
                frame[target + column] = pixel


def load(picture):
    """A sprite from text: its bytes, width and height."""
    rows = picture.strip().split("\n")
    pixels = bytes(CLEAR if letter == "." else INK.index(letter) for row in rows for letter in row)
    return pixels, len(rows[0]), len(rows)


def scene():
    """A frame with four ships, three of them partly outside."""
    frame = bytearray(WIDTH * HEIGHT)
    fill(frame, len(frame), 1)
    sprite, width, height = load(SHIP)
    for x, y in ((4, 4), (20, -2), (41, 3), (28, 10)):
        blit(frame, WIDTH, HEIGHT, sprite, width, height, x, y, CLEAR)
    return frame


def sample():
    sprite = bytes(CLEAR if (i * 37) % 11 < 4 else i & 3 for i in range(64 * 64))
    frame = bytearray(80 * 80)
    return blit, (frame, 80, 80, sprite, 64, 64, 8, 8, CLEAR), 64 * 64, "pixel"


def check():
    sprite, width, _ = load(SHIP)
    expected = bytearray([1]) * (WIDTH * HEIGHT)
    for x, y in ((4, 4), (20, -2), (41, 3), (28, 10)):
        for i, pixel in enumerate(sprite):
            column, row = x + i % width, y + i // width
            if pixel != CLEAR and 0 <= column < WIDTH and 0 <= row < HEIGHT:
                expected[row * WIDTH + column] = pixel
    assert scene() == expected


def main():
    frame = scene()
    for row in range(HEIGHT):
        print("".join(INK[pixel] for pixel in frame[row * WIDTH : (row + 1) * WIDTH]))


if __name__ == "__main__":
    main()
