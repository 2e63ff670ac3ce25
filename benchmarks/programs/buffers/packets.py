"""Binary packets: struct headers, COBS framing and a receiving state."""

import struct

SIZE = 1500
SIZE_SMALL = 12
CHECK = (11, 1, -3)

HEADER = "<HBB"


def cobs_encode(data):
    """Replace zeros so that 0 can end the frame (blocks up to 254 bytes)."""
    out = bytearray(1)
    code_at = 0
    code = 1
    for byte in data:
        if byte:
            out.append(byte)
            code += 1
        if not byte or code == 255:
            out[code_at] = code
            code_at = len(out)
            out.append(0)
            code = 1
    out[code_at] = code
    out.append(0)
    return out


def cobs_decode(frame):
    out = bytearray()
    i = 0
    while i < len(frame):
        code = frame[i]
        end = i + code
        if code == 0 or end > len(frame):
            raise ValueError("bad frame")
        i += 1
        while i < end:
            out.append(frame[i])
            i += 1
        if code < 255 and i < len(frame):
            out.append(0)
    return out


class Receiver:
    def __init__(self):
        self.frame = bytearray()
        self.good = 0
        self.bad = 0
        self.total = 0

    def feed(self, data):
        for byte in data:
            if byte:
                self.frame.append(byte)
            else:
                self.packet(self.frame)
                self.frame = bytearray()

    def packet(self, frame):
        try:
            data = cobs_decode(frame)
            if len(data) < 5:
                raise ValueError("short")
            number, kind, length = struct.unpack_from(HEADER, data, 0)
            body = memoryview(data)[4:4 + length]
            if sum(body) + kind & 0xFF != data[4 + length]:
                raise ValueError("checksum")
        except (ValueError, IndexError):
            self.bad += 1
            return
        self.good += 1
        if kind == 1:
            self.total += struct.unpack_from("<h", body, 0)[0]
        else:
            self.total += number


def build(number, kind, body):
    check = sum(body) + kind & 0xFF
    return struct.pack(HEADER, number, kind, len(body)) + body + bytes((check,))


def main(n):
    receiver = Receiver()
    for i in range(n):
        if i % 3 == 0:
            packet = build(i, 1, struct.pack("<hhi", i - 20, 3 * i, i * i))
        else:
            packet = build(i, 2, bytes([(i * j) & 0x3F for j in range(i % 17 + 4)]))
        frame = cobs_encode(packet)
        if i % 10 == 9:
            frame[5] ^= 0x40
        receiver.feed(frame)
    return receiver.good, receiver.bad, receiver.total
