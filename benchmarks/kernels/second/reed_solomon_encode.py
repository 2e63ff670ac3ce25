"""Parity bytes of a QR code's block: the remainder by a generator polynomial over the field of 256 elements.

The generator is given as the logarithms of its coefficients below the highest.
"""


from nativecomp import ptr8, uint8, viper


@viper
def reed_solomon_encode_pointer(
    powers: ptr8, logs: ptr8, generator: ptr8, data: ptr8, size: int, parity: ptr8, count: int
):
    for i in range(count):
        parity[i] = 0
    for i in range(size):
        factor = data[i] ^ parity[0]
        for k in range(count - 1):
            parity[k] = parity[k + 1]
        parity[count - 1] = 0
        if factor != 0:
            log = logs[factor]
            for k in range(count):
                parity[k] ^= powers[log + generator[k]]


@viper
def reed_solomon_encode_buffer(powers: uint8[:], logs: uint8[:], generator: uint8[:], data: uint8[:], parity: uint8[:]):
    count = len(parity)
    for i in range(count):
        parity[i] = 0
    for i in range(len(data)):
        factor = data[i] ^ parity[0]
        for k in range(count - 1):
            parity[k] = parity[k + 1]
        parity[count - 1] = 0
        if factor != 0:
            log = logs[factor]
            for k in range(count):
                parity[k] ^= powers[log + generator[k]]


def product(a, b):
    """The product in QR's field."""
    result = 0
    for bit in range(8):
        if b >> bit & 1:
            result ^= a << bit
    for bit in range(15, 7, -1):
        if result >> bit & 1:
            result ^= 0x11D << (bit - 8)
    return result


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    powers = [1]
    for _ in range(511):
        powers.append(product(powers[-1], 2))
    logs = bytes(powers.index(n) if n else 0 for n in range(256))
    generator = [1]
    for i in range(18):
        shifted = [0] + [product(c, powers[i]) for c in generator]
        generator = [a ^ b for a, b in zip(generator + [0], shifted)]
    data = bytes(number >> 8 for number in noise(80, 47))
    return {
        "powers": bytes(powers),
        "logs": logs,
        "generator": bytes(logs[c] for c in generator[1:]),
        "data": data,
        "size": 80,
        "parity": bytearray(18),
        "count": 18,
    }


def reference(powers, logs, generator, data, size, parity, count):
    rest = list(data) + [0] * count
    divisor = [1]
    for i in range(count):
        root = 1
        for _ in range(i):
            root = product(root, 2)
        divisor = [a ^ b for a, b in zip([*divisor, 0], [0] + [product(c, root) for c in divisor])]
    for i in range(size):
        lead = rest[i]
        for k, c in enumerate(divisor):
            rest[i + k] ^= product(c, lead)
    parity[:] = bytes(rest[size:])
