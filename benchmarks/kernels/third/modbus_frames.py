"""Serve Modbus RTU write requests: check address and CRC of every frame, set the holding registers."""

from array import array

from nativecomp import const, ptr8, ptr16, uint8, uint16, viper

POLYNOMIAL = const(0xA001)
WRITE_SINGLE = const(6)
WRITE_MULTIPLE = const(16)


@viper
def frame_crc_pointer(data: ptr8, start: int, end: int) -> int:
    crc = 0xFFFF
    for i in range(start, end):
        crc ^= data[i]
        for _ in range(8):
            if crc & 1:
                crc = (crc >> 1) ^ POLYNOMIAL
            else:
                crc >>= 1
    return crc


@viper
def modbus_frames_pointer(
    stream: ptr8, lengths: ptr8, frames: int, registers: ptr16, register_count: int, station: int
) -> int:
    accepted = 0
    rejected = 0
    end = 0
    for frame in range(frames):
        start = end
        length = lengths[frame]
        end += length
        if length < 8:
            rejected += 1
            continue
        crc = frame_crc_pointer(stream, start, end - 2)
        if stream[end - 2] != crc & 0xFF or stream[end - 1] != crc >> 8:
            rejected += 1
            continue
        if stream[start] != 0 and stream[start] != station:
            continue
        function = stream[start + 1]
        index = (stream[start + 2] << 8) | stream[start + 3]
        value = (stream[start + 4] << 8) | stream[start + 5]
        if function == WRITE_SINGLE and length == 8 and index < register_count:
            registers[index] = value
            accepted += 1
        elif (
            function == WRITE_MULTIPLE
            and length == 9 + 2 * value
            and stream[start + 6] == 2 * value
            and index + value <= register_count
        ):
            position = start + 7
            for k in range(value):
                registers[index + k] = (stream[position] << 8) | stream[position + 1]
                position += 2
            accepted += 1
        else:
            rejected += 1
    return accepted | (rejected << 16)


@viper
def frame_crc_buffer(data: uint8[:], start: int, end: int) -> int:
    crc = 0xFFFF
    for i in range(start, end):
        crc ^= data[i]
        for _ in range(8):
            if crc & 1:
                crc = (crc >> 1) ^ POLYNOMIAL
            else:
                crc >>= 1
    return crc


@viper
def modbus_frames_buffer(stream: uint8[:], lengths: uint8[:], registers: uint16[:], station: int) -> int:
    accepted = 0
    rejected = 0
    end = 0
    for frame in range(len(lengths)):
        start = end
        length = int(lengths[frame])
        end += length
        if length < 8:
            rejected += 1
            continue
        crc = frame_crc_buffer(stream, start, end - 2)
        if stream[end - 2] != crc & 0xFF or stream[end - 1] != crc >> 8:
            rejected += 1
            continue
        if stream[start] != 0 and stream[start] != station:
            continue
        function = stream[start + 1]
        index = (stream[start + 2] << 8) | stream[start + 3]
        value = (stream[start + 4] << 8) | stream[start + 5]
        if function == WRITE_SINGLE and length == 8 and index < len(registers):
            registers[index] = uint16(value)
            accepted += 1
        elif (
            function == WRITE_MULTIPLE
            and length == 9 + 2 * value
            and stream[start + 6] == 2 * value
            and index + value <= len(registers)
        ):
            position = start + 7
            for k in range(value):
                registers[index + k] = uint16((stream[position] << 8) | stream[position + 1])
                position += 2
            accepted += 1
        else:
            rejected += 1
    return accepted | (rejected << 16)


def crc_of(data):
    remainder = 0xFFFF
    for byte in data:
        remainder ^= byte
        for _ in range(8):
            remainder = remainder >> 1 ^ (0xA001 if remainder % 2 else 0)
    return remainder.to_bytes(2, "little")


def inputs():
    state = 2024
    stream = bytearray()
    lengths = bytearray()
    for n in range(34):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        station = (17, 17, 0, 17, 9)[n % 5]
        index = (state >> 8) % 52
        if n % 3:
            frame = bytes([station, 6, 0, index]) + (state >> 5 & 0xFFFF).to_bytes(2, "big")
        else:
            values = 1 + (state >> 16) % 7
            frame = bytes([station, 16, 0, index, 0, values, 2 * values])
            frame += bytes((state >> k & 0xFF) for k in range(2 * values))
        frame += crc_of(frame)
        if n % 11 == 10:
            frame = frame[:3] + bytes([frame[3] ^ 4]) + frame[4:]
        if n == 20:
            frame = frame[:5]
        stream += frame
        lengths.append(len(frame))
    return {
        "stream": bytes(stream),
        "lengths": bytes(lengths),
        "frames": len(lengths),
        "registers": array("H", range(48)),
        "register_count": 48,
        "station": 17,
    }


def reference(stream, lengths, frames, registers, register_count, station):
    accepted = rejected = position = 0
    for length in lengths[:frames]:
        frame = stream[position : position + length]
        position += length
        if length < 8 or crc_of(frame[:-2]) != frame[-2:]:
            rejected += 1
            continue
        if frame[0] not in (0, station):
            continue
        index = int.from_bytes(frame[2:4], "big")
        value = int.from_bytes(frame[4:6], "big")
        if frame[1] == 6 and length == 8 and index < register_count:
            registers[index] = value
            accepted += 1
        elif frame[1] == 16 and length == 9 + 2 * value and frame[6] == 2 * value and index + value <= register_count:
            for k in range(value):
                registers[index + k] = int.from_bytes(frame[7 + 2 * k : 9 + 2 * k], "big")
            accepted += 1
        else:
            rejected += 1
    return accepted | rejected << 16
