"""Compress 16-bit audio samples to ITU-T G.711 A-law bytes with a search for the segment."""

from array import array

from nativecomp import int16, ptr8, ptr16, uint8, viper


@viper
def alaw_encode_pointer(samples: ptr16, count: int, codes: ptr8) -> None:
    for i in range(count):
        sample = int(int16(samples[i])) >> 3
        mask = 0xD5
        if sample < 0:
            sample = -sample - 1
            mask = 0x55
        segment = 0
        end = 0x1F
        while segment < 8 and sample > end:
            end = (end << 1) | 1
            segment += 1
        if segment < 2:
            code = (segment << 4) | ((sample >> 1) & 15)
        else:
            code = (segment << 4) | ((sample >> segment) & 15)
        codes[i] = code ^ mask


@viper
def alaw_encode_buffer(samples: int16[:], codes: uint8[:]) -> None:
    for i in range(len(samples)):
        sample = int(samples[i]) >> 3
        mask = 0xD5
        if sample < 0:
            sample = -sample - 1
            mask = 0x55
        segment = 0
        end = 0x1F
        while segment < 8 and sample > end:
            end = (end << 1) | 1
            segment += 1
        if segment < 2:
            code = (segment << 4) | ((sample >> 1) & 15)
        else:
            code = (segment << 4) | ((sample >> segment) & 15)
        codes[i] = uint8(code ^ mask)


def inputs():
    samples = array("h", [0, 1, -1, 7, 8, -8, -9, 32767, -32768, 255, 256, -256, -257])
    state = 711
    while len(samples) < 640:
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        samples.append(((state >> 12 & 0xFFFF) - 32768) >> (state >> 28 & 7))
    return {"samples": samples, "count": len(samples), "codes": bytearray(len(samples))}


def reference(samples, count, codes):
    for i in range(count):
        magnitude = samples[i] // 8
        sign = 0x80
        if magnitude < 0:
            magnitude = -1 - magnitude
            sign = 0
        segment = max(magnitude.bit_length() - 5, 0)
        mantissa = magnitude // 2 if segment < 2 else magnitude >> segment
        codes[i] = (sign | segment << 4 | mantissa & 15) ^ 0x55
