"""Number of characters in a text in UTF-8, or -1 - n where the byte n begins or breaks an invalid one."""

from nativecomp import ptr8, uint8, viper


@viper
def utf8_validate_pointer(text: ptr8, size: int) -> int:
    count = 0
    rest = 0
    low = 0x80
    high = 0xBF
    for i in range(size):
        byte = text[i]
        if rest > 0:
            if byte < low or byte > high:
                return -1 - i
            low = 0x80
            high = 0xBF
            rest -= 1
        elif byte >= 0x80:
            if byte < 0xC2 or byte > 0xF4:
                return -1 - i
            if byte < 0xE0:
                rest = 1
            elif byte < 0xF0:
                rest = 2
                if byte == 0xE0:
                    low = 0xA0
                elif byte == 0xED:
                    high = 0x9F
            else:
                rest = 3
                if byte == 0xF0:
                    low = 0x90
                elif byte == 0xF4:
                    high = 0x8F
        if rest == 0:
            count += 1
    return -1 - size if rest else count


@viper
def utf8_validate_buffer(text: uint8[:]) -> int:
    size = len(text)
    count = 0
    rest = 0
    low = 0x80
    high = 0xBF
    for i in range(size):
        byte = text[i]
        if rest > 0:
            if byte < low or byte > high:
                return -1 - i
            low = 0x80
            high = 0xBF
            rest -= 1
        elif byte >= 0x80:
            if byte < 0xC2 or byte > 0xF4:
                return -1 - i
            if byte < 0xE0:
                rest = 1
            elif byte < 0xF0:
                rest = 2
                if byte == 0xE0:
                    low = 0xA0
                elif byte == 0xED:
                    high = 0x9F
            else:
                rest = 3
                if byte == 0xF0:
                    low = 0x90
                elif byte == 0xF4:
                    high = 0x8F
        if rest == 0:
            count += 1
    return -1 - size if rest else count


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    points = []
    for number in noise(500, 44):
        point = (number * 17) >> (number & 15)
        points.append(point if not 0xD800 <= point < 0xE000 and point < 0x110000 else 0x20AC)
    text = "".join(map(chr, points)).encode()
    return {"text": text, "size": len(text)}


def reference(text, size):
    try:
        return len(text.decode())
    except UnicodeDecodeError as error:
        return -1 - error.end
