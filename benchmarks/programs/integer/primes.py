"""Count the primes and the twin primes up to n by trial division."""

SIZE = 15000
SIZE_SMALL = 200
CHECK = (46, 16, 247)


def is_prime(number):
    if number < 2:
        return False
    if number < 4:
        return True
    if number % 2 == 0 or number % 3 == 0:
        return False
    divisor = 5
    while divisor * divisor <= number:
        if number % divisor == 0 or number % (divisor + 2) == 0:
            return False
        divisor += 6
    return True


def largest_factor(number):
    factor = 2
    while factor * factor <= number:
        if number % factor:
            factor += 1 if factor == 2 else 2
        else:
            number //= factor
    return number


def main(n):
    count = 0
    twins = 0
    factor_sum = 0
    previous = 0
    number = 2
    while number <= n:
        if is_prime(number):
            count += 1
            if number - previous == 2:
                twins += 1
            previous = number
        elif number % 7 == 0:
            factor_sum += largest_factor(number)
        number += 1
    return count, twins, factor_sum
