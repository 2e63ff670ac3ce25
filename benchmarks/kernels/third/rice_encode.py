"""Compress audio samples without loss: second order prediction and Rice codes with a parameter for every block."""

import math
from array import array

from nativecomp import const, int16, int32, ptr8, ptr16, ptr32, uint, uint8, viper

BLOCK = const(32)
ESCAPE = const(16)


@viper
def rice_encode_pointer(samples: ptr16, count: int, residuals: ptr32, stream: ptr8) -> int:
    written = 0
    pending: uint = 0
    bits = 0
    last = 0
    before = 0
    for start in range(0, count, BLOCK):
        total = 0
        end = min(start + BLOCK, count)
        for i in range(start, end):
            sample = int(int16(samples[i]))
            error = sample - 2 * last + before
            before = last
            last = sample
            folded = (error << 1) ^ (error >> 31)
            residuals[i] = folded
            total += folded
        k = 0
        while k < 15 and (end - start) << k < total:
            k += 1
        pending = (pending << 4) | uint(k)
        bits += 4
        for i in range(start, end):
            folded = residuals[i]
            quotient = folded >> k
            if quotient < ESCAPE:
                pending = (pending << (quotient + 1)) | uint((1 << (quotient + 1)) - 2)
                bits += quotient + 1
                width = k
            else:
                pending = (pending << ESCAPE) | 0xFFFF
                bits += ESCAPE
                width = 20
            while bits >= 8:
                bits -= 8
                stream[written] = int(pending >> bits)
                written += 1
            pending = (pending << width) | uint(folded & ((1 << width) - 1))
            bits += width
            while bits >= 8:
                bits -= 8
                stream[written] = int(pending >> bits)
                written += 1
    if bits > 0:
        stream[written] = int(pending << (8 - bits))
        written += 1
    return written


@viper
def rice_encode_buffer(samples: int16[:], residuals: int32[:], stream: uint8[:]) -> int:
    count = len(samples)
    written = 0
    pending: uint = 0
    bits = 0
    last = 0
    before = 0
    for start in range(0, count, BLOCK):
        total = 0
        end = min(start + BLOCK, count)
        for i in range(start, end):
            sample = int(samples[i])
            error = sample - 2 * last + before
            before = last
            last = sample
            folded = (error << 1) ^ (error >> 31)
            residuals[i] = folded
            total += folded
        k = 0
        while k < 15 and (end - start) << k < total:
            k += 1
        pending = (pending << 4) | uint(k)
        bits += 4
        for i in range(start, end):
            folded = residuals[i]
            quotient = folded >> k
            if quotient < ESCAPE:
                pending = (pending << (quotient + 1)) | uint((1 << (quotient + 1)) - 2)
                bits += quotient + 1
                width = k
            else:
                pending = (pending << ESCAPE) | 0xFFFF
                bits += ESCAPE
                width = 20
            while bits >= 8:
                bits -= 8
                stream[written] = uint8(pending >> bits)
                written += 1
            pending = (pending << width) | uint(folded & ((1 << width) - 1))
            bits += width
            while bits >= 8:
                bits -= 8
                stream[written] = uint8(pending >> bits)
                written += 1
    if bits > 0:
        stream[written] = uint8(pending << (8 - bits))
        written += 1
    return written


def inputs():
    samples = array("h")
    state = 3
    for n in range(500):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        value = 9000 * math.sin(n * 0.05) + 2500 * math.sin(n * 0.31) + (state >> 20) % 64
        samples.append(-30000 if n == 333 else round(value))
    return {
        "samples": samples,
        "count": len(samples),
        "residuals": array("i", [0] * len(samples)),
        "stream": bytearray(4 * len(samples)),
    }


def reference(samples, count, residuals, stream):
    padded = [0, 0, *samples[:count]]
    for i in range(count):
        error = padded[i + 2] - 2 * padded[i + 1] + padded[i]
        residuals[i] = 2 * error if error >= 0 else -2 * error - 1
    code = ""
    for start in range(0, count, 32):
        block = residuals[start : min(start + 32, count)]
        k = next(k for k in range(16) if k == 15 or len(block) * 2**k >= sum(block))
        code += f"{k:04b}"
        for folded in block:
            if folded >> k < 16:
                code += "1" * (folded >> k) + "0"
                code += f"{folded % 2**k:0{k}b}" if k else ""
            else:
                code += "1" * 16 + f"{folded:020b}"
    code += "0" * (-len(code) % 8)
    packed = int(code, 2).to_bytes(len(code) // 8, "big")
    stream[: len(packed)] = packed
    return len(packed)
