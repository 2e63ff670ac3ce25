"""Exceptions: raised, caught, and things to do whatever happens."""

import micropython


class Bus:
    def __init__(self):
        self.select = abs
        self.write = self.read = len

    @micropython.viper
    def transfer(self, data):
        self.select(0)
        try:
            return self.write(data)
        finally:
            self.select(1)

    @micropython.viper
    def read_again(self, data, attempts: int):
        for attempt in range(attempts):
            try:
                return self.read(data)
            except OSError:
                self.select(attempt)
        raise OSError(5)


@micropython.viper
def at(data, index: int) -> int:
    if not 0 <= index < int(len(data)):
        raise IndexError("index out of range")
    return ptr8(data)[index]


@micropython.viper
def find(table, key):
    try:
        return table[key]
    except KeyError:
        return None


bus = Bus()
data = b"data"
table = {"a": 1}
CALLS = (
    "bus.transfer(data)",
    "bus.read_again(data, 3)",
    "at(data, 2)",
    "find(table, 'a')",
    "find(table, 'b')",
)
