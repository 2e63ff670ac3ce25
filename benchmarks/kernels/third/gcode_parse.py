"""Parse a G-code program into target positions in micrometres and feeds, absolute or relative, comments skipped."""

from array import array

from nativecomp import const, int32, ptr8, ptr32, uint8, viper

NEWLINE = const(10)
OPEN = const(0x28)
CLOSE = const(0x29)
MINUS = const(0x2D)
POINT = const(0x2E)
ZERO = const(0x30)
NINE = const(0x39)
SEMICOLON = const(0x3B)
A = const(0x41)
F = const(0x46)
G = const(0x47)
X = const(0x58)
Y = const(0x59)
Z = const(0x5A)


@viper
def gcode_parse_pointer(text: ptr8, length: int, moves: ptr32) -> int:
    x = 0
    y = 0
    z = 0
    feed = 0
    absolute = 1
    moving = 0
    count = 0
    i = 0
    while i < length:
        letter = text[i]
        i += 1
        if letter == SEMICOLON:
            while i < length and text[i] != NEWLINE:
                i += 1
        elif letter == OPEN:
            while i < length and text[i] != CLOSE:
                i += 1
            i += 1
        elif letter == NEWLINE:
            if moving:
                moves[4 * count] = x
                moves[4 * count + 1] = y
                moves[4 * count + 2] = z
                moves[4 * count + 3] = feed
                count += 1
                moving = 0
        elif A <= letter <= Z:
            negative = 0
            if i < length and text[i] == MINUS:
                negative = 1
                i += 1
            value = 0
            while i < length and ZERO <= text[i] <= NINE:
                value = value * 10 + text[i] - ZERO
                i += 1
            places = 3
            if i < length and text[i] == POINT:
                i += 1
                while i < length and ZERO <= text[i] <= NINE:
                    if places > 0:
                        value = value * 10 + text[i] - ZERO
                        places -= 1
                    i += 1
            while places > 0:
                value *= 10
                places -= 1
            if negative:
                value = -value
            if letter == G:
                if value == 90000:
                    absolute = 1
                elif value == 91000:
                    absolute = 0
            elif letter == F:
                feed = value
            elif letter >= X:
                moving = 1
                if letter == X:
                    x = value if absolute else x + value
                elif letter == Y:
                    y = value if absolute else y + value
                else:
                    z = value if absolute else z + value
    return count


@viper
def gcode_parse_buffer(text: uint8[:], moves: int32[:]) -> int:
    length = len(text)
    x = 0
    y = 0
    z = 0
    feed = 0
    absolute = 1
    moving = 0
    count = 0
    i = 0
    while i < length:
        letter = text[i]
        i += 1
        if letter == SEMICOLON:
            while i < length and text[i] != NEWLINE:
                i += 1
        elif letter == OPEN:
            while i < length and text[i] != CLOSE:
                i += 1
            i += 1
        elif letter == NEWLINE:
            if moving:
                moves[4 * count] = x
                moves[4 * count + 1] = y
                moves[4 * count + 2] = z
                moves[4 * count + 3] = feed
                count += 1
                moving = 0
        elif letter >= A and letter <= Z:
            negative = 0
            if i < length and text[i] == MINUS:
                negative = 1
                i += 1
            value = 0
            while i < length and text[i] >= ZERO and text[i] <= NINE:
                value = value * 10 + text[i] - ZERO
                i += 1
            places = 3
            if i < length and text[i] == POINT:
                i += 1
                while i < length and text[i] >= ZERO and text[i] <= NINE:
                    if places > 0:
                        value = value * 10 + text[i] - ZERO
                        places -= 1
                    i += 1
            while places > 0:
                value *= 10
                places -= 1
            if negative:
                value = -value
            if letter == G:
                if value == 90000:
                    absolute = 1
                elif value == 91000:
                    absolute = 0
            elif letter == F:
                feed = value
            elif letter >= X:
                moving = 1
                if not absolute:
                    if letter == X:
                        value += x
                    elif letter == Y:
                        value += y
                    else:
                        value += z
                if letter == X:
                    x = value
                elif letter == Y:
                    y = value
                else:
                    z = value
    return count


def inputs():
    lines = ["(outline of a part)", "G21 ; millimetres", "G90", "G0 X10 Y10.5 Z5", "M3 S1200", "G1 Z-1.25 F300"]
    for k in range(28):
        lines.append(f"N{10 * k} G1 X{k * 3.7 - 20:.4f} Y{-k * 1.031:.3f}" + (f" F{600 + k}" if k % 6 == 0 else ""))
        if k % 9 == 4:
            lines.append(f"(pass {k}) G0 Z{k % 5}.5")
    lines += ["G91 ; relative from here", "G1 X-1.5 Y.25", "X2 Y-3. (corner)", "Z12", "", "G90 G0 X0Y0", "M30"]
    text = "\n".join(lines).encode() + b"\n"
    return {"text": text, "length": len(text), "moves": array("i", [0] * 4 * len(lines))}


def reference(text, length, moves):
    import re

    position = {"X": 0, "Y": 0, "Z": 0, "F": 0}
    absolute = True
    count = 0
    plain = re.sub(r"\([^)]*\)|;[^\n]*", "", text[:length].decode())
    for line in plain.split("\n")[:-1]:
        moving = False
        for letter, sign, whole, fraction in re.findall(r"([A-Z])(-?)(\d*)\.?(\d*)", line):
            value = int(sign + "0" + whole + (fraction + "000")[:3])
            if letter == "G" and value in (90000, 91000):
                absolute = value == 90000
            elif letter in position:
                relative = letter != "F" and not absolute
                position[letter] = value + (position[letter] if relative else 0)
                moving = moving or letter != "F"
        if moving:
            moves[4 * count : 4 * count + 4] = array("i", position.values())
            count += 1
    return count
