"""Control loops, and a queue between an interrupt and the program."""

from nativecomp import Buffer, float32, ptr8, ptr32, uint32, viper


@viper
def pid(state: Buffer[float32], target: float32, measured: float32, seconds: float32) -> float32:
    """One step of a PID controller.

    `state` are its gains P, I and D, the lowest and the highest output, and what it keeps: the integral and the last
    measurement, 0 and the first measurement at first. The integral stops where the output is at its end. The derivative
    is that of the measurement, so a new target gives no jump.
    """
    error = target - measured
    integral: float32 = state[5] + state[1] * error * seconds
    output: float32 = state[0] * error + integral - state[2] * (measured - state[6]) / seconds
    if output > state[4]:
        output = state[4]
    elif output < state[3]:
        output = state[3]
    else:
        state[5] = integral
    state[6] = measured
    return output


@viper
def ring_put(ring: ptr8, size: int, ends: ptr32, byte: int) -> bool:
    """Append a byte to a ring of `size` bytes, a power of two; False where it is full.

    `ends` are two words, 0 at first: how many bytes came, and how many left. One side puts, another one gets: each may
    be an interrupt, since each writes one of the words only.
    """
    if uint32(ends[0] - ends[1]) >= size:
        return False
    ring[ends[0] & (size - 1)] = byte
    ends[0] = ends[0] + 1
    return True


@viper
def ring_get(ring: ptr8, size: int, ends: ptr32) -> int:
    """Take the oldest byte from a ring; -1 where it is empty."""
    if ends[0] == ends[1]:
        return -1
    byte = ring[ends[1] & (size - 1)]
    ends[1] = ends[1] + 1
    return byte
