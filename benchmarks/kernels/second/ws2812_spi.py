"""Expands the bytes for WS2812 lamps to three bits a bit (110 for one, 100 for zero), for an SPI port."""


from nativecomp import ptr8, uint8, viper


@viper
def ws2812_spi_pointer(colours: ptr8, size: int, output: ptr8):
    place = 0
    for i in range(size):
        byte = colours[i]
        bits = 0
        for _ in range(8):
            bits <<= 3
            bits |= 0b110 if byte & 0x80 else 0b100
            byte <<= 1
        output[place] = bits >> 16
        output[place + 1] = bits >> 8
        output[place + 2] = bits
        place += 3


@viper
def ws2812_spi_buffer(colours: uint8[:], output: uint8[:]):
    place = 0
    for i in range(len(colours)):
        byte = colours[i]
        bits = 0
        for _ in range(8):
            bits <<= 3
            bits |= 0b110 if byte & 0x80 else 0b100
            byte <<= 1
        output[place] = bits >> 16
        output[place + 1] = bits >> 8
        output[place + 2] = bits
        place += 3


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    colours = bytes(number >> 8 for number in noise(300, 10))
    return {"colours": colours, "size": len(colours), "output": bytearray(3 * len(colours))}


def reference(colours, size, output):
    bits = "".join("110" if bit == "1" else "100" for byte in colours for bit in f"{byte:08b}")
    output[:] = int(bits, 2).to_bytes(3 * size, "big")
