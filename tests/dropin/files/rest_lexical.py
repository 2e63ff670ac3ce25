# Heads and statements that Python 3.11 refuses, around compiled functions that see their names.
import micropython
from micropython import const

SIZE = const(4)


def collect(first, items, *):
    return sorted(first), items


for i in collect(x for x in (3, 1, 2), 1)[0]:
    if len(collect(x for x in (3, 1), i)[0]) == 2:
        last = i
    elif collect(x for x in (), 1):
        pass
    else:
        last = 0


def outer(d, start=collect(x for x in (9, 8), 7)[0][0]):
    total = collect(x for x in d["values"], 0)[0]
    text = f"{d["name"]}: {d["values"][0]:>{3}} {{}} {d['name']!r}"

    @micropython.viper
    def add(n: int):
        total.append(n + SIZE + int(start))
        return f"{d["name"]}{len(total)}"

    return add, total, text


add, total, text = outer({"name": "it's", "values": [5, 3]})
print(add(1), add(2), total, text, last, bytes(b"caf\xc3\xa9"))
while len(collect(x for x in total, 1)[0]) > 3:
    total.pop()
    if len(total) == 3: break
else:
    print("not reached")
@micropython.viper
def after(a: int, *) -> int:
    return a + SIZE
print(total, after(1), (lambda *: 5)())
