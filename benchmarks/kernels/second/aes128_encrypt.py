"""Encrypts blocks of 16 bytes in place with AES-128 and a key that is expanded already."""


from nativecomp import ptr8, uint8, viper


@viper
def aes128_encrypt_pointer(box: ptr8, keys: ptr8, data: ptr8, state: ptr8, blocks: int):
    for block in range(blocks):
        base = 16 * block
        for i in range(16):
            data[base + i] ^= keys[i]
        for turn in range(1, 11):
            for column in range(4):
                for row in range(4):
                    state[4 * column + row] = box[data[base + 4 * ((column + row) & 3) + row]]
            if turn < 10:
                for column in range(0, 16, 4):
                    a = state[column]
                    b = state[column + 1]
                    c = state[column + 2]
                    d = state[column + 3]
                    every = a ^ b ^ c ^ d
                    state[column] = a ^ every ^ times_two(a ^ b)
                    state[column + 1] = b ^ every ^ times_two(b ^ c)
                    state[column + 2] = c ^ every ^ times_two(c ^ d)
                    state[column + 3] = d ^ every ^ times_two(d ^ a)
            for i in range(16):
                data[base + i] = state[i] ^ keys[16 * turn + i]


@viper
def aes128_encrypt_buffer(box: uint8[:], keys: uint8[:], data: uint8[:], state: uint8[:], blocks: int):
    for block in range(blocks):
        base = 16 * block
        for i in range(16):
            data[base + i] ^= keys[i]
        for turn in range(1, 11):
            for column in range(4):
                for row in range(4):
                    state[4 * column + row] = box[data[base + 4 * ((column + row) & 3) + row]]
            if turn < 10:
                for column in range(0, 16, 4):
                    a = state[column]
                    b = state[column + 1]
                    c = state[column + 2]
                    d = state[column + 3]
                    every = a ^ b ^ c ^ d
                    state[column] = a ^ every ^ times_two(a ^ b)
                    state[column + 1] = b ^ every ^ times_two(b ^ c)
                    state[column + 2] = c ^ every ^ times_two(c ^ d)
                    state[column + 3] = d ^ every ^ times_two(d ^ a)
            for i in range(16):
                data[base + i] = state[i] ^ keys[16 * turn + i]


@viper
def times_two(x: int) -> int:
    x <<= 1
    if x & 0x100:
        x ^= 0x11B
    return x


def multiply(a, b):
    """The product in the field of 256 elements."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a = a << 1 ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


def make_box():
    """The substitution of each byte: the inverse, then an affine map."""
    box = bytearray()
    for byte in range(256):
        inverse = next((other for other in range(256) if multiply(byte, other) == 1), 0)
        value = 0x63
        for shift in range(5):
            value ^= (inverse << shift | inverse >> (8 - shift)) & 0xFF
        box.append(value)
    return bytes(box)


def expand_key(key, box):
    """The keys of the eleven rounds."""
    keys = bytearray(key)
    constant = 1
    for i in range(4, 44):
        word = keys[-4:]
        if i % 4 == 0:
            word = bytearray(box[byte] for byte in word[1:] + word[:1])
            word[0] ^= constant
            constant = multiply(constant, 2)
        keys += bytes(x ^ y for x, y in zip(word, keys[4 * i - 16 : 4 * i - 12]))
    return bytes(keys)


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    box = make_box()
    data = bytearray.fromhex("00112233445566778899aabbccddeeff") + bytes(number >> 8 for number in noise(48, 1))
    return {
        "box": box,
        "keys": expand_key(bytes(range(16)), box),
        "data": data,
        "state": bytearray(16),
        "blocks": 4,
    }


def reference(box, keys, data, state, blocks):
    matrix = [2, 3, 1, 1]
    for start in range(0, 16 * blocks, 16):
        block = [x ^ y for x, y in zip(data[start : start + 16], keys)]
        for turn in range(1, 11):
            block = [box[block[5 * i % 16]] for i in range(16)]
            if turn < 10:
                mixed = []
                for i in range(16):
                    value = 0
                    for k in range(4):
                        value ^= multiply(block[i // 4 * 4 + k], matrix[(k - i) % 4])
                    mixed.append(value)
                block = mixed
            state[:] = bytes(block)
            block = [x ^ y for x, y in zip(block, keys[16 * turn :])]
        data[start : start + 16] = bytes(block)
