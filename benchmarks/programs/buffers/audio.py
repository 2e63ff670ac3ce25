"""Sound samples in array('h'): table oscillator, mixing, echo, envelope."""

from array import array

SIZE = 30
SIZE_SMALL = 2
CHECK = (32768, 30187, 59)

LENGTH = 500


def triangle_table():
    table = array("h", [0] * 64)
    for i in range(64):
        if i < 16:
            level = i
        elif i < 48:
            level = 32 - i
        else:
            level = i - 64
        table[i] = level * 1000
    return table


def oscillate(table, out, pitch):
    phase = 0
    for i in range(len(out)):
        out[i] = table[phase >> 10]
        phase = (phase + pitch) & 0xFFFF


def envelope(samples, attack, release):
    length = len(samples)
    for i in range(attack):
        samples[i] = samples[i] * i // attack
    for i in range(release):
        at = length - 1 - i
        samples[at] = samples[at] * i // release


def clip(value):
    if value > 32767:
        return 32767
    if value < -32768:
        return -32768
    return value


def mix(a, b, out):
    for i in range(len(out)):
        out[i] = clip(a[i] + b[i] * 3 // 2)


def echo(samples, delay, divisor):
    for i in range(delay, len(samples)):
        samples[i] = clip(samples[i] + samples[i - delay] // divisor)


def zero_crossings(samples):
    count = 0
    previous = samples[0]
    for sample in samples:
        if (sample < 0) != (previous < 0):
            count += 1
        previous = sample
    return count


def main(n):
    table = triangle_table()
    left = array("h", [0] * LENGTH)
    right = array("h", bytes(2 * LENGTH))
    mixed = array("h", left)
    peak = loud = crossings = 0
    for turn in range(n):
        oscillate(table, left, 1150 + 77 * turn)
        oscillate(table, right, 1733 - 20 * turn)
        envelope(left, LENGTH // 8, LENGTH // 3)
        envelope(right, LENGTH // 4, LENGTH // 4)
        mix(left, right, mixed)
        echo(mixed, LENGTH // 5, 3)
        peak = max(peak, max(mixed), -min(mixed))
        for sample in memoryview(mixed)[LENGTH // 4:]:
            loud += abs(sample) >> 8
        crossings += zero_crossings(mixed)
    return peak, loud, crossings
