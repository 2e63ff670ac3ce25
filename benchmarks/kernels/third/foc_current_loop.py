"""Current control of a motor in Q15: Clarke and Park, two PI regulators, inverse Park, centred phase duties."""

import math
from array import array

from nativecomp import const, int16, int32, ptr16, ptr32, uint16, viper

INV_SQRT3 = const(18919)
HALF_SQRT3 = const(28378)
LIMIT = const(18000)
KP = const(5200)
KI = const(410)


@viper
def regulate_pointer(error: int, integrals: ptr32, axis: int) -> int:
    integral = integrals[axis] + error * KI
    integral = max(min(integral, LIMIT << 14), -LIMIT << 14)
    output = (error * KP + integral) >> 14
    if output > LIMIT:
        return LIMIT
    if output < -LIMIT:
        return -LIMIT
    integrals[axis] = integral
    return output


@viper
def foc_current_loop_pointer(
    currents: ptr16, angles: ptr16, count: int, sines: ptr16, target: int, integrals: ptr32, duties: ptr16
) -> None:
    for n in range(count):
        index = angles[n] >> 8
        sine = int(int16(sines[index]))
        cosine = int(int16(sines[(index + 64) & 0xFF]))
        alpha = int(int16(currents[2 * n]))
        second = int(int16(currents[2 * n + 1]))
        beta = ((alpha + 2 * second) * INV_SQRT3) >> 15
        direct = (alpha * cosine + beta * sine) >> 15
        quadrature = (beta * cosine - alpha * sine) >> 15
        vd = regulate_pointer(-direct, integrals, 0)
        vq = regulate_pointer(target - quadrature, integrals, 1)
        alpha = (vd * cosine - vq * sine) >> 15
        beta = (vd * sine + vq * cosine) >> 15
        a = alpha
        beta = (beta * HALF_SQRT3) >> 15
        b = beta - (alpha >> 1)
        c = -beta - (alpha >> 1)
        centre = 16384 - ((max(a, b, c) + min(a, b, c)) >> 1)
        duties[3 * n] = a + centre
        duties[3 * n + 1] = b + centre
        duties[3 * n + 2] = c + centre


@viper
def regulate_buffer(error: int, integrals: int32[:], axis: int) -> int:
    integral = integrals[axis] + error * KI
    integral = max(min(integral, LIMIT << 14), -LIMIT << 14)
    output = (error * KP + integral) >> 14
    if output > LIMIT:
        return LIMIT
    if output < -LIMIT:
        return -LIMIT
    integrals[axis] = integral
    return output


@viper
def foc_current_loop_buffer(
    currents: int16[:], angles: uint16[:], sines: int16[:], target: int, integrals: int32[:], duties: int16[:]
) -> None:
    for n in range(len(angles)):
        index = angles[n] >> 8
        sine = int(sines[index])
        cosine = int(sines[(index + 64) & 0xFF])
        alpha = int(currents[2 * n])
        second = int(currents[2 * n + 1])
        beta = ((alpha + 2 * second) * INV_SQRT3) >> 15
        direct = (alpha * cosine + beta * sine) >> 15
        quadrature = (beta * cosine - alpha * sine) >> 15
        vd = regulate_buffer(-direct, integrals, 0)
        vq = regulate_buffer(target - quadrature, integrals, 1)
        alpha = (vd * cosine - vq * sine) >> 15
        beta = (vd * sine + vq * cosine) >> 15
        a = alpha
        beta = (beta * HALF_SQRT3) >> 15
        b = beta - (alpha >> 1)
        c = -beta - (alpha >> 1)
        centre = 16384 - ((max(a, b, c) + min(a, b, c)) >> 1)
        duties[3 * n] = int16(a + centre)
        duties[3 * n + 1] = int16(b + centre)
        duties[3 * n + 2] = int16(c + centre)


def inputs():
    count = 110
    currents = array("h")
    angles = array("H")
    for n in range(count):
        angle = (n * 1237 + 60000) & 0xFFFF
        size = 9000 * (1 - math.exp(-n / 30)) * (0.4 if n > 80 else 1)
        phase = angle / 65536 * math.tau + 1.2
        currents.append(round(size * math.cos(phase)) + n * 7 % 31)
        currents.append(round(size * math.cos(phase - math.tau / 3)) - n * 5 % 29)
        angles.append(angle)
    return {
        "currents": currents,
        "angles": angles,
        "count": count,
        "sines": array("h", (round(32767 * math.sin(k * math.tau / 256)) for k in range(256))),
        "target": 8200,
        "integrals": array("i", [40000, -90000]),
        "duties": array("h", [0] * 3 * count),
    }


def reference(currents, angles, count, sines, target, integrals, duties):
    limit = 18000
    for n in range(count):
        sine, cosine = sines[angles[n] // 256], sines[(angles[n] // 256 + 64) % 256]
        first, second = currents[2 * n : 2 * n + 2]
        beta = (first + 2 * second) * 18919 // 32768
        errors = (
            -((first * cosine + beta * sine) // 32768),
            target - (beta * cosine - first * sine) // 32768,
        )
        voltages = []
        for axis, error in enumerate(errors):
            integral = sorted((-limit * 16384, integrals[axis] + error * 410, limit * 16384))[1]
            voltage = (error * 5200 + integral) // 16384
            if abs(voltage) <= limit:
                integrals[axis] = integral
            voltages.append(sorted((-limit, voltage, limit))[1])
        vd, vq = voltages
        alpha = (vd * cosine - vq * sine) // 32768
        beta = (vd * sine + vq * cosine) // 32768 * 28378 // 32768
        phases = [alpha, beta - alpha // 2, -beta - alpha // 2]
        centre = 16384 - (max(phases) + min(phases)) // 2
        for k in range(3):
            duties[3 * n + k] = phases[k] + centre
