"""Decode the DCF77 time signal from pulse lengths: gather the bits of a minute, check parity, unpack the BCD."""

from array import array

from nativecomp import const, int32, ptr8, ptr32, uint8, viper

THRESHOLD = const(140)


@viper
def odd_parity(word: int) -> int:
    word ^= word >> 16
    word ^= word >> 8
    word ^= word >> 4
    word ^= word >> 2
    word ^= word >> 1
    return word & 1


@viper
def from_bcd(value: int) -> int:
    return (value >> 4) * 10 + (value & 15)


@viper
def decode_minute(low: int, high: int) -> int:
    if low & 1 or not low & (1 << 20):
        return -1
    if odd_parity(low >> 21) or odd_parity(high & 0x7F) or odd_parity((high >> 7) & 0x7FFFFF):
        return -1
    minute = from_bcd((low >> 21) & 0x7F)
    hour = from_bcd(high & 0x3F)
    day = from_bcd((high >> 7) & 0x3F)
    weekday = (high >> 13) & 7
    month = from_bcd((high >> 16) & 0x1F)
    year = from_bcd((high >> 21) & 0xFF)
    if minute > 59 or hour > 23 or day < 1 or day > 31 or weekday < 1 or month < 1 or month > 12 or year > 99:
        return -1
    return (year << 23) | (month << 19) | (day << 14) | (weekday << 11) | (hour << 6) | minute


@viper
def dcf77_decode_pointer(pulses: ptr8, count: int, times: ptr32) -> int:
    position = 0
    low = 0
    high = 0
    minutes = 0
    for i in range(count):
        pulse = pulses[i]
        if pulse == 0:
            if position == 59:
                times[minutes] = decode_minute(low, high)
                minutes += 1
            position = 0
            low = 0
            high = 0
        elif position < 59:
            if pulse > THRESHOLD:
                if position < 29:
                    low |= 1 << position
                else:
                    high |= 1 << (position - 29)
            position += 1
        else:
            position = 60
    return minutes


@viper
def dcf77_decode_buffer(pulses: uint8[:], times: int32[:]) -> int:
    position = 0
    low = 0
    high = 0
    minutes = 0
    for i in range(len(pulses)):
        pulse = pulses[i]
        if pulse == 0:
            if position == 59:
                times[minutes] = decode_minute(low, high)
                minutes += 1
            position = 0
            low = 0
            high = 0
        elif position < 59:
            if pulse > THRESHOLD:
                if position < 29:
                    low |= 1 << position
                else:
                    high |= 1 << (position - 29)
            position += 1
        else:
            position = 60
    return minutes


def minute_bits(minute, hour, day, weekday, month, year):
    def bcd(value, width):
        word = value // 10 << 4 | value % 10
        return [word >> k & 1 for k in range(width)]

    bits = [0] + [k % 3 == 1 for k in range(14)] + [0, 0, 1, 0, 0, 1]
    bits += bcd(minute, 7)
    bits.append(sum(bits[21:28]) & 1)
    bits += bcd(hour, 6)
    bits.append(sum(bits[29:35]) & 1)
    bits += bcd(day, 6) + bcd(weekday, 3) + bcd(month, 5) + bcd(year, 8)
    bits.append(sum(bits[36:58]) & 1)
    return bits


def inputs():
    pulses = bytearray(110 + 90 * (k * 7 % 3 == 0) for k in range(23))
    pulses.append(0)
    state = 77
    minutes = 30
    for n in range(minutes):
        moment = 43 + n
        bits = minute_bits(moment % 60, 13 + moment // 60, 28, 5, 11, 25)
        if n == 7:
            bits[24] ^= 1
        if n == 12:
            bits[50] ^= 1
        if n == 16:
            bits.append(1)
        for bit in bits:
            state = (state * 69069 + 1) & 0xFFFFFFFF
            jitter = (state >> 20) % 40 - 20
            pulses.append((200 if bit else 100) + jitter)
        pulses.append(0)
    return {"pulses": bytes(pulses), "count": len(pulses), "times": array("i", [0] * minutes)}


def reference(pulses, count, times):
    minutes = 0
    for block in pulses[:count].split(b"\0")[:-1]:
        if len(block) != 59:
            continue
        bits = [pulse > 140 for pulse in block]

        def field(first, width, bits=bits):
            word = sum(bits[first + k] << k for k in range(width))
            return word // 16 * 10 + word % 16

        minute, hour, day = field(21, 7), field(29, 6), field(36, 6)
        weekday, month, year = field(42, 3), field(45, 5), field(50, 8)
        good = not bits[0] and bits[20]
        good = good and not sum(bits[21:29]) % 2 and not sum(bits[29:36]) % 2 and not sum(bits[36:59]) % 2
        good = good and minute < 60 and hour < 24 and 0 < day < 32 and weekday and 0 < month < 13 and year < 100
        packed = year << 23 | month << 19 | day << 14 | weekday << 11 | hour << 6 | minute
        times[minutes] = packed if good else -1
        minutes += 1
    return minutes
