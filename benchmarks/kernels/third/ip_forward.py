"""Forward IPv4 headers: verify the RFC 1071 checksum, decrement the time to live, update the checksum."""

from nativecomp import const, ptr8, uint8, viper

SLOT = const(64)


@viper
def fold(total: int) -> int:
    total = (total & 0xFFFF) + (total >> 16)
    return (total & 0xFFFF) + (total >> 16)


@viper
def ip_forward_pointer(packets: ptr8, count: int) -> int:
    forwarded = 0
    dropped = 0
    expired = 0
    for slot in range(count):
        base = slot * SLOT
        header = (packets[base] & 15) * 4
        if packets[base] >> 4 != 4 or header < 20:
            dropped += 1
            continue
        total = 0
        for i in range(base, base + header, 2):
            total += (packets[i] << 8) | packets[i + 1]
        if fold(total) != 0xFFFF:
            dropped += 1
            continue
        ttl = packets[base + 8]
        if ttl <= 1:
            expired += 1
            continue
        old = (ttl << 8) | packets[base + 9]
        checksum = (packets[base + 10] << 8) | packets[base + 11]
        total = (~checksum & 0xFFFF) + (~old & 0xFFFF) + old - 0x100
        checksum = ~fold(total) & 0xFFFF
        packets[base + 8] = ttl - 1
        packets[base + 10] = checksum >> 8
        packets[base + 11] = checksum & 0xFF
        forwarded += 1
    return forwarded | (dropped << 8) | (expired << 16)


@viper
def ip_forward_buffer(packets: uint8[:]) -> int:
    forwarded = 0
    dropped = 0
    expired = 0
    for base in range(0, len(packets), SLOT):
        header = (packets[base] & 15) * 4
        if packets[base] >> 4 != 4 or header < 20:
            dropped += 1
            continue
        total = 0
        for i in range(base, base + header, 2):
            total += (packets[i] << 8) | packets[i + 1]
        if fold(total) != 0xFFFF:
            dropped += 1
            continue
        ttl = packets[base + 8]
        if ttl <= 1:
            expired += 1
            continue
        old = (ttl << 8) | packets[base + 9]
        checksum = (packets[base + 10] << 8) | packets[base + 11]
        total = (~checksum & 0xFFFF) + (~old & 0xFFFF) + old - 0x100
        checksum = ~fold(total) & 0xFFFF
        packets[base + 8] = uint8(ttl - 1)
        packets[base + 10] = uint8(checksum >> 8)
        packets[base + 11] = uint8(checksum)
        forwarded += 1
    return forwarded | (dropped << 8) | (expired << 16)


def ones_sum(data):
    total = sum(int.from_bytes(data[k : k + 2], "big") for k in range(0, len(data), 2))
    while total > 0xFFFF:
        total = total % 65536 + total // 65536
    return total


def inputs():
    packets = bytearray()
    state = 1071
    for n in range(110):
        words = 5 + (n % 4) * (n % 3)
        header = bytearray()
        for _ in range(4 * words):
            state = (state * 22695477 + 1) & 0xFFFFFFFF
            header.append(state >> 23 & 0xFF)
        header[0] = 0x40 | words
        header[8] = 1 if n % 13 == 5 else 2 + header[8] % 250
        header[10:12] = b"\0\0"
        header[10:12] = (0xFFFF - ones_sum(header)).to_bytes(2, "big")
        if n % 10 == 3:
            header[15] ^= 0x10
        if n == 50:
            header[0] ^= 0x20
        packets += header + bytes(64 - len(header))
    return {"packets": packets, "count": len(packets) // 64}


def reference(packets, count):
    forwarded = dropped = expired = 0
    for base in range(0, 64 * count, 64):
        header = packets[base : base + 4 * (packets[base] & 15)]
        if packets[base] >> 4 != 4 or len(header) < 20 or ones_sum(header) != 0xFFFF:
            dropped += 1
        elif header[8] <= 1:
            expired += 1
        else:
            header[8] -= 1
            header[10:12] = b"\0\0"
            header[10:12] = (0xFFFF - ones_sum(header)).to_bytes(2, "big")
            packets[base : base + len(header)] = header
            forwarded += 1
    return forwarded | dropped << 8 | expired << 16
