"""Modular exponentiation, a Miller-Rabin test and a toy RSA round trip."""

SIZE = 4000
SIZE_SMALL = 40
CHECK = (8, 10016, 0)


def power_mod(base, exponent, modulus):
    result = 1
    base %= modulus
    while exponent:
        if exponent & 1:
            result = result * base % modulus
        base = base * base % modulus
        exponent >>= 1
    return result


def probably_prime(number, witnesses=(2, 3)):
    if number < 2:
        return False
    for small in (2, 3, 5, 7):
        if number % small == 0:
            return number == small
    odd = number - 1
    twos = 0
    while odd % 2 == 0:
        odd //= 2
        twos += 1
    for witness in witnesses:
        x = power_mod(witness, odd, number)
        if x == 1 or x == number - 1:
            continue
        for _ in range(twos - 1):
            x = x * x % number
            if x == number - 1:
                break
        else:
            return False
    return True


def rsa_errors(count):
    modulus = 151 * 163
    phi = 150 * 162
    public = 7
    private = 1
    while (private * phi + 1) % public:
        private += 1
    private = (private * phi + 1) // public
    wrong = 0
    for message in range(2, count):
        secret = power_mod(message, public, modulus)
        if power_mod(secret, private, modulus) != message:
            wrong += 1
    return wrong


def main(n):
    primes = 0
    for number in range(20001, 20001 + 2 * n, 2):
        if probably_prime(number):
            primes += 1
    residue = 0
    for exponent in range(n):
        residue = (residue + power_mod(5, exponent, 16381)) % 16381
    return primes, residue, rsa_errors(n // 4)
