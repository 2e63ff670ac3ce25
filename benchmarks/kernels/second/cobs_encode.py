"""Stuffs bytes so that none is zero (consistent overhead byte stuffing); returns the new size."""


from nativecomp import ptr8, uint8, viper


@viper
def cobs_encode_pointer(data: ptr8, size: int, output: ptr8) -> int:
    head = 0
    place = 1
    code = 1
    for i in range(size):
        byte = data[i]
        if byte != 0:
            output[place] = byte
            place += 1
            code += 1
        if byte == 0 or code == 255:
            output[head] = code
            head = place
            place += 1
            code = 1
    output[head] = code
    return place


@viper
def cobs_encode_buffer(data: uint8[:], output: uint8[:]) -> int:
    head = 0
    place = 1
    code = 1
    for i in range(len(data)):
        byte = data[i]
        if byte != 0:
            output[place] = byte
            place += 1
            code += 1
        if byte == 0 or code == 255:
            output[head] = code
            head = place
            place += 1
            code = 1
    output[head] = code
    return place


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    data = bytes((number >> 8) if number & 31 or 300 < i < 700 else 0 for i, number in enumerate(noise(1000, 36)))
    data = data[:300] + data[300:700].replace(b"\0", b"\1") + data[700:]
    return {"data": data, "size": len(data), "output": bytearray(1010)}


def reference(data, size, output):
    encoded = b""
    runs = data.split(b"\0")
    for last, run in enumerate(runs, 1 - len(runs)):
        while len(run) >= 254:
            encoded += b"\xff" + run[:254]
            run = run[254:]
            if last == 0 and not run:
                break
        encoded += bytes([len(run) + 1]) + run
    output[: len(encoded)] = encoded
    return len(encoded)
