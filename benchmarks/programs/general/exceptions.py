"""Exceptions in loops: parsing with errors, retries, finally and with blocks."""

SIZE = 3500
SIZE_SMALL = 20
CHECK = (3508, 35, 41, 0, 84)


class DeviceError(Exception):
    pass


class Timeout(DeviceError):
    def __init__(self, waited):
        super().__init__("timeout")
        self.waited = waited


class Bus:
    def __init__(self):
        self.calls = 0
        self.locked = 0
        self.released = 0

    def __enter__(self):
        self.locked += 1
        return self

    def __exit__(self, kind, value, trace):
        self.released += 1
        return kind is not None and issubclass(kind, Timeout)

    def transfer(self, address):
        self.calls += 1
        if address % 11 == 3:
            raise Timeout(self.calls % 5)
        if address % 7 == 2 and self.calls % 2:
            raise DeviceError(address)
        return address ^ 0x55


def read_with_retry(bus, address, tries=3):
    for attempt in range(tries):
        try:
            return bus.transfer(address)
        except Timeout:
            raise
        except DeviceError as error:
            if error.args[0] != address:
                return -1
    return None


def parse(text):
    try:
        return int(text)
    except ValueError:
        try:
            return int(text, 16)
        except ValueError:
            return 0


def lookup(table, key, index):
    try:
        return table[key][index]
    except KeyError:
        return -1
    except (IndexError, TypeError):
        return -2
    else:
        return -3


def first_divisor(number, trail):
    for divisor in range(2, number + 1):
        try:
            if number % divisor == 0:
                return divisor
        finally:
            trail[0] += 1
    return 0


def main(n):
    bus = Bus()
    total = 0
    timeouts = 0
    texts = ("12", "ff", "x", "-7", "", "0a")
    table = {0: (1, 2, 3), 1: (4,), 2: None}
    trail = [0]
    for i in range(n):
        with bus:
            value = read_with_retry(bus, i)
            if value:
                total += value
        try:
            bus.transfer(i)
        except Timeout as error:
            timeouts += error.waited
        except DeviceError:
            timeouts += 10
        total += parse(texts[i % len(texts)])
        total += lookup(table, i % 4, i % 3)
        total += first_divisor(i % 30 + 2, trail)
        try:
            total += 100 // (i % 5)
        except ZeroDivisionError:
            total += 1
    return total, timeouts, bus.calls, bus.locked - bus.released, trail[0]
