"""String building and formatting: reports, roman numbers, ciphers, wrapping."""

SIZE = 70
SIZE_SMALL = 4
CHECK = '4714 112 MCMXCIV The Quick Brown Fox'

ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)
TEXT = ("the quick brown fox jumps over the lazy dog while "
        "seven small sensors send their values to the hub")


def roman(number):
    parts = []
    for value, letters in ROMAN:
        while number >= value:
            parts.append(letters)
            number -= value
    return "".join(parts)


def caesar(text, shift):
    result = ""
    for letter in text:
        if "a" <= letter <= "z":
            letter = chr((ord(letter) - 97 + shift) % 26 + 97)
        result += letter
    return result


def wrap(text, width):
    lines = []
    line = ""
    for word in text.split():
        if not line:
            line = word
        elif len(line) + 1 + len(word) <= width:
            line += " " + word
        else:
            lines.append(line)
            line = word
    if line:
        lines.append(line)
    return lines


def is_palindrome(text):
    letters = [c for c in text.lower() if c.isalpha()]
    return letters == letters[::-1]


def title_case(text):
    return " ".join([word[0].upper() + word[1:] for word in text.split(" ")])


def report(i):
    name = "sensor{}".format(i)
    line = "%-10s|%5d|%04x|" % (name, i * 37, i * 1000 & 0xFFFF)
    line += f"{i % 7:>3}" + "|{:<6}|{:+d}".format(roman(i), -i)
    return line


def checksum(text, value=0):
    for letter in text:
        value = (value * 31 + ord(letter)) % 65521
    return value


def main(n):
    value = 0
    lines = 0
    for i in range(1, n + 1):
        value = checksum(report(i), value)
        secret = caesar(TEXT, i)
        if caesar(secret, -i) != TEXT:
            return -1
        lines += len(wrap(secret, 12 + i % 20))
        if is_palindrome(str(i) + "Never odd or even"):
            lines += secret.count("e") + secret.find("q")
    return f"{value} {lines} {roman(1994)} {title_case(TEXT)[:19]}"
