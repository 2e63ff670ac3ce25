"""Big integers: factorials, Fibonacci, digits of pi, powers and square roots."""

SIZE = 300
SIZE_SMALL = 12
CHECK = (28, 653589, 562373, 1, 10655980191017901244)


def factorial(n):
    result = 1
    for i in range(2, n + 1):
        result *= i
    return result


def fibonacci(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def digit_sum(number):
    total = 0
    while number:
        number, digit = divmod(number, 10)
        total += digit
    return total


def pi_digits(count):
    """Machin's formula with scaled integers."""
    unity = 10 ** (count + 5)

    def arctan_inverse(x):
        term = total = unity // x
        square = x * x
        divisor = 1
        sign = -1
        while term:
            term //= square
            divisor += 2
            total += sign * (term // divisor)
            sign = -sign
        return total

    pi = 4 * (4 * arctan_inverse(5) - arctan_inverse(239))
    return pi // 10 ** 5


def integer_root(number):
    guess = 1 << 40
    while guess * guess < number:
        guess <<= 8
    while True:
        better = (guess + number // guess) >> 1
        if better >= guess:
            return guess
        guess = better


def hash64(text):
    value = 0xCBF29CE484222325
    for letter in text:
        value ^= ord(letter)
        value = value * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value


def main(n):
    digits = 0
    for i in range(n // 2, n, 6):
        digits += digit_sum(factorial(i))
        digits += digit_sum(fibonacci(3 * i))
    pi = pi_digits(n)
    root = integer_root(2 * 10 ** (2 * n))
    mersenne = (1 << 127) - 1
    residue = pow(3, mersenne - 1, mersenne)
    value = hash64(str(pi))
    return digits, pi % 1000000, root % 1000000, residue, value
