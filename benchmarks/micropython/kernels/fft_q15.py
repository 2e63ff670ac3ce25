"""The transform with sign extension by hand and exchanges by way of a third variable."""

from nativecomp import ptr16, viper


@viper
def fft_q15(real: ptr16, imaginary: ptr16, cosine: ptr16, sine: ptr16, size: int):
    j = 0
    for i in range(1, size):
        bit = size >> 1
        while j & bit:
            j ^= bit
            bit >>= 1
        j ^= bit
        if i < j:
            kept = real[i]
            real[i] = real[j]
            real[j] = kept
            kept = imaginary[i]
            imaginary[i] = imaginary[j]
            imaginary[j] = kept
    half = 1
    stride = size >> 1
    while half < size:
        start = 0
        while start < size:
            for k in range(half):
                a = start + k
                b = a + half
                wr = (cosine[k * stride] ^ 0x8000) - 0x8000
                wi = (sine[k * stride] ^ 0x8000) - 0x8000
                br = (real[b] ^ 0x8000) - 0x8000
                bi = (imaginary[b] ^ 0x8000) - 0x8000
                tr = (br * wr + bi * wi) >> 15
                ti = (bi * wr - br * wi) >> 15
                ar = (real[a] ^ 0x8000) - 0x8000
                ai = (imaginary[a] ^ 0x8000) - 0x8000
                real[b] = (ar - tr) >> 1
                imaginary[b] = (ai - ti) >> 1
                real[a] = (ar + tr) >> 1
                imaginary[a] = (ai + ti) >> 1
            start += 2 * half
        half *= 2
        stride >>= 1
