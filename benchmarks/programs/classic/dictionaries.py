"""Dictionaries: word counts, nested groups, updates, deletions, a cache."""

SIZE = 36
SIZE_SMALL = 2
CHECK = (36122, 12539, 30, "of")

TEXT = """the sun was low and the road was long and the dust of the road
was on the coat of the man who was on the road to the town by the sea
where the boats were and where the nets of the boats were drying in the
sun by the wall of the town and the man was glad of the wall"""


def count_words(words):
    counts = {}
    for word in words:
        if word in counts:
            counts[word] += 1
        else:
            counts[word] = 1
    return counts


def count_letters(words):
    counts = {}
    for word in words:
        for letter in word:
            counts[letter] = counts.get(letter, 0) + 1
    return counts


def group(words):
    """Words by first letter, then by length."""
    groups = {}
    for place, word in enumerate(words):
        by_length = groups.setdefault(word[0], {})
        by_length.setdefault(len(word), []).append(place)
    return groups


def weigh_groups(groups):
    total = 0
    for letter, by_length in groups.items():
        for length, places in by_length.items():
            total += ord(letter) * length + sum(places)
    return total


def invert(counts):
    result = {}
    for word, count in counts.items():
        result.setdefault(count, set()).add(word)
    return result


def churn(seed, rounds):
    """Insertions and deletions of integer and tuple keys."""
    table = {}
    hits = removed = 0
    for i in range(rounds):
        seed = (seed * 75 + 74) % 65537
        key = seed % 60
        if key in table:
            hits += table[key]
            del table[key]
        else:
            table[key] = i
        pair = (key % 7, key % 5)
        table[pair] = table.get(pair, 0) + 1
        if i % 10 == 9 and table.pop(pair, None) is not None:
            removed += 1
    keys = [key for key in table if isinstance(key, tuple)]
    for key in keys:
        hits += table.pop(key)
    return hits + sum(table.values()) + len(table), removed, seed


def fibonacci(number, cache):
    if number in cache:
        return cache[number]
    value = fibonacci(number - 1, cache) + fibonacci(number - 2, cache)
    cache[number] = value
    return value


def merge(base, changes):
    """Nested update: inner dictionaries merge, None removes."""
    for key, value in changes.items():
        if value is None:
            base.pop(key, None)
        elif isinstance(value, dict) and isinstance(base.get(key), dict):
            merge(base[key], value)
        else:
            base[key] = value
    return base


def settings(number):
    base = {"net": {"port": 80, "host": "local", "retry": {"max": 3}},
            "log": {"level": 2}, "name": "node"}
    changes = {"net": {"port": 8000 + number, "host": None,
                       "retry": {"wait": number}},
               "name": "node%d" % number, "log": None, "extra": {}}
    merged = merge(base, changes)
    if "log" in merged or "host" in merged["net"]:
        return -1
    flat = {}
    for name, value in merged.items():
        flat[name] = len(value)
    flat.update({"port": merged["net"]["port"]})
    flat.update(wait=merged["net"]["retry"]["wait"])
    return sum(flat.values())


def main(n):
    words = TEXT.split()
    seed = 5
    total = hits = removed = 0
    best = ""
    for i in range(n):
        counts = count_words(words)
        letters = count_letters(words)
        order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        best = order[i % 3][0]
        by_count = invert(counts)
        total += len(by_count[1]) + max(by_count) + letters["o"]
        total += weigh_groups(group(words))
        more, gone, seed = churn(seed, 150)
        hits += more
        removed += gone
        total += fibonacci(30, {0: 0, 1: 1}) % 1000
        total += settings(i)
        other = dict(counts)
        if other != counts:
            return -1
        other["the"] -= 1
        other.clear()
        if other or len(counts) != len(order):
            return -2
    return total, hits, removed, best
