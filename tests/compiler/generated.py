"""Sources of a wanted size."""

FUNCTION = """\
@viper
def f{0}(a: int, p: ptr8) -> int:
    s = a
    for i in range(a):
        s += p[i] * {0} + (s >> 3)
        if s > {0}:
            s -= 7
    return s

"""


def functions(count: int) -> str:
    """A module of so many functions, each a loop with a condition."""
    return "".join(FUNCTION.format(number) for number in range(count))


HEAD = "@viper\ndef f(a: int, p: ptr8) -> int:\n    s = a\n"
TAIL = "    return s\n"


def lines(line: str, count: int) -> str:
    """A function with a line so many times; `{0}` in it is the number of the line."""
    return HEAD + "".join(line.format(number) for number in range(count)) + TAIL
