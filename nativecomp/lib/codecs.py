"""Bytes to text and back."""

from nativecomp import Buffer, uint8, viper


@viper
def _digit(value: int) -> int:
    """The character of six bits."""
    if value < 26:
        return value + 65
    if value < 52:
        return value + 71
    if value < 62:
        return value - 4
    return 43 if value == 62 else 47


@viper
def _value(digit: int) -> int:
    """The six bits of a character, -1 for another one."""
    if 65 <= digit <= 90:
        return digit - 65
    if 97 <= digit <= 122:
        return digit - 71
    if 48 <= digit <= 57:
        return digit + 4
    if digit == 43:
        return 62
    return 63 if digit == 47 else -1


@viper
def base64_encode(data: Buffer[uint8], output: Buffer[uint8]) -> int:
    """Base64 with padding: `(len(data) + 2) // 3 * 4` characters, which is the result."""
    size, place = len(data), 0
    for i in range(0, size, 3):
        bits = data[i] << 16
        if i + 1 < size:
            bits |= data[i + 1] << 8
        if i + 2 < size:
            bits |= data[i + 2]
        output[place] = _digit(bits >> 18)
        output[place + 1] = _digit(bits >> 12 & 63)
        output[place + 2] = _digit(bits >> 6 & 63) if i + 1 < size else 61
        output[place + 3] = _digit(bits & 63) if i + 2 < size else 61
        place += 4
    return place


@viper
def base64_decode(text: Buffer[uint8], output: Buffer[uint8]) -> int:
    """How many bytes come out. ValueError where the text is no Base64; there are no line ends in it."""
    bits, count, place = 0, 0, 0
    for i in range(len(text)):
        value = _value(text[i])
        if value < 0:
            # Nothing but padding may follow, and the text is a multiple of four characters.
            rest = len(text) - i
            if rest > 2 or rest + count != 4:
                raise ValueError(i)
            for k in range(i, len(text)):
                if text[k] != 61:
                    raise ValueError(k)
            break
        bits = bits << 6 | value
        count += 1
        if count == 4:
            output[place] = bits >> 16
            output[place + 1] = bits >> 8
            output[place + 2] = bits
            place += 3
            bits, count = 0, 0
    if len(text) & 3:
        raise ValueError(len(text))
    if count:
        output[place] = bits >> (10 if count == 3 else 4)
        place += 1
    if count == 3:
        output[place] = bits >> 2
        place += 1
    return place
