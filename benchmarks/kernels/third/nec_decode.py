"""Decode the pulses of an infrared receiver as NEC remote control codes, with repeats and broken frames."""

from array import array

from nativecomp import const, ptr16, ptr32, uint, uint16, uint32, viper

REPEAT = const(0x1000000)


@viper
def near(duration: int, wanted: int) -> int:
    tolerance = wanted >> 2
    if duration < wanted - tolerance:
        return 0
    if duration > wanted + tolerance:
        return 0
    return 1


@viper
def valid(word: uint) -> int:
    command = (word >> 16) & 0xFF
    inverse = word >> 24
    if command ^ inverse == 0xFF:
        return 1
    return 0


@viper
def nec_decode_pointer(durations: ptr16, count: int, codes: ptr32, errors: ptr32) -> int:
    found = 0
    have = 0
    last = 0
    i = 0
    while i + 2 < count:
        if not near(durations[i], 9000):
            i += 1
            continue
        space = durations[i + 1]
        i += 2
        if near(space, 2250):
            if have and near(durations[i], 560):
                codes[found] = last | REPEAT
                found += 1
            continue
        if not near(space, 4500):
            errors[0] += 1
            continue
        word: uint = 0
        bits = 0
        while bits < 32 and i + 1 < count:
            if not near(durations[i], 560):
                break
            space = durations[i + 1]
            word >>= 1
            if near(space, 1690):
                word |= 0x80000000
            elif not near(space, 560):
                break
            bits += 1
            i += 2
        if bits < 32:
            errors[1] += 1
            have = 0
        elif not valid(word):
            errors[2] += 1
            have = 0
        else:
            last = int(word & 0xFFFFFF)
            have = 1
            codes[found] = last
            found += 1
    return found


@viper
def nec_decode_buffer(durations: uint16[:], codes: uint32[:], errors: uint32[:]) -> int:
    count = len(durations)
    found = 0
    have = 0
    last: uint = 0
    i = 0
    while i + 2 < count:
        if not near(int(durations[i]), 9000):
            i += 1
            continue
        space = int(durations[i + 1])
        i += 2
        if near(space, 2250):
            if have and near(int(durations[i]), 560):
                codes[found] = last | REPEAT
                found += 1
            continue
        if not near(space, 4500):
            errors[0] += 1
            continue
        word: uint = 0
        bits = 0
        while bits < 32 and i + 1 < count:
            if not near(int(durations[i]), 560):
                break
            space = int(durations[i + 1])
            word >>= 1
            if near(space, 1690):
                word |= 0x80000000
            elif not near(space, 560):
                break
            bits += 1
            i += 2
        if bits < 32:
            errors[1] += 1
            have = 0
        elif not valid(word):
            errors[2] += 1
            have = 0
        else:
            last = word & 0xFFFFFF
            have = 1
            codes[found] = last
            found += 1
    return found


def inputs():
    durations = array("H", [300, 1200, 80])
    state = 77
    for frame in range(11):
        if frame in (2, 3, 7):
            frame_durations = [9050, 2210, 570, 60000]
        else:
            command = (frame * 37 + 5) & 0xFF
            word = 0x04FB + frame | command << 16 | (command ^ 0xFF) << 24
            if frame == 5:
                word ^= 1 << 27
            frame_durations = [8940, 4480]
            for bit in range(32):
                frame_durations += [565, 1680 if word >> bit & 1 else 550]
            frame_durations += [560, 40000]
            if frame == 6:
                frame_durations[31] = 950
            if frame == 9:
                frame_durations[1] = 3200
        for duration in frame_durations:
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            durations.append(duration + (state >> 16) % (duration // 10) - duration // 20)
    return {
        "durations": durations,
        "count": len(durations),
        "codes": array("I", [0] * 16),
        "errors": array("I", [0] * 3),
    }


def reference(durations, count, codes, errors):
    def near(duration, wanted):
        return abs(duration - wanted) <= wanted // 4

    found = 0
    last = None
    i = 0
    while i + 2 < count:
        mark, space = durations[i : i + 2]
        if not near(mark, 9000):
            i += 1
            continue
        i += 2
        if near(space, 2250):
            if last is not None and near(durations[i], 560):
                codes[found] = last + 2**24
                found += 1
        elif near(space, 4500):
            word = ""
            while len(word) < 32 and i + 1 < count and near(durations[i], 560):
                if near(durations[i + 1], 1690):
                    word = "1" + word
                elif near(durations[i + 1], 560):
                    word = "0" + word
                else:
                    break
                i += 2
            last = None
            if len(word) < 32:
                errors[1] += 1
            elif int(word[:8], 2) + int(word[8:16], 2) != 255:
                errors[2] += 1
            else:
                last = codes[found] = int(word[8:], 2)
                found += 1
        else:
            errors[0] += 1
    return found
