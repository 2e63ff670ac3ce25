"""Convert Unix times to the packed dates and times of a FAT directory entry."""

from array import array
from datetime import datetime, timezone

from nativecomp import const, ptr32, uint, uint32, viper

FAT_EPOCH = const(315532800)
END_OF_FEBRUARY_2100 = const(43889)
MONTHS = const(b"\x1f\x1c\x1f\x1e\x1f\x1e\x1f\x1f\x1e\x1f\x1e\x1f")


@viper
def fat_date(days: int) -> int:
    if days >= END_OF_FEBRUARY_2100:
        days += 1
    year = days // 1461 * 4
    days %= 1461
    leap = 1
    if days >= 366:
        days -= 366
        year += 1 + days // 365
        days %= 365
        leap = 0
    month = 0
    while True:
        length = int(MONTHS[month])
        if month == 1:
            length += leap
        if days < length:
            break
        days -= length
        month += 1
    return (year << 9) | ((month + 1) << 5) | (days + 1)


@viper
def unix_to_fat_pointer(times: ptr32, count: int, stamps: ptr32) -> int:
    mixed: uint = 0
    for i in range(count):
        elapsed = uint(times[i]) - FAT_EPOCH
        days = elapsed // 86400
        seconds = elapsed % 86400
        minutes = seconds // 60
        time = (minutes // 60 << 11) | (minutes % 60 << 5) | (seconds % 60 >> 1)
        stamp = (uint(fat_date(int(days))) << 16) | time
        stamps[i] = int(stamp)
        mixed ^= stamp
    return int(mixed)


@viper
def unix_to_fat_buffer(times: uint32[:], stamps: uint32[:]) -> uint:
    mixed: uint = 0
    for i in range(len(times)):
        elapsed = times[i] - FAT_EPOCH
        days = elapsed // 86400
        seconds = elapsed % 86400
        minutes = seconds // 60
        time = (minutes // 60 << 11) | (minutes % 60 << 5) | (seconds % 60 >> 1)
        stamp = (uint(fat_date(int(days))) << 16) | time
        stamps[i] = stamp
        mixed ^= stamp
    return mixed


def inputs():
    edges = [(1980, 1, 1), (1980, 2, 29), (1980, 12, 31), (1981, 1, 1), (1999, 12, 31), (2000, 2, 29), (2000, 3, 1)]
    edges += [(2024, 12, 31), (2100, 2, 28), (2100, 3, 1), (2104, 2, 29), (2106, 2, 7)]
    times = array("I", (int(datetime(*day, tzinfo=timezone.utc).timestamp()) for day in edges))
    state = 1980
    while len(times) < 130:
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        if state >= 315532800:
            times.append(state)
    return {"times": times, "count": len(times), "stamps": array("I", [0] * len(times))}


def reference(times, count, stamps):
    mixed = 0
    for i in range(count):
        t = datetime.fromtimestamp(times[i], timezone.utc)
        stamps[i] = t.year - 1980 << 25 | t.month << 21 | t.day << 16 | t.hour << 11 | t.minute << 5 | t.second // 2
        mixed ^= stamps[i]
    return mixed
