"""Stand-in for MicroPython's `framebuf`: drawing into a buffer of the caller's, in the formats of small displays.

A format says where the bits of a pixel lie; all shapes are made of pixels. Example, 16 pixels of one bit:

    MONO_HLSB, stride 16     pixel (x, y) is bit 7 - x % 8 of byte (x + y * 16) // 8
"""

from collections.abc import Callable, Sequence
from typing import Any

from nativecomp.standins.log import note
from nativecomp.standins.shapes import edges, ellipse_points, spans

MVLSB = MONO_VLSB = 0
RGB565, GS4_HMSB, MONO_HLSB, MONO_HMSB, GS2_HMSB, GS8 = range(1, 7)

_Place = Callable[[int, int, int], tuple[int, int, int]]

_PLACES: dict[int, _Place] = {
    MONO_VLSB: lambda x, y, stride: (x + y // 8 * stride, y % 8, 1),
    MONO_HLSB: lambda x, y, stride: ((x + y * stride) // 8, 7 - x % 8, 1),
    MONO_HMSB: lambda x, y, stride: ((x + y * stride) // 8, x % 8, 1),
    GS2_HMSB: lambda x, y, stride: ((x + y * stride) // 4, 2 * (x % 4), 2),
    GS4_HMSB: lambda x, y, stride: ((x + y * stride) // 2, 4 * (1 - x % 2), 4),
    GS8: lambda x, y, stride: (x + y * stride, 0, 8),
    RGB565: lambda x, y, stride: (2 * (x + y * stride), 0, 16),
}
"""By format: the byte of a pixel, its lowest bit there, and how many bits it has."""

_ROUNDED = {MONO_HLSB: 8, MONO_HMSB: 8, GS2_HMSB: 4, GS4_HMSB: 2}
"""A row has whole bytes: its stride is a multiple of so many pixels."""


class FrameBuffer:
    """A picture in a buffer of bytes. What lies outside of it is not drawn."""

    def __init__(self, buffer: Any, width: int, height: int, format: int, stride: int | None = None) -> None:
        """
        Raises:
            ValueError: there is no such format, or the buffer is too small.
        """
        if format not in _PLACES:
            raise ValueError("invalid format")
        rounded = _ROUNDED.get(format, 1)
        self._stride = -(-(width if stride is None else stride) // rounded) * rounded
        self._width, self._height, self._format = width, height, format
        self._data = memoryview(buffer).cast("B")
        rows = -(-height // 8) * 8 if format == MONO_VLSB else height
        columns = -(-width // rounded) * rounded
        last, _, bits = _PLACES[format](columns - 1, rows - 1, self._stride)
        if width < 1 or height < 1 or self._stride < width or last + -(-bits // 8) > len(self._data):
            raise ValueError("the buffer is too small for the picture")

    def _put(self, x: int, y: int, color: int) -> None:
        if not (0 <= x < self._width and 0 <= y < self._height):
            return
        at, shift, bits = _PLACES[self._format](x, y, self._stride)
        if bits == 16:
            self._data[at : at + 2] = (color & 0xFFFF).to_bytes(2, "little")
        else:
            if bits == 1:
                color = int(color != 0)
            mask = (1 << bits) - 1
            self._data[at] = self._data[at] & ~(mask << shift) | (color & mask) << shift

    def _get(self, x: int, y: int) -> int:
        at, shift, bits = _PLACES[self._format](x, y, self._stride)
        if bits == 16:
            return int.from_bytes(self._data[at : at + 2], "little")
        return self._data[at] >> shift & (1 << bits) - 1

    def pixel(self, x: int, y: int, c: int | None = None) -> int | None:
        if c is not None:
            self._put(x, y, c)
            return None
        return self._get(x, y) if 0 <= x < self._width and 0 <= y < self._height else None

    def fill(self, c: int) -> None:
        self.fill_rect(0, 0, self._width, self._height, c)

    def fill_rect(self, x: int, y: int, w: int, h: int, c: int) -> None:
        for row in range(max(y, 0), min(y + h, self._height)):
            for column in range(max(x, 0), min(x + w, self._width)):
                self._put(column, row, c)

    def rect(self, x: int, y: int, w: int, h: int, c: int, f: bool = False) -> None:
        if f:
            self.fill_rect(x, y, w, h, c)
            return
        self.hline(x, y, w, c)
        self.hline(x, y + h - 1, w, c)
        self.vline(x, y, h, c)
        self.vline(x + w - 1, y, h, c)

    def hline(self, x: int, y: int, w: int, c: int) -> None:
        self.fill_rect(x, y, w, 1, c)

    def vline(self, x: int, y: int, h: int, c: int) -> None:
        self.fill_rect(x, y, 1, h, c)

    def line(self, x1: int, y1: int, x2: int, y2: int, c: int) -> None:
        """Bresenham's line, both ends drawn."""
        across, down = abs(x2 - x1), -abs(y2 - y1)
        step_x, step_y = 1 if x1 < x2 else -1, 1 if y1 < y2 else -1
        error = across + down
        while True:
            self._put(x1, y1, c)
            if (x1, y1) == (x2, y2):
                return
            doubled = 2 * error
            if doubled >= down:
                error, x1 = error + down, x1 + step_x
            if doubled <= across:
                error, y1 = error + across, y1 + step_y

    def ellipse(self, x: int, y: int, xr: int, yr: int, c: int, f: bool = False, m: int = 15) -> None:
        """Of its four quarters, counted from the upper right one to the left, those whose bit is in `m`."""
        points = ellipse_points(xr, yr) if xr or yr else [(0, 0)]
        for across, up in points:
            for quarter, (right, down) in enumerate(((across, -up), (-across, -up), (-across, up), (across, up))):
                if m >> quarter & 1 and f and (xr or yr):
                    self.fill_rect(x + min(right, 0), y + down, across + 1, 1, c)
                elif m >> quarter & 1:
                    self._put(x + right, y + down, c)

    def poly(self, x: int, y: int, coords: Sequence[int], c: int, f: bool = False) -> None:
        polygon = edges(coords)
        if f and polygon:
            for first, last, row in spans(polygon):
                self.fill_rect(x + first, y + row, last - first + 1, 1, c)
        elif polygon:
            for (x1, y1), (x2, y2) in polygon:
                self.line(x + x1, y + y1, x + x2, y + y2, c)

    def scroll(self, xstep: int, ystep: int) -> None:
        """Move the picture; where nothing moves to, the old pixels stay."""
        rows = range(self._height) if ystep < 0 else reversed(range(self._height))
        for y in rows:
            for x in range(self._width) if xstep < 0 else reversed(range(self._width)):
                if 0 <= x - xstep < self._width and 0 <= y - ystep < self._height:
                    self._put(x, y, self._get(x - xstep, y - ystep))

    def blit(self, fbuf: "FrameBuffer", x: int, y: int, key: int = -1, palette: "FrameBuffer | None" = None) -> None:
        """Draw another picture into this one, without the pixels of colour `key`; `palette` maps its colours."""
        for row in range(fbuf._height):
            for column in range(fbuf._width):
                color = fbuf._get(column, row)
                if palette is not None:
                    color = palette._get(color, 0)
                if color != key:
                    self._put(x + column, y + row, color)

    def text(self, s: str, x: int, y: int, c: int = 1) -> None:
        """Draw a mark for each letter, whose shapes are in a board's firmware; `machine.log` holds the text.

        A mark is a frame of 7 by 7 pixels in the cell of 8 by 8, with the seven bits of the character's code in two
        rows: other texts are other pictures.
        """
        note("FrameBuffer", "text", (s, x, y, c))
        for position, character in enumerate(s):
            left = x + 8 * position
            self.rect(left, y, 7, 7, c)
            for bit in range(7):
                if ord(character) >> bit & 1:
                    self._put(left + 2 + bit % 4, y + 2 + 2 * (bit // 4), c)
