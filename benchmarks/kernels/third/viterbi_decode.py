"""Viterbi decoder for the rate 1/2 convolutional code of constraint length 5 (octal 23, 35), hard decisions."""

from array import array

from nativecomp import const, ptr8, ptr16, uint8, uint16, viper

OUTPUTS = const(
    b"\x00\x03\x02\x01\x01\x02\x03\x00\x01\x02\x03\x00\x00\x03\x02\x01"
    b"\x03\x00\x01\x02\x02\x01\x00\x03\x02\x01\x00\x03\x03\x00\x01\x02"
)
STATES = const(16)


@viper
def viterbi_decode_pointer(symbols: ptr8, steps: int, metrics: ptr16, survivors: ptr16, decoded: ptr8) -> int:
    metrics[0] = 0
    for s in range(1, STATES):
        metrics[s] = 100
    old = 0
    new = STATES
    for step in range(steps):
        symbol = symbols[step]
        decisions = 0
        for s in range(STATES):
            lower = OUTPUTS[s] ^ symbol
            upper = OUTPUTS[s + STATES] ^ symbol
            a = metrics[old + (s >> 1)] + (lower & 1) + (lower >> 1)
            b = metrics[old + (s >> 1) + 8] + (upper & 1) + (upper >> 1)
            if b < a:
                a = b
                decisions |= 1 << s
            metrics[new + s] = a
        survivors[step] = decisions
        old, new = new, old
    state = 0
    for step in range(steps - 1, -1, -1):
        decoded[step >> 3] |= (state & 1) << (7 - (step & 7))
        chosen = (survivors[step] >> state) & 1
        state = (state >> 1) | (chosen << 3)
    return metrics[old]


@viper
def viterbi_decode_buffer(symbols: uint8[:], metrics: uint16[:], survivors: uint16[:], decoded: uint8[:]) -> int:
    steps = len(symbols)
    metrics[0] = 0
    for s in range(1, STATES):
        metrics[s] = 100
    old = 0
    new = STATES
    for step in range(steps):
        symbol = symbols[step]
        decisions = 0
        for s in range(STATES):
            lower = OUTPUTS[s] ^ symbol
            upper = OUTPUTS[s + STATES] ^ symbol
            a = metrics[old + (s >> 1)] + (lower & 1) + (lower >> 1)
            b = metrics[old + (s >> 1) + 8] + (upper & 1) + (upper >> 1)
            if b < a:
                a = b
                decisions |= 1 << s
            metrics[new + s] = uint16(a)
        survivors[step] = uint16(decisions)
        old, new = new, old
    state = 0
    for step in range(steps - 1, -1, -1):
        decoded[step >> 3] |= uint8((state & 1) << (7 - (step & 7)))
        chosen = (survivors[step] >> state) & 1
        state = (state >> 1) | (chosen << 3)
    return int(metrics[old])


def inputs():
    message = b"Hello, Cortex-M"
    register = 0
    symbols = bytearray()
    for bit in [byte >> k & 1 for byte in message + b"\0" for k in range(7, -1, -1)]:
        register = (register << 1 | bit) & 31
        first = (register & 0b10011).bit_count() & 1
        second = (register & 0b11101).bit_count() & 1
        symbols.append(first << 1 | second)
    for position, error in ((5, 1), (19, 2), (40, 1), (41, 1), (77, 2), (100, 3)):
        symbols[position] ^= error
    steps = len(symbols)
    return {
        "symbols": bytes(symbols),
        "steps": steps,
        "metrics": array("H", [0] * 32),
        "survivors": array("H", [0] * steps),
        "decoded": bytearray(steps // 8),
    }


def reference(symbols, steps, metrics, survivors, decoded):
    current = [0] + [100] * 15
    previous = [0] * 16
    for step in range(steps):
        previous, current = current, []
        survivors[step] = 0
        for s in range(16):
            costs = []
            for register in (s, s | 16):
                code = ((register & 0b10011).bit_count() & 1) << 1 | (register & 0b11101).bit_count() & 1
                costs.append(previous[register >> 1] + (code ^ symbols[step]).bit_count())
            current.append(min(costs))
            survivors[step] |= (costs[1] < costs[0]) << s
    state = 0
    bits = []
    for step in reversed(range(steps)):
        bits.append(state & 1)
        state = state >> 1 | (survivors[step] >> state & 1) << 3
    for step, bit in enumerate(reversed(bits)):
        decoded[step // 8] |= bit << 7 - step % 8
    banks = (current, previous) if steps % 2 == 0 else (previous, current)
    for s in range(16):
        metrics[s], metrics[s + 16] = banks[0][s], banks[1][s]
    return current[0]
