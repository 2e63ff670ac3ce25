"""Expands data packed by a Lempel-Ziv method; returns the size.

A flag byte rules eight items, lowest bit first: one is a byte as it is, zero a pair of bytes with 12 bits of distance
less one and four bits of length less three.
"""


from nativecomp import ptr8, uint8, viper


@viper
def lz_expand_pointer(data: ptr8, size: int, output: ptr8) -> int:
    i = 0
    place = 0
    while i < size:
        flags = data[i]
        i += 1
        for _ in range(8):
            if i >= size:
                break
            if flags & 1:
                output[place] = data[i]
                place += 1
                i += 1
            else:
                pair = data[i] | (data[i + 1] << 8)
                i += 2
                source = place - (pair >> 4) - 1
                for _ in range((pair & 15) + 3):
                    output[place] = output[source]
                    place += 1
                    source += 1
            flags >>= 1
    return place


@viper
def lz_expand_buffer(data: uint8[:], output: uint8[:]) -> int:
    size = len(data)
    i = 0
    place = 0
    while i < size:
        flags = data[i]
        i += 1
        for _ in range(8):
            if i >= size:
                break
            if flags & 1:
                output[place] = data[i]
                place += 1
                i += 1
            else:
                pair = data[i] | (data[i + 1] << 8)
                i += 2
                source = place - (pair >> 4) - 1
                for _ in range((pair & 15) + 3):
                    output[place] = output[source]
                    place += 1
                    source += 1
            flags >>= 1
    return place


def make_text():
    """A text that repeats itself."""
    words = [b"the ", b"sensor ", b"reads ", b"a ", b"temperature ", b"of ", b"21.5 ", b"aaaaaaaaaaaaaaaa", b"\n"]
    return b"".join(words[number * 9 >> 16] for number in noise(180, 40))


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    text = make_text()
    packed, i = bytearray(), 0
    while i < len(text):
        flags, items = 0, b""
        for bit in range(8):
            best = next((n for n in range(18, 2, -1) if text.find(text[i : i + n], 0, i + n - 1) >= 0), 0)
            best = min(best, len(text) - i)
            if best >= 3:
                pair = i - text.rfind(text[i : i + best], 0, i + best - 1) - 1 << 4 | best - 3
                items += pair.to_bytes(2, "little")
                i += best
            elif i < len(text):
                flags |= 1 << bit
                items += text[i : i + 1]
                i += 1
        packed += bytes([flags]) + items
    return {"data": bytes(packed), "size": len(packed), "output": bytearray(len(text))}


def reference(data, size, output):
    output[:] = make_text()
    return len(output)
