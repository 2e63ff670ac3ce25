"""Lists, tuples and dicts, and loops over them."""

import micropython


@micropython.viper
def total(items) -> int:
    result = 0
    for item in items:
        result += int(item)
    return result


@micropython.viper
def largest(items):
    best = items[0]
    for item in items:
        if item > best:
            best = item
    return best


@micropython.viper
def squares(count: int):
    result = []
    for i in range(count):
        result.append(i * i)
    return result


@micropython.viper
def lookup(table, key, default):
    if key in table:
        return table[key]
    return default


@micropython.viper
def count_words(text):
    counts = {}
    for word in text.split(" "):
        counts[word] = int(counts.get(word, 0)) + 1
    return len(counts)


@micropython.viper
def swap(pair):
    first, second = pair
    return second, first


@micropython.viper
def part(data, start, stop):
    return data[start:stop]


numbers = [3, 1, 4, 1, 5, 9, 2, 6]
table = {"a": 1, "b": 2}
CALLS = (
    "total(numbers)",
    "largest(numbers)",
    "squares(6)",
    "lookup(table, 'b', None)",
    "count_words('to be or not to be')",
    "swap((1, 2))",
    "part(numbers, 2, 5)",
)
