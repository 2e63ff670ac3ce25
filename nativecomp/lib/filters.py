"""Signals: filters and the Fourier transform, in single precision and in 16 bits."""

from nativecomp import Buffer, float32, int16, viper


@viper
def fir(output: Buffer[float32], samples: Buffer[float32], taps: Buffer[float32]) -> None:
    """Finite impulse response. There are `len(output) + len(taps) - 1` samples."""
    for n in range(len(output)):
        total: float32 = 0.0
        for k in range(len(taps)):
            total += samples[n + k] * taps[k]
        output[n] = total


@viper
def fir_q15(output: Buffer[int16], samples: Buffer[int16], taps: Buffer[int16]) -> None:
    """The same in fixed point: 32768 of a tap is 1. What does not fit 16 bits is the nearest that does."""
    for n in range(len(output)):
        total = 0
        for k in range(len(taps)):
            total += samples[n + k] * taps[k]
        output[n] = max(-32768, min(32767, (total + 0x4000) >> 15))


@viper
def biquad(data: Buffer[float32], coefficients: Buffer[float32], state: Buffer[float32]) -> None:
    """A second-order section in place (transposed direct form II).

    `coefficients` are b0, b1, b2, a1, a2, with a0 = 1; `state` are two numbers, 0 at first, that go from block to
    block.
    """
    first: float32 = state[0]
    second: float32 = state[1]
    for i in range(len(data)):
        x = data[i]
        y = coefficients[0] * x + first
        first = coefficients[1] * x - coefficients[3] * y + second
        second = coefficients[2] * x - coefficients[4] * y
        data[i] = y
    state[0] = first
    state[1] = second


@viper
def _reverse(real: Buffer[float32], imaginary: Buffer[float32]) -> None:
    """Put elements where the reversed bits of their index say."""
    size = len(real)
    j = 0
    for i in range(1, size):
        bit = size >> 1
        while j & bit:
            j ^= bit
            bit >>= 1
        j ^= bit
        if i < j:
            real[i], real[j] = real[j], real[i]
            imaginary[i], imaginary[j] = imaginary[j], imaginary[i]


@viper
def fft(real: Buffer[float32], imaginary: Buffer[float32], cosine: Buffer[float32], sine: Buffer[float32]) -> None:
    """Fourier transform in place of a power of two of numbers.

    `cosine` and `sine` are those of `2 * pi * k / len(real)`, for the first half of all k.
    """
    size = len(real)
    if size & (size - 1):
        raise ValueError(size)
    _reverse(real, imaginary)
    half = 1
    stride = size >> 1
    while half < size:
        for start in range(0, size, 2 * half):
            for k in range(half):
                a = start + k
                b = a + half
                wr = cosine[k * stride]
                wi = sine[k * stride]
                tr = real[b] * wr + imaginary[b] * wi
                ti = imaginary[b] * wr - real[b] * wi
                real[b] = real[a] - tr
                imaginary[b] = imaginary[a] - ti
                real[a] += tr
                imaginary[a] += ti
        half *= 2
        stride >>= 1
