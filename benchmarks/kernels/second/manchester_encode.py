"""Manchester code of bytes, highest bit first: zero is 10 and one is 01, two bytes for each."""


from nativecomp import ptr8, uint8, viper


@viper
def manchester_encode_pointer(data: ptr8, size: int, output: ptr8):
    for i in range(size):
        byte = data[i]
        code = 0
        for bit in range(7, -1, -1):
            code <<= 2
            if (byte >> bit) & 1:
                code |= 0b01
            else:
                code |= 0b10
        output[2 * i] = code >> 8
        output[2 * i + 1] = code


@viper
def manchester_encode_buffer(data: uint8[:], output: uint8[:]):
    for i in range(len(data)):
        byte = data[i]
        code = 0
        for bit in range(7, -1, -1):
            code <<= 2
            if (byte >> bit) & 1:
                code |= 0b01
            else:
                code |= 0b10
        output[2 * i] = code >> 8
        output[2 * i + 1] = code


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    return {"data": bytes(number >> 8 for number in noise(400, 84)), "size": 400, "output": bytearray(800)}


def reference(data, size, output):
    bits = "".join("01" if bit == "1" else "10" for byte in data for bit in f"{byte:08b}")
    output[:] = int(bits, 2).to_bytes(2 * size, "big")
