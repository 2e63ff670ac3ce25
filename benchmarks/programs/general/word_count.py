"""Dictionaries: word and pair counts, grouping, a cache and a set of words."""

SIZE = 50
SIZE_SMALL = 2
CHECK = '734 58 23 the:13,and:10,hill:8'

TEXT = """the wind went over the hill and the rain went after the wind
when the wind was gone the rain was still there and the hill was wet
a bird sat on the hill and a bird sat on the wire and both were wet
and when the sun came over the hill the bird on the wire was dry"""


def count_words(words, counts):
    for word in words:
        if word in counts:
            counts[word] += 1
        else:
            counts[word] = 1


def count_pairs(words):
    pairs = {}
    for i in range(len(words) - 1):
        pair = (words[i], words[i + 1])
        pairs[pair] = pairs.get(pair, 0) + 1
    return pairs


def count_letters(text):
    letters = {}
    for letter in text:
        if letter.isalpha():
            letters.setdefault(letter, [0])[0] += 1
    return letters


def group_by_length(words):
    groups = {}
    for word in words:
        groups.setdefault(len(word), set()).add(word)
    return groups


def top(counts, number):
    ranking = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ranking[:number]


class Cache:
    def __init__(self, limit):
        self.limit = limit
        self.items = {}
        self.age = []
        self.hits = 0

    def get(self, key, compute):
        try:
            value = self.items[key]
            self.hits += 1
            return value
        except KeyError:
            pass
        if len(self.age) >= self.limit:
            del self.items[self.age.pop(0)]
        value = self.items[key] = compute(key)
        self.age.append(key)
        return value


def main(n):
    counts = {}
    cache = Cache(12)
    total = 0
    for turn in range(n):
        words = TEXT.split()
        count_words(words, counts)
        pairs = count_pairs(words)
        letters = count_letters(TEXT)
        groups = group_by_length(words)
        total += max(pairs.values()) + len(pairs) + letters["e"][0]
        for length in sorted(groups):
            total += length * len(groups[length])
        for word in words:
            total += cache.get(word, len)
        counts.pop(words[turn % 10], None)
    best = top(counts, 3)
    words = ["%s:%d" % item for item in best]
    return "%d %d %d " % (total, cache.hits, len(counts)) + ",".join(words)
