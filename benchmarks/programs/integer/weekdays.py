"""Calendar arithmetic: weekdays, day numbers, Easter dates and clock times."""

SIZE = 900
SIZE_SMALL = 12
CHECK = (21, 748, 10398, 698282)

MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year, month):
    if month == 2 and is_leap(year):
        return 29
    return MONTH_DAYS[month - 1]


def day_number(year, month, day):
    """Days since 1 March of year 0."""
    month -= 3
    if month < 0:
        month += 12
        year -= 1
    return (365 * year + year // 4 - year // 100 + year // 400
            + (153 * month + 2) // 5 + day - 1)


def weekday(year, month, day):
    """0 is Monday."""
    return (day_number(year, month, day) + 2) % 7


def easter(year):
    golden = year % 19
    century = year // 100
    skipped = century - century // 4 - (8 * century + 13) // 25
    moon = (skipped + 19 * golden + 15) % 30
    if moon == 29 or (moon == 28 and golden > 10):
        moon -= 1
    day = 21 + moon  # full moon, counted in March; Easter is the Sunday after it
    day += 7 - (weekday(year, 3, 1) + day) % 7
    return (3, day) if day <= 31 else (4, day - 31)


def clock(seconds):
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return hours % 24, minute, second


def main(n):
    bad_fridays = 0
    easter_sum = 0
    clock_sum = 0
    previous = day_number(1899, 12, 31)
    for year in range(1900, 1900 + n):
        for month in range(1, 13):
            if weekday(year, month, 13) == 4:
                bad_fridays += 1
            length = days_in_month(year, month)
            if day_number(year, month, 1) != previous + 1:
                return -1
            previous += length
            hour, minute, second = clock(previous * 719 % 86400)
            clock_sum += hour + minute + second
        month, day = easter(year)
        easter_sum += month * day
    return bad_fridays, easter_sum, clock_sum, previous
