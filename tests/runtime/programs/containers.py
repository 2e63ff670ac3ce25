"""Lists, tuples, dicts, sets, ranges, slices, and what iterates over them."""

import array

numbers = list(range(10))
print(numbers, numbers[2:5], numbers[::-2], numbers[-3:], numbers[8:2:-3])
numbers[2:5] = ["a"]
del numbers[-1], numbers[::3]
numbers.insert(1, "b")
numbers.extend((1, 2))
numbers += [3]
print(
    numbers,
    numbers.pop(),
    numbers.pop(0),
    numbers.index("a") if "a" in numbers else None,
    numbers.count(1),
    numbers * 2,
)
numbers.reverse()
print(
    numbers,
    sorted([3, 1, 2]),
    sorted("hello", reverse=True),
    sorted(["bb", "a", "ccc"], key=len),
    [1, 2] < [1, 3],
    (1,) + (2,),
)
words = ["pear", "fig", "apple", "kiwi", "date"]
words.sort(key=lambda w: (len(w), w))
print(words, min(words), max(words, key=len), sum([1, 2, 3], 10), any([0, 1]), all([]), list(reversed(words)))
a, *b, c = range(6)
(d, e), f = (1, 2), 3
print(a, b, c, d, e, f)
table = {}
for i in range(200):
    table[i * 7 % 101] = i
    table["k%d" % i] = i
for i in range(0, 200, 3):
    table.pop("k%d" % i)
print(
    len(table),
    sorted(k for k in table if isinstance(k, int))[:9],
    table["k100"],
    table.get("k99"),
    table.get(5, "none"),
)
print(sorted(table.items(), key=str)[:5], 3 in table, "k3" in table, table.setdefault("new", 1), table.pop("nope", 2))
small = {"one": 1, (1, 2): "tuple", 3.0: "float", None: 0}
print(small[3], small[(1, 2)], small[None], small == dict(small), len(small), dict(a=1), dict([("x", 1)]))
small.update({"two": 2}, three=3)
del small["one"]
print(sorted(map(str, small.keys())), sorted(map(str, small.values())), small.copy() == small, bool({}))
s = {1, 2, 3} | {3, 4}
s.add(9)
s.discard(1)
print(
    sorted(s),
    sorted(s & {2, 9}),
    sorted(s - {2}),
    sorted(s ^ {2, 77}),
    {1} <= s,
    {2, 3} < s,
    s.isdisjoint({1}),
    frozenset([1]) == {1},
)
print(
    range(5),
    range(1, 10, 3),
    list(range(10, 0, -4)),
    len(range(0, 100, 7)),
    range(10)[3],
    range(10)[2:5],
    4 in range(0, 9, 2),
    range(3) == range(0, 3, 1),
)
print(
    list(zip("abc", range(2))),
    list(enumerate("ab", 5)),
    list(enumerate("ab", True)),
    list(map(lambda x, y: x * y, [1, 2, 3], [4, 5, 6])),
    list(filter(None, [0, 1, "", "x"])),
)
print(
    [x * y for x in range(3) for y in range(3) if x != y],
    {x: x * x for x in range(4)} == {0: 0, 1: 1, 2: 4, 3: 9},
    sorted({x % 3 for x in range(9)}),
)
print(
    slice(1, 2, 3),
    (1, 2, 3).index(2),
    (1, 2, 1).count(1),
    ((1, 2), [3]) == ((1, 2), [3]),
    hash((1, 2)) == hash((1, 2)),
    (),
)
iterator = iter([1, 2])
print(next(iterator), next(iterator), next(iterator, "end"))
for bad in (
    lambda: [][0],
    lambda: {}["x"],
    lambda: {[]: 1},
    lambda: (1, 2)[2],
    lambda: next(iter([])),
    lambda: [1].remove(2),
    lambda: 1 in 2,
    lambda: set().pop(),
):
    try:
        print(bad())
    except (IndexError, KeyError, TypeError, ValueError, StopIteration) as error:
        print(type(error).__name__)


def adding(x):
    y = 2 * x

    def add(z):
        return x + y + z

    return add


print(adding(1)(1), adding(2)(5))


def items_of(*containers):
    """Each loop is one of a function, so that machine code goes on with iterators that the runtime has begun."""
    for container in containers:
        found = []
        for item in container:
            found.append(item)
        print(type(container).__name__, found)


def first_and_rest(container):
    for item in container:
        if item != container[0]:
            break
    return [item, [one for one in container]]


class Named(dict):
    def __getitem__(self, key):
        return "named"


items_of(bytearray(b"ab"), b"cd", (1, 2), [3], range(2), array.array("h", [-1, 5]), memoryview(b"ef"), {7: 8}, {9})
items_of(bytearray(), b"", (), [], range(0), "gh", bytearray(range(256)), Named(a=1))
print(first_and_rest(bytearray(b"aab")), first_and_rest(b"aab"), first_and_rest([1, 1, 2]), first_and_rest((1, 2)))


def growing(data):
    for item in data:
        if len(data) < 6:
            data.append(item + 1)
        else:
            data[-1] = 0
    return data


print(growing(bytearray(b"\1\2")), growing([1, 2]), growing(array.array("B", [1, 2])))

for start in (1.5, float("nan"), "x", None):
    try:
        print(list(enumerate("ab", start)))
    except TypeError:
        print("no start", start)
