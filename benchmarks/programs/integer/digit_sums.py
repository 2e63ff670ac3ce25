"""Digit puzzles up to n: digital roots, happy, narcissistic and palindromic numbers."""

SIZE = 3500
SIZE_SMALL = 160
CHECK = (793, 26, 10, 24)


def digit_sum(number):
    total = 0
    while number > 0:
        total += number % 10
        number //= 10
    return total


def digital_root(number):
    while number >= 10:
        number = digit_sum(number)
    return number


def is_happy(number):
    while number != 1 and number != 4:
        total = 0
        while number:
            digit = number % 10
            total += digit * digit
            number //= 10
        number = total
    return number == 1


def is_narcissistic(number):
    length = 0
    rest = number
    while rest:
        length += 1
        rest //= 10
    total = 0
    rest = number
    while rest:
        total += (rest % 10) ** length
        rest //= 10
    return total == number


def reversed_digits(number):
    result = 0
    while number:
        number, digit = divmod(number, 10)
        result = result * 10 + digit
    return result


def main(n):
    roots = happy = narcissistic = palindromes = 0
    for number in range(1, n + 1):
        roots += digital_root(number)
        if is_happy(number):
            happy += 1
        if is_narcissistic(number):
            narcissistic += 1
        if reversed_digits(number) == number:
            palindromes += 1
    return roots, happy, narcissistic, palindromes
