"""Bit stuffing of CAN: after five equal bits the opposite one goes out too; returns the number of bits."""


from nativecomp import ptr8, uint8, viper


@viper
def can_stuff_pointer(data: ptr8, size: int, output: ptr8) -> int:
    count = 0
    last = -1
    run = 0
    for i in range(8 * size):
        bit = (data[i >> 3] >> (7 - (i & 7))) & 1
        if bit == last:
            run += 1
        else:
            last = bit
            run = 1
        if bit:
            output[count >> 3] |= 0x80 >> (count & 7)
        count += 1
        if run == 5:
            last = 1 - bit
            run = 1
            if last:
                output[count >> 3] |= 0x80 >> (count & 7)
            count += 1
    return count


@viper
def can_stuff_buffer(data: uint8[:], output: uint8[:]) -> int:
    count = 0
    last = -1
    run = 0
    for i in range(8 * len(data)):
        bit = (data[i >> 3] >> (7 - (i & 7))) & 1
        if bit == last:
            run += 1
        else:
            last = bit
            run = 1
        if bit:
            output[count >> 3] |= 0x80 >> (count & 7)
        count += 1
        if run == 5:
            last = 1 - bit
            run = 1
            if last:
                output[count >> 3] |= 0x80 >> (count & 7)
            count += 1
    return count


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    data = bytes((number >> 8 if number & 3 else -(number >> 2 & 1)) & 0xFF for number in noise(120, 82))
    return {"data": data, "size": len(data), "output": bytearray(150)}


def reference(data, size, output):
    stuffed = ""
    for bit in "".join(f"{byte:08b}" for byte in data):
        stuffed += bit
        if stuffed[-5:] in ("00000", "11111"):
            stuffed += "10"[int(bit)]
    count = len(stuffed)
    stuffed += "0" * (8 * len(output) - count)
    output[:] = int(stuffed, 2).to_bytes(len(output), "big")
    return count
