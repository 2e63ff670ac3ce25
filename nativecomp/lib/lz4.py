"""Compression in the LZ4 block format, as its published description has it: small, and fast to unpack.

A block is a list of sequences: a byte with two lengths, literal bytes, and a copy of bytes that came before, by their
distance. `lz4.block` on a computer packs and unpacks the same bytes (without its header of the size).
"""

from nativecomp import Buffer, int32, uint8, uint32, viper


@viper
def bound(size: int) -> int:
    """The length of an output that is long enough for `size` bytes, whatever they are."""
    return size + size // 255 + 16


@viper
def _put_length(output: Buffer[uint8], place: int, rest: int) -> int:
    """Write what a length has above 15; the next free place."""
    while rest >= 255:
        output[place] = 255
        place += 1
        rest -= 255
    output[place] = rest
    return place + 1


@viper
def _put_literals(output: Buffer[uint8], place: int, data: Buffer[uint8], first: int, end: int, low: int) -> int:
    """Begin a sequence: its lengths, of which `low` is the copy's, and the bytes from `first` to `end`."""
    count = end - first
    output[place] = min(count, 15) << 4 | low
    place += 1
    if count >= 15:
        place = _put_length(output, place, count - 15)
    for i in range(first, end):
        output[place] = data[i]
        place += 1
    return place


@viper
def compress(data: Buffer[uint8], output: Buffer[uint8], table: Buffer[int32]) -> int:
    """How many bytes of `output` the packed data takes.

    `table` is working memory, a power of two of elements: more find more that repeats, 1024 are a good choice.
    `bound` says how long the output has to be at most; a shorter one raises IndexError where it is full.
    """
    size, mask = len(data), len(table) - 1
    if mask < 0 or mask & len(table):
        raise ValueError(len(table))
    for i in range(len(table)):
        table[i] = -1
    place, first, i = 0, 0, 0
    while i + 12 <= size:
        # The last five bytes are literals, and no copy begins in the last twelve.
        word: uint32 = data[i] | data[i + 1] << 8 | data[i + 2] << 16 | data[i + 3] << 24
        slot = int(word * 2654435761 >> 16) & mask
        found = table[slot]
        table[slot] = i
        length = 0
        if found >= 0 and i - found < 65536:
            while i + length < size - 5 and data[found + length] == data[i + length]:
                length += 1
        if length < 4:
            i += 1
            continue
        place = _put_literals(output, place, data, first, i, min(length - 4, 15))
        output[place] = i - found
        output[place + 1] = (i - found) >> 8
        place += 2
        if length >= 19:
            place = _put_length(output, place, length - 19)
        i += length
        first = i
    return _put_literals(output, place, data, first, size, 0)


@viper
def decompress(data: Buffer[uint8], output: Buffer[uint8]) -> int:
    """How many bytes of `output` the unpacked data takes.

    ValueError, with the place, where the data is no block; IndexError where the output is too short, or the data ends
    too early. What came before is in the output.
    """
    place, i = 0, 0
    while True:
        lengths = data[i]
        i += 1
        count, more = lengths >> 4, lengths >> 4
        while more == 15 or more == 255:
            more = data[i]
            i += 1
            count += more
        for _ in range(count):
            output[place] = data[i]
            place += 1
            i += 1
        if i == len(data):
            return place
        distance = data[i] | data[i + 1] << 8
        i += 2
        if distance == 0 or distance > place:
            raise ValueError(i)
        count, more = (lengths & 15) + 4, lengths & 15
        while more == 15 or more == 255:
            more = data[i]
            i += 1
            count += more
        for _ in range(count):
            # A copy may reach into itself: then it repeats.
            output[place] = output[place - distance]
            place += 1
