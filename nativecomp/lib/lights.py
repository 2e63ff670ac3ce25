"""Light chains."""

from nativecomp import Buffer, uint8, viper


@viper
def ws2812_spi(pixels: Buffer[uint8], output: Buffer[uint8]) -> int:
    """What an SPI at 2.4 MHz sends to a chain of WS2812: three bits for each, 110 for one and 100 for zero.

    `pixels` are bytes in the order of the chain (green, red, blue); the output has three bytes for each, which is the
    result. The line has to rest for 50 microseconds (15 bytes of 0) behind them.
    """
    place = 0
    for byte in pixels:
        bits = 0
        for k in range(8):
            bits = bits << 3 | (6 if byte & 0x80 >> k else 4)
        output[place] = bits >> 16
        output[place + 1] = bits >> 8
        output[place + 2] = bits
        place += 3
    return place
