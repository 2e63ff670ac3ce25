"""Take the packets out of a SLIP byte stream, drop broken ones, and keep the Internet checksum of each."""

from array import array

from nativecomp import const, ptr8, ptr16, uint8, uint16, viper

END = const(0xC0)
ESC = const(0xDB)
ESC_END = const(0xDC)
ESC_ESC = const(0xDD)


@viper
def slip_deframe_pointer(
    stream: ptr8, length: int, packets: ptr8, lengths: ptr16, checksums: ptr16, longest: int
) -> int:
    found = 0
    start = 0
    end = 0
    total = 0
    escaped = 0
    broken = 0
    for i in range(length):
        byte = stream[i]
        if byte == END:
            if end > start and not broken and not escaped:
                while total >> 16:
                    total = (total & 0xFFFF) + (total >> 16)
                lengths[found] = end - start
                checksums[found] = ~total
                found += 1
                start = end
            end = start
            total = 0
            escaped = 0
            broken = 0
            continue
        if broken:
            continue
        if escaped:
            escaped = 0
            if byte == ESC_END:
                byte = END
            elif byte == ESC_ESC:
                byte = ESC
            else:
                broken = 1
                continue
        elif byte == ESC:
            escaped = 1
            continue
        if end - start == longest:
            broken = 1
            continue
        if (end - start) & 1:
            total += byte
        else:
            total += byte << 8
        packets[end] = byte
        end += 1
    return found


@viper
def slip_deframe_buffer(
    stream: uint8[:], packets: uint8[:], lengths: uint16[:], checksums: uint16[:], longest: int
) -> int:
    found = 0
    start = 0
    end = 0
    total = 0
    escaped = 0
    broken = 0
    for i in range(len(stream)):
        byte = int(stream[i])
        if byte == END:
            if end > start and not broken and not escaped:
                while total >> 16:
                    total = (total & 0xFFFF) + (total >> 16)
                lengths[found] = uint16(end - start)
                checksums[found] = uint16(~total)
                found += 1
                start = end
            end = start
            total = 0
            escaped = 0
            broken = 0
            continue
        if broken:
            continue
        if escaped:
            escaped = 0
            if byte == ESC_END:
                byte = END
            elif byte == ESC_ESC:
                byte = ESC
            else:
                broken = 1
                continue
        elif byte == ESC:
            escaped = 1
            continue
        if end - start == longest:
            broken = 1
            continue
        if (end - start) & 1:
            total += byte
        else:
            total += byte << 8
        packets[end] = uint8(byte)
        end += 1
    return found


def inputs():
    stream = bytearray(b"\xc0\xc0")
    state = 9
    for packet in range(14):
        for k in range(20 + packet * 7 % 60 if packet != 6 else 120):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            byte = state >> 16 & 0xFF
            if byte < 24:
                byte = 0xC0 if byte & 1 else 0xDB
            stream += {0xC0: b"\xdb\xdc", 0xDB: b"\xdb\xdd"}.get(byte, bytes([byte]))
            if packet == 3 and k == 9:
                stream += b"\xdb\x11"
        if packet == 8:
            stream += b"\xdb"
        stream += b"\xc0" if packet & 1 else b"\xc0\xc0"
    stream += b"cut off"
    return {
        "stream": bytes(stream),
        "length": len(stream),
        "packets": bytearray(len(stream)),
        "lengths": array("H", [0] * 20),
        "checksums": array("H", [0] * 20),
        "longest": 96,
    }


def reference(stream, length, packets, lengths, checksums, longest):
    found = 0
    start = 0
    *frames, unfinished = stream[:length].split(b"\xc0")
    for frame in [*frames, unfinished]:
        plain = bytearray()
        whole = frame is not unfinished
        i = 0
        while i < len(frame):
            byte = frame[i]
            if byte == 0xDB:
                i += 1
                pair = frame[i - 1 : i + 1]
                if pair == b"\xdb\xdc":
                    byte = 0xC0
                elif pair != b"\xdb\xdd":
                    whole = False
                    break
            if len(plain) == longest:
                whole = False
                break
            plain.append(byte)
            i += 1
        packets[start : start + len(plain)] = plain
        if whole and plain:
            even = plain + bytes(len(plain) % 2)
            total = sum(even[k] * 256 + even[k + 1] for k in range(0, len(even), 2))
            while total > 0xFFFF:
                total = total % 65536 + total // 65536
            lengths[found] = len(plain)
            checksums[found] = 0xFFFF - total
            found += 1
            start += len(plain)
    return found
