"""json, re, heapq, random: against what CPython gives."""

import heapq
import json
import random
import re

data = {"a": [1, 2.5, None, True, False, "x\"y\\\n\té≠"], "b": {"c": []}, "d": {}}
text = json.dumps(data)
print(json.loads(text) == data, json.dumps([1, "a", {"k": None}]), json.dumps((1, [])), json.dumps([1, {"a": 2}], separators=(",", ":")))
print(json.loads(' [1, -2.5e3, "\\u00e9\\n", true, null, {"k": [[]]}] '), json.loads("12345678901234567890123"))
for bad in ("", "[1,", "nul", '"abc', "[1] 2", "{'a': 1}"):
    try:
        print(json.loads(bad))
    except ValueError:
        print("ValueError")
cases = [
    ("a+b", "xaab"), ("(a|b)*c", "ababc"), ("^x", "yx"), ("x$", "yx"), ("[a-c]+?d", "abcd"), ("(\\w+) (\\d+)", "abc 123"),
    ("[^abc]+", "abcdef"), ("a.c", "a\nc a-c"), ("(?:ab)+", "ababx"), ("(x)?y", "y"), ("é+", "caféé"), ("[\\d.]+", "v1.2.3"), ("\\S+\\s", "ab cd"), ("a|ab|abc", "abc"),
]
for pattern, subject in cases:
    m = re.search(pattern, subject)
    print(pattern, m and (m.group(0), m.groups(), m.span(), m.start(), m.end()), bool(re.match(pattern, subject)))
print(re.sub("(\\w)(\\d)", "\\2\\1", "a1 b2"), re.sub("x", lambda m: m.group(0) * 2, "axbx", 1), re.sub("a*", "-", "bab") != "", re.compile("[,;] *").split("a, b;c,d"))
for bad in ("(", "*a", "[a", "a)"):
    try:
        re.compile(bad)
        print("compiled")
    except Exception:
        print("error")
heap = []
for i in range(50):
    heapq.heappush(heap, i * 37 % 50)
print([heapq.heappop(heap) for _ in range(50)])
items = [5, 3, 8, 1]
heapq.heapify(items)
print(items[0], heapq.heappop(items), len(items))
random.seed(1)
drawn = [random.randrange(10) for _ in range(1000)]
print(set(drawn) == set(range(10)), 0 <= random.random() < 1, random.choice("aaa"), random.randint(3, 3), 2 <= random.uniform(2, 3) <= 3, random.getrandbits(5) < 32)
