"""Compress bytes with LZSS: flags for eight items, matches of 3 to 18 bytes found by a hash of three bytes."""

from array import array

from nativecomp import const, ptr8, ptr16, uint8, uint16, viper

LEAST = const(3)
LONGEST = const(18)
WINDOW = const(1024)


@viper
def hash_pointer(data: ptr8, i: int) -> int:
    return (data[i] ^ (data[i + 1] << 2) ^ (data[i + 2] << 4) ^ (data[i + 2] >> 3)) & 0xFF


@viper
def lzss_compress_pointer(data: ptr8, length: int, heads: ptr16, output: ptr8) -> int:
    for i in range(256):
        heads[i] = 0
    position = 0
    size = 0
    flags = 0
    mask = 0
    while position < length:
        if mask == 0:
            flags = size
            output[flags] = 0
            size += 1
            mask = 1
        matched = 0
        distance = 0
        if position + LEAST <= length:
            slot = hash_pointer(data, position)
            distance = position + 1 - heads[slot]
            if heads[slot] != 0 and distance <= WINDOW:
                limit = min(length - position, LONGEST)
                while matched < limit and data[position + matched] == data[position + matched - distance]:
                    matched += 1
            heads[slot] = position + 1
        if matched >= LEAST:
            code = ((distance - 1) << 4) | (matched - LEAST)
            output[size] = code >> 8
            output[size + 1] = code
            size += 2
            end = position + matched
            position += 1
            while position < end:
                if position + LEAST <= length:
                    heads[hash_pointer(data, position)] = position + 1
                position += 1
        else:
            output[flags] |= mask
            output[size] = data[position]
            size += 1
            position += 1
        mask = (mask << 1) & 0xFF
    return size


@viper
def hash_buffer(data: uint8[:], i: int) -> int:
    return (int(data[i]) ^ (data[i + 1] << 2) ^ (data[i + 2] << 4) ^ (data[i + 2] >> 3)) & 0xFF


@viper
def lzss_compress_buffer(data: uint8[:], heads: uint16[:], output: uint8[:]) -> int:
    length = len(data)
    for i in range(256):
        heads[i] = 0
    position = 0
    size = 0
    flags = 0
    mask = 0
    while position < length:
        if mask == 0:
            flags = size
            output[flags] = 0
            size += 1
            mask = 1
        matched = 0
        distance = 0
        if position + LEAST <= length:
            slot = hash_buffer(data, position)
            distance = position + 1 - heads[slot]
            if heads[slot] != 0 and distance <= WINDOW:
                limit = min(length - position, LONGEST)
                while matched < limit and data[position + matched] == data[position + matched - distance]:
                    matched += 1
            heads[slot] = uint16(position + 1)
        if matched >= LEAST:
            code = ((distance - 1) << 4) | (matched - LEAST)
            output[size] = uint8(code >> 8)
            output[size + 1] = uint8(code)
            size += 2
            end = position + matched
            position += 1
            while position < end:
                if position + LEAST <= length:
                    heads[hash_buffer(data, position)] = uint16(position + 1)
                position += 1
        else:
            output[flags] |= uint8(mask)
            output[size] = data[position]
            size += 1
            position += 1
        mask = (mask << 1) & 0xFF
    return size


def inputs():
    data = bytearray()
    state = 31
    for n in range(48):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        data += b"t=%d,temp=%d,hum=%d" % (1000 + n * 15, 215 + (state >> 16) % 7, 40 + (state >> 20) % 3)
        data += (b";ok", b";ok", b";low battery", b"")[state >> 22 & 3] + b"\r\n"
    data += bytes(70) + b"end"
    return {
        "data": bytes(data),
        "length": len(data),
        "heads": array("H", [1] * 256),
        "output": bytearray(len(data) + len(data) // 8 + 1),
    }


def reference(data, length, heads, output):
    latest = {}

    def remember(at):
        before = None
        if at + 3 <= length:
            a, b, c = data[at : at + 3]
            slot = (a ^ b * 4 ^ c * 16 ^ c // 8) % 256
            before = latest.get(slot)
            latest[slot] = at
        return before

    items = []
    position = 0
    while position < length:
        before = remember(position)
        matched = 0
        if before is not None and position - before <= 1024:
            while (
                matched < 18
                and data[position + matched : position + matched + 1]
                == data[before + matched : before + matched + 1]
                != b""
            ):
                matched += 1
        if matched < 3:
            items.append(data[position : position + 1])
            position += 1
        else:
            items.append(((position - before - 1) * 16 + matched - 3).to_bytes(2, "big"))
            for skipped in range(position + 1, position + matched):
                remember(skipped)
            position += matched
    packed = bytearray()
    for k in range(0, len(items), 8):
        group = items[k : k + 8]
        packed.append(sum(1 << j for j, item in enumerate(group) if len(item) == 1))
        packed += b"".join(group)
    heads[:] = array("H", (latest.get(slot, -1) + 1 for slot in range(256)))
    output[: len(packed)] = packed
    return len(packed)
