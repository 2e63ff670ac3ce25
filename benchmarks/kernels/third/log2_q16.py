"""Binary logarithm of unsigned words in 16.16 fixed point: normalise, then square once for every digit."""

from array import array

from nativecomp import int32, ptr32, uint, uint32, viper


@viper
def log2_of(value: uint) -> int:
    if value == 0:
        return -1
    exponent = 31
    while not value & 0x80000000:
        value <<= 1
        exponent -= 1
    mantissa = value >> 16
    fraction = 0
    for _ in range(16):
        square = mantissa * mantissa
        fraction <<= 1
        if square & 0x80000000:
            fraction |= 1
            mantissa = square >> 16
        else:
            mantissa = square >> 15
    return (exponent << 16) | fraction


@viper
def log2_q16_pointer(values: ptr32, count: int, logarithms: ptr32) -> int:
    total = 0
    for i in range(count):
        result = log2_of(uint(values[i]))
        logarithms[i] = result
        total += result
    return total // count


@viper
def log2_q16_buffer(values: uint32[:], logarithms: int32[:]) -> int:
    total = 0
    for i in range(len(values)):
        result = log2_of(values[i])
        logarithms[i] = result
        total += result
    return total // len(values)


def inputs():
    values = array("I", [0, 1, 2, 3, 10, 1000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF])
    state = 1614
    while len(values) < 120:
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        values.append(state >> (len(values) % 25))
    return {"values": values, "count": len(values), "logarithms": array("i", [0] * len(values))}


def reference(values, count, logarithms):
    for i, value in enumerate(values):
        if value == 0:
            logarithms[i] = -1
            continue
        exponent = value.bit_length() - 1
        mantissa = value * 2 ** (31 - exponent) // 65536
        result = exponent
        for _ in range(16):
            mantissa = mantissa * mantissa // 32768
            result *= 2
            if mantissa >= 65536:
                mantissa //= 2
                result += 1
        logarithms[i] = result
    return sum(logarithms) // count
