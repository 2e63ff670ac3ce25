"""The blit with `int(...)` around what the built-in functions give."""

from nativecomp import ptr16, viper


@viper
def blit(
    frame: ptr16,
    frame_width: int,
    frame_height: int,
    image: ptr16,
    width: int,
    height: int,
    x: int,
    y: int,
    transparent: int,
):
    first_column = int(max(0, -x))
    last_column = int(min(width, frame_width - x))
    last_row = int(min(height, frame_height - y))
    for row in range(int(max(0, -y)), last_row):
        source = row * width
        target = (y + row) * frame_width + x
        for column in range(first_column, last_column):
            pixel = image[source + column]
            if pixel != transparent:
                frame[target + column] = pixel
