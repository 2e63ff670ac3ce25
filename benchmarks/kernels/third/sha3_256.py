"""SHA3-256 digest of a message: the Keccak sponge on 25 lanes of 64 bits."""

from array import array

from nativecomp import const, ptr8, ptr32, uint, uint8, uint64, viper

RATE = const(136)


@viper
def rotate(value: uint64, count: int) -> uint64:
    return (value << count) | (value >> (64 - count))


@viper
def load(state: ptr32, lane: int) -> uint64:
    return (uint64(uint(state[2 * lane + 1])) << 32) | uint64(uint(state[2 * lane]))


@viper
def store(state: ptr32, lane: int, value: uint64) -> None:
    state[2 * lane] = int(value)
    state[2 * lane + 1] = int(value >> 32)


@viper
def permute_pointer(state: ptr32, lanes: ptr8, rotations: ptr8) -> None:
    feedback = 1
    for _ in range(24):
        a = load(state, 0) ^ load(state, 5) ^ load(state, 10) ^ load(state, 15) ^ load(state, 20)
        b = load(state, 1) ^ load(state, 6) ^ load(state, 11) ^ load(state, 16) ^ load(state, 21)
        c = load(state, 2) ^ load(state, 7) ^ load(state, 12) ^ load(state, 17) ^ load(state, 22)
        d = load(state, 3) ^ load(state, 8) ^ load(state, 13) ^ load(state, 18) ^ load(state, 23)
        e = load(state, 4) ^ load(state, 9) ^ load(state, 14) ^ load(state, 19) ^ load(state, 24)
        for y in range(0, 25, 5):
            store(state, y, load(state, y) ^ e ^ rotate(b, 1))
            store(state, y + 1, load(state, y + 1) ^ a ^ rotate(c, 1))
            store(state, y + 2, load(state, y + 2) ^ b ^ rotate(d, 1))
            store(state, y + 3, load(state, y + 3) ^ c ^ rotate(e, 1))
            store(state, y + 4, load(state, y + 4) ^ d ^ rotate(a, 1))
        moving = load(state, 1)
        for k in range(24):
            lane = lanes[k]
            waiting = load(state, lane)
            store(state, lane, rotate(moving, rotations[k]))
            moving = waiting
        for y in range(0, 25, 5):
            a = load(state, y)
            b = load(state, y + 1)
            c = load(state, y + 2)
            d = load(state, y + 3)
            e = load(state, y + 4)
            store(state, y, a ^ (~b & c))
            store(state, y + 1, b ^ (~c & d))
            store(state, y + 2, c ^ (~d & e))
            store(state, y + 3, d ^ (~e & a))
            store(state, y + 4, e ^ (~a & b))
        constant: uint64 = 0
        for k in range(7):
            if feedback & 1:
                constant |= uint64(1) << ((1 << k) - 1)
            feedback <<= 1
            if feedback & 0x100:
                feedback ^= 0x171
        store(state, 0, load(state, 0) ^ constant)


@viper
def absorb_pointer(state: ptr32, position: int, byte: int) -> None:
    state[position >> 2] ^= byte << (8 * (position & 3))


@viper
def sha3_256_pointer(
    message: ptr8, length: int, state: ptr32, digest: ptr8, lanes: ptr8, rotations: ptr8
) -> None:
    position = 0
    for i in range(length):
        absorb_pointer(state, position, message[i])
        position += 1
        if position == RATE:
            permute_pointer(state, lanes, rotations)
            position = 0
    absorb_pointer(state, position, 0x06)
    absorb_pointer(state, RATE - 1, 0x80)
    permute_pointer(state, lanes, rotations)
    for i in range(32):
        digest[i] = state[i >> 2] >> (8 * (i & 3))


