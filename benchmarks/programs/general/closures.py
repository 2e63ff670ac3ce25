"""Closures and functions as values: counters, composition, memo, callbacks."""

SIZE = 3000
SIZE_SMALL = 15
CHECK = (2002, 48, 259, 8, 375)


def make_counter(start=0, step=1):
    count = start

    def bump():
        nonlocal count
        count += step
        return count

    return bump


def make_filter(size):
    values = []
    total = 0

    def add(value):
        nonlocal total
        values.append(value)
        total += value
        if len(values) > size:
            total -= values.pop(0)
        return total // len(values)

    return add


def compose(*functions):
    def call(value):
        for function in functions:
            value = function(value)
        return value
    return call


def memoize(function):
    known = {}

    def wrapper(*args):
        if args not in known:
            known[args] = function(*args)
        return known[args]

    return wrapper


def partial(function, *first, **options):
    def call(*rest):
        return function(*(first + rest), **options)
    return call


def scale(value, factor=1, offset=0):
    return value * factor + offset


class Signal:
    def __init__(self):
        self.slots = []

    def connect(self, slot):
        self.slots.append(slot)

    def emit(self, *args):
        for slot in self.slots:
            slot(*args)


def main(n):
    counter = make_counter(step=3)
    mean = make_filter(8)
    change = compose(lambda x: x + 1, partial(scale, factor=3, offset=-2), abs)
    adders = [lambda x, i=i: x + i for i in range(4)]
    seen = {"sum": 0, "count": 0}
    signal = Signal()

    def on_value(value, name):
        seen["sum"] += value
        if name == "even":
            seen["count"] += 1

    signal.connect(on_value)
    signal.connect(lambda value, name: counter())
    choose = memoize(lambda a, b: 1 if b in (0, a) else choose(a - 1, b - 1) + choose(a - 1, b))
    total = 0
    for i in range(n):
        value = change(i - n // 2)
        total += mean(value)
        for adder in adders:
            value = adder(value)
        signal.emit(value, "odd" if value & 1 else "even")
        total += choose(10 + i % 4, i % 5)
    mapped = sum(map(lambda x: x * 5 & 0xFF, filter(lambda x: x % 3, range(n))))
    return total, counter(), seen["sum"], seen["count"], mapped
