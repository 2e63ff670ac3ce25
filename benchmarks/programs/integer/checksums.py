"""Check digits and running checksums: Fletcher, Adler, Luhn, ISBN and EAN."""

SIZE = 3200
SIZE_SMALL = 20
CHECK = (46243, 4754, 41289, 2, 4)


def next_random(seed):
    return (seed * 75 + 74) % 65537


def luhn_digit(number):
    total = 0
    double = True
    while number:
        number, digit = divmod(number, 10)
        if double:
            digit *= 2
            if digit > 9:
                digit -= 9
        total += digit
        double = not double
    return -total % 10


def isbn10_digit(number):
    total = 0
    weight = 2
    while weight <= 10:
        total += weight * (number % 10)
        number //= 10
        weight += 1
    return (11 - total % 11) % 11


def ean_digit(number):
    total = 0
    weight = 3
    while number > 0:
        total += number % 10 * weight
        number //= 10
        weight = 4 - weight
    return (10 - total % 10) % 10


def main(n):
    seed = 1
    sum1 = sum2 = 0
    low = 1
    high = 0
    digits = [0] * 11
    for i in range(n):
        seed = next_random(seed)
        for byte in (seed & 0xFF, (seed >> 8) & 0xFF):
            sum1 = (sum1 + byte) % 255
            sum2 = (sum2 + sum1) % 255
            low += byte
            if low >= 65521:
                low -= 65521
            high = (high + low) % 65521
        number = seed * 9973 + i
        digits[luhn_digit(number)] += 1
        digits[isbn10_digit(number)] += 1
        digits[ean_digit(number)] += 1
    return (sum2 << 8) | sum1, low, high, digits[10], digits[0]