@viper
def permute_buffer(state: uint64[:], lanes: uint8[:], rotations: uint8[:]) -> None:
    feedback = 1
    for _ in range(24):
        a = state[0] ^ state[5] ^ state[10] ^ state[15] ^ state[20]
        b = state[1] ^ state[6] ^ state[11] ^ state[16] ^ state[21]
        c = state[2] ^ state[7] ^ state[12] ^ state[17] ^ state[22]
        d = state[3] ^ state[8] ^ state[13] ^ state[18] ^ state[23]
        e = state[4] ^ state[9] ^ state[14] ^ state[19] ^ state[24]
        for y in range(0, 25, 5):
            state[y] ^= e ^ rotate(b, 1)
            state[y + 1] ^= a ^ rotate(c, 1)
            state[y + 2] ^= b ^ rotate(d, 1)
            state[y + 3] ^= c ^ rotate(e, 1)
            state[y + 4] ^= d ^ rotate(a, 1)
        moving = state[1]
        for k in range(24):
            lane = lanes[k]
            waiting = state[lane]
            state[lane] = rotate(moving, rotations[k])
            moving = waiting
        for y in range(0, 25, 5):
            a = state[y]
            b = state[y + 1]
            c = state[y + 2]
            d = state[y + 3]
            e = state[y + 4]
            state[y] = a ^ (~b & c)
            state[y + 1] = b ^ (~c & d)
            state[y + 2] = c ^ (~d & e)
            state[y + 3] = d ^ (~e & a)
            state[y + 4] = e ^ (~a & b)
        constant: uint64 = 0
        for k in range(7):
            if feedback & 1:
                constant |= uint64(1) << ((1 << k) - 1)
            feedback <<= 1
            if feedback & 0x100:
                feedback ^= 0x171
        state[0] ^= constant


@viper
def sha3_256_buffer(
    message: uint8[:], state: uint64[:], digest: uint8[:], lanes: uint8[:], rotations: uint8[:]
) -> None:
    position = 0
    for i in range(len(message)):
        state[position >> 3] ^= uint64(message[i]) << (8 * (position & 7))
        position += 1
        if position == RATE:
            permute_buffer(state, lanes, rotations)
            position = 0
    state[position >> 3] ^= uint64(6) << (8 * (position & 7))
    state[16] ^= uint64(0x80) << 56
    permute_buffer(state, lanes, rotations)
    for i in range(32):
        digest[i] = uint8(state[i >> 3] >> (8 * (i & 7)))


def inputs():
    message = bytes((k * k + 5 * k) % 251 for k in range(200))
    lanes = b"\x0a\x07\x0b\x11\x12\x03\x05\x10\x08\x15\x18\x04\x0f\x17\x13\x0d\x0c\x02\x14\x0e\x16\x09\x06\x01"
    rotations = b"\x01\x03\x06\x0a\x0f\x15\x1c\x24\x2d\x37\x02\x0e\x1b\x29\x38\x08\x19\x2b\x3e\x12\x27\x3d\x14\x2c"
    return {
        "message": message,
        "length": len(message),
        "state": array("Q", [0] * 25),
        "digest": bytearray(32),
        "lanes": lanes,
        "rotations": rotations,
    }


def reference(message, length, state, digest, lanes, rotations):
    ones = 2**64 - 1

    def turned(value, count):
        return (value << count | value >> 64 - count) & ones

    def permuted(old):
        lane = {(x, y): old[x + 5 * y] for x in range(5) for y in range(5)}
        register = 1
        for _ in range(24):
            column = [lane[x, 0] ^ lane[x, 1] ^ lane[x, 2] ^ lane[x, 3] ^ lane[x, 4] for x in range(5)]
            for x, y in lane:
                lane[x, y] ^= column[x - 1] ^ turned(column[(x + 1) % 5], 1)
            moved = {(0, 0): lane[0, 0]}
            x, y = 1, 0
            for t in range(24):
                moved[y, (2 * x + 3 * y) % 5] = turned(lane[x, y], (t + 1) * (t + 2) // 2 % 64)
                x, y = y, (2 * x + 3 * y) % 5
            for x, y in lane:
                lane[x, y] = moved[x, y] ^ (ones ^ moved[(x + 1) % 5, y]) & moved[(x + 2) % 5, y]
            for k in range(7):
                lane[0, 0] ^= (register & 1) << 2**k - 1
                register = register << 1 ^ (0x171 if register & 0x80 else 0)
        return [lane[x, y] for y in range(5) for x in range(5)]

    padded = message[:length] + b"\x06" + bytes(135 - length % 136)
    padded = padded[:-1] + bytes([padded[-1] | 0x80])
    words = list(state)
    for start in range(0, len(padded), 136):
        for k in range(17):
            words[k] ^= int.from_bytes(padded[start + 8 * k : start + 8 * k + 8], "little")
        words = permuted(words)
    for k in range(25):
        state[k] = words[k]
    digest[:] = b"".join(word.to_bytes(8, "little") for word in words[:4])
