"""Controller with proportional, integral and derivative parts in Q16, limited and without wind-up.

It drives a plant that goes a 32nd of the way to the output in each step.
"""

from array import array

from nativecomp import int32, int64, ptr32, viper


@viper
def pid_q16_pointer(wanted: ptr32, output: ptr32, count: int, kp: int, ki: int, kd: int, limit: int) -> int:
    integral = 0
    last = 0
    measured = 0
    for i in range(count):
        error = wanted[i] - measured
        change = measured - last
        last = measured
        step = int(int64(ki) * error >> 16)
        total = int(int64(kp) * error >> 16) + integral + step - int(int64(kd) * change >> 16)
        if total > limit:
            total = limit
            if step < 0:
                integral += step
        elif total < -limit:
            total = -limit
            if step > 0:
                integral += step
        else:
            integral += step
        output[i] = total
        measured += (total - measured) >> 5
    return measured


@viper
def pid_q16_buffer(wanted: int32[:], output: int32[:], kp: int, ki: int, kd: int, limit: int) -> int:
    integral = 0
    last = 0
    measured = 0
    for i in range(len(wanted)):
        error = wanted[i] - measured
        change = measured - last
        last = measured
        step = int(int64(ki) * error >> 16)
        total = int(int64(kp) * error >> 16) + integral + step - int(int64(kd) * change >> 16)
        if total > limit:
            total = limit
            if step < 0:
                integral += step
        elif total < -limit:
            total = -limit
            if step > 0:
                integral += step
        else:
            integral += step
        output[i] = total
        measured += (total - measured) >> 5
    return measured


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    steps = [number - 32768 << 7 for number in noise(8, 14)]
    return {
        "wanted": array("i", [step for step in steps for _ in range(40)]),
        "output": array("i", [0] * 320),
        "count": 320,
        "kp": 5 << 16,
        "ki": 9000,
        "kd": 70000,
        "limit": 6 << 20,
    }


def reference(wanted, output, count, kp, ki, kd, limit):
    integral = last = measured = 0
    for i, goal in enumerate(wanted):
        error = goal - measured
        step = ki * error >> 16
        total = (kp * error >> 16) + integral + step - (kd * (measured - last) >> 16)
        output[i] = min(max(total, -limit), limit)
        if abs(total) <= limit or ((step < 0) == (total > limit) and step):
            integral += step
        last = measured
        measured += output[i] - measured >> 5
    return measured
