"""Texts that are taken apart and put together."""

import micropython


class Logger:
    def __init__(self):
        self.level = 2
        self.write = len

    @micropython.viper
    def log(self, level: int, message):
        if level >= int(self.level):
            self.write("{}: {}".format(level, message))


@micropython.viper
def describe(name, value: int):
    return "%s=%d" % (name, value)


@micropython.viper
def parse(line) -> int:
    parts = line.split(",")
    if int(len(parts)) != 2:
        return -1
    return int(ord(parts[0])) * 256 + int(ord(parts[1]))


@micropython.viper
def checksum(sentence) -> int:
    result = 0
    for char in sentence:
        result ^= int(ord(char))
    return result


logger = Logger()
CALLS = (
    "logger.log(3, 'ready')",
    "logger.log(1, 'ready')",
    "describe('x', 7)",
    "parse('3,N')",
    "checksum('GPGGA,1,2')",
)
