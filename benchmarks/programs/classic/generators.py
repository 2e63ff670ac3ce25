"""Generators: pipelines, recursive permutations, yield from, send, close."""

SIZE = 48
SIZE_SMALL = 2
CHECK = (100538, 9452, 50)


def count_from(start, step=1):
    while True:
        yield start
        start += step


def take(count, source):
    for _ in range(count):
        yield next(source)


def only(test, source):
    for item in source:
        if test(item):
            yield item


def squares(source):
    for item in source:
        yield item * item


def pairs(source):
    """Neighbours, each with the one before it."""
    before = None
    for item in source:
        if before is not None:
            yield before, item
        before = item


def without_multiples(prime, source):
    for item in source:
        if item % prime:
            yield item


def primes(count):
    source = count_from(2)
    for _ in range(count):
        prime = next(source)
        yield prime
        source = without_multiples(prime, source)


def permutations(items):
    if len(items) <= 1:
        yield items
        return
    for i in range(len(items)):
        rest = items[:i] + items[i + 1:]
        for tail in permutations(rest):
            yield items[i:i + 1] + tail


def flatten(value):
    if isinstance(value, list):
        for item in value:
            yield from flatten(item)
    else:
        yield value


def walk(low, high):
    """The numbers of a range in the order of a balanced tree's walk."""
    if low < high:
        middle = (low + high) // 2
        left = yield from walk(low, middle)
        yield middle
        right = yield from walk(middle + 1, high)
        return 1 + (left if left > right else right)
    return 0


def with_height(size, heights):
    height = yield from walk(0, size)
    heights.append(height)


def merge(first, second):
    """Two ascending sources as one."""
    a = b = None
    while True:
        if a is None:
            try:
                a = next(first)
            except StopIteration:
                if b is not None:
                    yield b
                yield from second
                return
        if b is None:
            try:
                b = next(second)
            except StopIteration:
                yield a
                yield from first
                return
        if a <= b:
            yield a
            a = None
        else:
            yield b
            b = None


def average(log):
    """Takes numbers by send; answers the mean so far, as an integer."""
    total = count = 0
    mean = None
    try:
        while True:
            value = yield mean
            total += value
            count += 1
            mean = total // count
    finally:
        log.append(count)


def main(n):
    total = mark = 0
    nested = [1, [2, [3, [4, 5], 6], [[7]]], 8, [[], 9]]
    log = []
    for i in range(n):
        pipeline = squares(only(lambda item: item % 3, count_from(i)))
        total += sum(take(40, pipeline))
        last = gaps = 0
        for before, prime in pairs(primes(30)):
            gaps += prime - before
            last = prime
        total += gaps + last
        for perm in permutations([1, 2, 3, 4, 5]):
            mark = (mark * 3 + perm[0] * perm[4] + perm[2]) % 10007
        total += sum(item * item for item in flatten(nested))
        if list(with_height(31, log)) != list(range(31)):
            return -1
        merged = merge(take(20, count_from(0, 3)), take(15, count_from(1, 5)))
        before = -1
        for item in merged:
            if item < before:
                return -2
            before = item
            total += item
        mean = average(log)
        next(mean)
        for value in take(20, count_from(i, 7)):
            total += mean.send(value)
        mean.close()
    return total, mark, sum(log)
