"""Read EAN-13 bar codes from the measured widths of bars and spaces, and verify their check digits."""

from array import array

from nativecomp import const, ptr8, ptr16, uint8, uint16, viper

RUNS = const(59)


@viper
def guard_pointer(widths: ptr16, first: int, count: int, total: int) -> int:
    for i in range(first, first + count):
        if abs(widths[i] * 95 - total) > total >> 1:
            return 0
    return 1


@viper
def digit_pointer(widths: ptr16, first: int, patterns: ptr16) -> int:
    total = 0
    for i in range(first, first + 4):
        total += widths[i]
    forward = 0
    backward = 0
    for k in range(4):
        modules = (widths[first + k] * 14 + total) // (2 * total)
        forward = (forward << 4) | modules
        backward |= modules << (4 * k)
    for digit in range(10):
        if patterns[digit] == forward:
            return digit
        if patterns[digit] == backward:
            return digit + 10
    return -1


@viper
def scan_pointer(widths: ptr16, first: int, patterns: ptr16, parities: ptr8, digits: ptr8, at: int) -> int:
    total = 0
    for i in range(first, first + RUNS):
        total += widths[i]
    if not guard_pointer(widths, first, 3, total):
        return 0
    if not guard_pointer(widths, first + 27, 5, total):
        return 0
    if not guard_pointer(widths, first + 56, 3, total):
        return 0
    parity = 0
    weighted = 0
    for k in range(12):
        place = first + 3 + 4 * k
        if k >= 6:
            place += 5
        digit = digit_pointer(widths, place, patterns)
        if digit < 0:
            return 0
        if k < 6:
            parity <<= 1
            if digit >= 10:
                parity |= 1
                digit -= 10
        elif digit >= 10:
            return 0
        digits[at + 1 + k] = digit
        if k & 1:
            weighted += digit
        else:
            weighted += 3 * digit
    leading = 0
    while leading < 10 and parities[leading] != parity:
        leading += 1
    if leading == 10:
        return 0
    digits[at] = leading
    if (weighted + leading) % 10 != 0:
        return 0
    return 1


@viper
def ean13_decode_pointer(widths: ptr16, scans: int, patterns: ptr16, parities: ptr8, digits: ptr8, valid: ptr8) -> int:
    good = 0
    for n in range(scans):
        result = scan_pointer(widths, n * RUNS, patterns, parities, digits, n * 13)
        valid[n] = result
        good += result
    return good


@viper
def guard_buffer(widths: uint16[:], first: int, count: int, total: int) -> int:
    for i in range(first, first + count):
        if abs(widths[i] * 95 - total) > total >> 1:
            return 0
    return 1


@viper
def digit_buffer(widths: uint16[:], first: int, patterns: uint16[:]) -> int:
    total = 0
    for i in range(first, first + 4):
        total += widths[i]
    forward = 0
    backward = 0
    for k in range(4):
        modules = (widths[first + k] * 14 + total) // (2 * total)
        forward = (forward << 4) | modules
        backward |= modules << (4 * k)
    for digit in range(10):
        if patterns[digit] == forward:
            return digit
        if patterns[digit] == backward:
            return digit + 10
    return -1


@viper
def scan_buffer(
    widths: uint16[:], first: int, patterns: uint16[:], parities: uint8[:], digits: uint8[:], at: int
) -> int:
    total = 0
    for i in range(first, first + RUNS):
        total += widths[i]
    if not guard_buffer(widths, first, 3, total):
        return 0
    if not guard_buffer(widths, first + 27, 5, total):
        return 0
    if not guard_buffer(widths, first + 56, 3, total):
        return 0
    parity = 0
    weighted = 0
    for k in range(12):
        place = first + 3 + 4 * k
        if k >= 6:
            place += 5
        digit = digit_buffer(widths, place, patterns)
        if digit < 0:
            return 0
        if k < 6:
            parity <<= 1
            if digit >= 10:
                parity |= 1
                digit -= 10
        elif digit >= 10:
            return 0
        digits[at + 1 + k] = uint8(digit)
        if k & 1:
            weighted += digit
        else:
            weighted += 3 * digit
    leading = 0
    while leading < 10 and parities[leading] != parity:
        leading += 1
    if leading == 10:
        return 0
    digits[at] = uint8(leading)
    if (weighted + leading) % 10 != 0:
        return 0
    return 1


@viper
def ean13_decode_buffer(
    widths: uint16[:], scans: int, patterns: uint16[:], parities: uint8[:], digits: uint8[:], valid: uint8[:]
) -> int:
    good = 0
    for n in range(scans):
        result = scan_buffer(widths, n * RUNS, patterns, parities, digits, n * 13)
        valid[n] = uint8(result)
        good += result
    return good


def inputs():
    patterns = array("H", [0x3211, 0x2221, 0x2122, 0x1411, 0x1132, 0x1231, 0x1114, 0x1312, 0x1213, 0x3112])
    parities = bytes(
        [0b000000, 0b001011, 0b001101, 0b001110, 0b010011, 0b011001, 0b011100, 0b010101, 0b010110, 0b011010]
    )
    codes = ["4006381333931", "9780201379624", "5901234123457", "0012345678905", "4006381333932", "7612345678900"]
    widths = array("H")
    state = 13
    for n, code in enumerate(codes):
        modules = [1, 1, 1]
        for k in range(12):
            text = f"{patterns[int(code[k + 1])]:04x}"
            if k < 6 and parities[int(code[0])] >> (5 - k) & 1:
                text = text[::-1]
            modules += [1] * 5 * (k == 6) + [int(c) for c in text]
        modules += [1, 1, 1]
        for k, size in enumerate(modules):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            widths.append(size * (23 + 9 * n) + (state >> 16) % 9 - 4 + (3 if k & 1 else -3))
    widths[3 * 59 + 40] += 170
    return {
        "widths": widths,
        "scans": len(codes),
        "patterns": patterns,
        "parities": parities,
        "digits": bytearray(13 * len(codes)),
        "valid": bytearray(len(codes)),
    }


def reference(widths, scans, patterns, parities, digits, valid):
    shapes = {}
    for digit, pattern in enumerate(patterns):
        shape = [int(c) for c in f"{pattern:04x}"]
        shapes[tuple(shape)] = digit, 0
        shapes[tuple(reversed(shape))] = digit, 1

    def scan(runs, at):
        guards = [*runs[:3], *runs[27:32], *runs[56:]]
        if any(abs(95 * run - sum(runs)) > sum(runs) // 2 for run in guards):
            return False
        parity = ""
        for k, start in enumerate([*range(3, 27, 4), *range(32, 56, 4)]):
            four = runs[start : start + 4]
            shape = tuple((14 * run + sum(four)) // (2 * sum(four)) for run in four)
            digit, mirrored = shapes.get(shape, (None, 0))
            if digit is None or (k >= 6 and mirrored):
                return False
            if k < 6:
                parity += str(mirrored)
            digits[at + k + 1] = digit
        if int(parity, 2) not in parities:
            return False
        digits[at] = parities.index(int(parity, 2))
        code = digits[at : at + 13]
        return (sum(code[::2]) + 3 * sum(code[1::2])) % 10 == 0

    for n in range(scans):
        valid[n] = scan(list(widths[59 * n : 59 * n + 59]), 13 * n)
    return sum(valid)
