"""Generator pipelines: numbers, filters, windows, merging and tree walks."""

SIZE = 8000
SIZE_SMALL = 20
CHECK = (1520, 17744, 294, 38, 196417)


def count_from(start, step=1):
    while True:
        yield start
        start += step


def take(count, source):
    for _ in range(count):
        yield next(source)


def fibonacci(limit):
    a, b = 0, 1
    while a < limit:
        yield a
        a, b = b, a + b


def pairs(source):
    previous = None
    for item in source:
        if previous is not None:
            yield previous, item
        previous = item


def merge(left, right):
    """Merge two rising streams into one."""
    a = next(left, None)
    b = next(right, None)
    while a is not None or b is not None:
        if b is None or (a is not None and a <= b):
            yield a
            a = next(left, None)
        else:
            yield b
            b = next(right, None)


def flatten(nested):
    for item in nested:
        if isinstance(item, list):
            yield from flatten(item)
        else:
            yield item


def averager():
    total = count = 0
    mean = None
    while True:
        value = yield mean
        total += value
        count += 1
        mean = total // count


def nest(depth):
    if depth == 0:
        return [depth + 1, 2]
    return [depth, nest(depth - 1), [nest(depth - 1)], depth * depth]


def main(n):
    squares = (i * i for i in count_from(1))
    odd = (value for value in squares if value % 2)
    total = 0
    for low, high in pairs(take(n, odd)):
        total += high - low
    threes = take(n, count_from(0, 3))
    sevens = take(n // 2, count_from(1, 7))
    merged = 0
    for place, value in enumerate(merge(threes, sevens)):
        merged = (merged + place * value) % 65521
    leaves = sum(flatten(nest(5)))
    mean = averager()
    next(mean)
    last = 0
    for value in take(n, count_from(10, 3)):
        last = mean.send(value)
    mean.close()
    return total, merged, leaves, last, sum(fibonacci(100000))
