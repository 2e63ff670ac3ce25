"""Counts the detents (four steps each) of a rotary encoder from samples of a port; invalid steps are left out."""

from array import array

from nativecomp import int8, ptr8, uint8, viper


@viper
def rotary_decode_pointer(port: ptr8, size: int, shift: int, steps: ptr8) -> int:
    position = 0
    state = 0
    for i in range(size):
        state = ((state << 2) | ((port[i] >> shift) & 3)) & 15
        position += int8(steps[state])
    return position >> 2


@viper
def rotary_decode_buffer(port: uint8[:], shift: int, steps: int8[:]) -> int:
    position = 0
    state = 0
    for i in range(len(port)):
        state = ((state << 2) | ((port[i] >> shift) & 3)) & 15
        position += steps[state]
    return position >> 2


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    phase, port = 0, bytearray()
    for number in noise(900, 12):
        phase += (0, 1, 1, 1, 0, 1, -1, 0)[number >> 13]
        port.append((0b00, 0b01, 0b11, 0b10)[phase & 3] << 4 | number & 0xCF)
    steps = array("b", [0, 1, -1, 0, -1, 0, 0, 1, 1, 0, 0, -1, 0, -1, 1, 0])
    return {"port": bytes(port), "size": len(port), "shift": 4, "steps": steps}


def reference(port, size, shift, steps):
    order = [0b00, 0b01, 0b11, 0b10]
    position = last = 0
    for byte in port:
        now = order.index(byte >> shift & 3)
        position += {1: 1, 3: -1}.get((now - last) % 4, 0)
        last = now
    return position // 4
