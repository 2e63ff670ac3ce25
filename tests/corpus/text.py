"""Text on small screens: glyphs, widths, wrapping, menus."""

import micropython

FONT = {
    "A": (5, b"\x7e\x11\x11\x11\x7e"),
    "b": (4, b"\x7f\x48\x48\x30"),
    " ": (2, b"\x00\x00"),
    "?": (3, b"\x02\x59\x06"),
}


class Writer:
    tabs = 4

    def __init__(self, width, height):
        self.width = width
        self.pages = height // 8
        self.buffer = bytearray(width * self.pages)
        self.x = 0
        self.y = 0
        self.invert = False

    @micropython.viper
    def glyph(self, ch):
        entry = FONT.get(ch)
        if not entry:
            entry = FONT["?"]
        w = int(entry[0])
        bits = ptr8(entry[1])
        screen = ptr8(self.buffer)
        width = int(self.width)
        x = int(self.x)
        y = int(self.y)
        shift = y & 7
        at = (y >> 3) * width + x
        flip = 0xFF if self.invert else 0
        for i in range(w):
            if x + i >= width:
                break
            v = bits[i] ^ flip
            screen[at + i] |= v << shift
            if shift and (y >> 3) + 1 < int(self.pages):
                screen[at + i + width] |= v >> (8 - shift)
        self.x = x + w + 1

    @micropython.viper
    def write(self, text, invert: bool):
        old = self.invert
        self.invert = invert
        for ch in text:
            if ch == "\n":
                self.x = 0
                self.y = int(self.y) + 8
            elif ch == "\t":
                x = int(self.x)
                self.x = x + int(self.tabs) - x % int(self.tabs)
            else:
                self.glyph(ch)
        self.invert = old

    @micropython.viper
    def measure(self, text) -> int:
        total = 0
        for ch in text:
            width, _ = FONT.get(ch, FONT["?"])
            total += int(width) + 1
        return total - 1 if total else 0


@micropython.viper
def wrap(text, width: int):
    lines = [""]
    for word in text.split(" "):
        if int(len(lines[-1])) + int(len(word)) > width and lines[-1]:
            lines.append("")
        elif lines[-1]:
            lines[-1] += " "
        lines[-1] += word
    return lines


@micropython.viper
def number(value: int, digits: int, point: int):
    out = ""
    negative = value < 0
    if negative:
        value = -value
    i = 0
    while i < digits or value:
        if point and i == point:
            out = "." + out
        out = chr(48 + value % 10) + out
        value //= 10
        i += 1
    return ("-" if negative else "") + out


@micropython.viper
def menu(items, chosen: int) -> object:
    rows = []
    for i, item in enumerate(items):
        mark = ">" if int(i) == chosen else " "
        rows.append(f"{mark}{item:<6}|{int(i) + 1}")
    print("menu", len(rows), chosen + 1, sep="/")
    return "\n".join(rows)


@micropython.viper
def bar(value: int, top: int, width: int):
    full = int(max(0, min(value, top))) * width // top
    out = ""
    for i in range(width):
        out += "#" if i < full else "-"
    return out


def number_of(text):
    return int(text)


@micropython.viper
def parse(line):
    """`name=value` pairs into a dict; numbers where they are numbers."""
    found = {}
    for part in line.split(";"):
        key, _, value = part.partition("=")
        key = key.strip()
        if not key:
            continue
        try:
            found[key] = number_of(value)
        except ValueError:
            found[key] = value.strip()
    return sorted(found.items())


def check():
    w = Writer(24, 16)
    w.write("Ab A\n\tb?x", False)
    print(w.buffer, w.x, w.y)
    w.y, w.x = 3, 20
    w.write("Ab", True)
    print(w.buffer, w.measure("Ab ?"), w.measure(""), w.invert)
    print(wrap("the quick brown fox jumps over it", 10))
    print(number(1234, 2, 0), number(-5, 3, 0), number(3141, 4, 3), number(0, 1, 0))
    print(menu(["Start", "Options", "Off"], 1))
    print(bar(3, 10, 10), bar(-1, 10, 10), bar(99, 10, 4))
    print(parse("a=1; b = two;;c="))


if __name__ == "__main__":
    check()
