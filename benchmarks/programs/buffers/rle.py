"""Run length coding and decoding of bytes with literal and repeat packets."""

SIZE = 40
SIZE_SMALL = 1
CHECK = (178, 60735)


def make_sample(length, seed):
    data = bytearray(length)
    i = 0
    while i < length:
        seed = (seed * 75 + 74) % 65537
        value = seed & 0x0F
        run = 1 if seed & 0x100 else (seed >> 9) % 40 + 1
        while run and i < length:
            data[i] = value
            i += 1
            run -= 1
    return data


def encode(data):
    """Packets: 0..127 = count-1 literals follow, 128..255 = repeat count-125."""
    out = bytearray()
    length = len(data)
    start = 0
    i = 0
    while i < length:
        value = data[i]
        end = i + 1
        while end < length and data[end] == value and end - i < 130:
            end += 1
        if end - i >= 3:
            put_literals(out, data, start, i)
            out.append(end - i + 125)
            out.append(value)
            start = end
        i = end
    put_literals(out, data, start, length)
    return out


def put_literals(out, data, start, end):
    while start < end:
        count = min(end - start, 128)
        out.append(count - 1)
        out.extend(data[start:start + count])
        start += count


def decode(packed):
    out = bytearray()
    i = 0
    while i < len(packed):
        code = packed[i]
        i += 1
        if code < 128:
            for j in range(i, i + code + 1):
                out.append(packed[j])
            i += code + 1
        else:
            value = packed[i]
            i += 1
            for _ in range(code - 125):
                out.append(value)
    return out


def main(n):
    packed_total = 0
    checksum = 0
    for turn in range(n):
        data = make_sample(1024, turn + 1)
        packed = encode(data)
        if decode(packed) != data:
            return -1
        packed_total += len(packed)
        for byte in packed:
            checksum = (checksum ^ byte) * 5 & 0xFFFF
    return packed_total, checksum
