"""The filter with sign extension by hand and limits by `if`."""

from nativecomp import ptr16, viper


@viper
def fir_q15(output: ptr16, samples: ptr16, taps: ptr16, tap_count: int, count: int):
    for n in range(count):
        total = 0
        for k in range(tap_count):
            total += ((samples[n + k] ^ 0x8000) - 0x8000) * ((taps[k] ^ 0x8000) - 0x8000)
        total >>= 15
        if total > 32767:
            total = 32767
        elif total < -32768:
            total = -32768
        output[n] = total
