"""Delays between the steps of a stepper motor for a move with linear acceleration, cruise and deceleration."""

from array import array

from nativecomp import const, int32, ptr32, viper

ACCELERATE = const(0)
CRUISE = const(1)
DECELERATE = const(2)


@viper
def stepper_ramp_pointer(delays: ptr32, steps: int, first: int, shortest: int) -> int:
    state = ACCELERATE
    delay = first
    rest = 0
    n = 0
    total = 0
    for i in range(steps):
        delays[i] = delay
        total += delay
        remaining = steps - 1 - i
        if state == ACCELERATE:
            n += 1
            numerator = 2 * delay + rest
            divisor = 4 * n + 1
            delay -= numerator // divisor
            rest = numerator % divisor
            if remaining <= n:
                state = DECELERATE
            elif delay <= shortest:
                delay = shortest
                rest = 0
                state = CRUISE
        elif state == CRUISE:
            if remaining <= n:
                state = DECELERATE
        elif n > 1:
            numerator = 2 * delay + rest
            divisor = 4 * n - 1
            delay += numerator // divisor
            rest = numerator % divisor
            n -= 1
    return total


@viper
def stepper_ramp_buffer(delays: int32[:], first: int, shortest: int) -> int:
    steps = len(delays)
    state = ACCELERATE
    delay = first
    rest = 0
    n = 0
    total = 0
    for i in range(steps):
        delays[i] = delay
        total += delay
        remaining = steps - 1 - i
        if state == ACCELERATE:
            n += 1
            numerator = 2 * delay + rest
            divisor = 4 * n + 1
            delay -= numerator // divisor
            rest = numerator % divisor
            if remaining <= n:
                state = DECELERATE
            elif delay <= shortest:
                delay = shortest
                rest = 0
                state = CRUISE
        elif state == CRUISE:
            if remaining <= n:
                state = DECELERATE
        elif n > 1:
            numerator = 2 * delay + rest
            divisor = 4 * n - 1
            delay += numerator // divisor
            rest = numerator % divisor
            n -= 1
    return total


def inputs():
    return {"delays": array("i", [0] * 560), "steps": 560, "first": 22000, "shortest": 1500}


def reference(delays, steps, first, shortest):
    delay, rest, n, phase = first, 0, 0, "up"
    for i in range(steps):
        delays[i] = delay
        left = steps - 1 - i
        if phase == "up":
            n += 1
            change, rest = divmod(2 * delay + rest, 4 * n + 1)
            delay -= change
            if left <= n:
                phase = "down"
            elif delay <= shortest:
                delay, rest, phase = shortest, 0, "flat"
        elif phase == "flat":
            phase = "down" if left <= n else "flat"
        elif n > 1:
            change, rest = divmod(2 * delay + rest, 4 * n - 1)
            delay += change
            n -= 1
    return sum(delays)
