"""Median of three by `if`, with sign extension by hand."""

from nativecomp import ptr16, viper


@viper
def median3(output: ptr16, samples: ptr16, count: int):
    for i in range(1, count - 1):
        a = (samples[i - 1] ^ 0x8000) - 0x8000
        b = (samples[i] ^ 0x8000) - 0x8000
        c = (samples[i + 1] ^ 0x8000) - 0x8000
        if a > b:
            kept = a
            a = b
            b = kept
        if c < b:
            b = c
        output[i] = b if b > a else a
