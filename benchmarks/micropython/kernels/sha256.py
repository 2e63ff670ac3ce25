"""SHA-256 with its rotations written out, as one does where a call is dear."""

from nativecomp import ptr8, ptr32, uint, viper


@viper
def sha256(state: ptr32, constants: ptr32, schedule: ptr32, data: ptr8, blocks: int):
    for block in range(blocks):
        for i in range(16):
            at = 64 * block + 4 * i
            schedule[i] = data[at] << 24 | data[at + 1] << 16 | data[at + 2] << 8 | data[at + 3]
        for i in range(16, 64):
            x = uint(schedule[i - 15])
            y = uint(schedule[i - 2])
            s0 = (x >> 7 | x << 25) ^ (x >> 18 | x << 14) ^ x >> 3
            s1 = (y >> 17 | y << 15) ^ (y >> 19 | y << 13) ^ y >> 10
            schedule[i] = s0 + s1 + schedule[i - 16] + schedule[i - 7]
        a = uint(state[0])
        b = uint(state[1])
        c = uint(state[2])
        d = uint(state[3])
        e = uint(state[4])
        f = uint(state[5])
        g = uint(state[6])
        h = uint(state[7])
        for i in range(64):
            s1 = (e >> 6 | e << 26) ^ (e >> 11 | e << 21) ^ (e >> 25 | e << 7)
            choice = (e & f) ^ (~e & g)
            t1 = h + s1 + choice + constants[i] + schedule[i]
            s0 = (a >> 2 | a << 30) ^ (a >> 13 | a << 19) ^ (a >> 22 | a << 10)
            majority = (a & b) ^ (a & c) ^ (b & c)
            h = g
            g = f
            f = e
            e = d + t1
            d = c
            c = b
            b = a
            a = t1 + s0 + majority
        state[0] += a
        state[1] += b
        state[2] += c
        state[3] += d
        state[4] += e
        state[5] += f
        state[6] += g
        state[7] += h
