"""Functions inside compiled functions that are objects: returned, passed, stored; and lambdas."""

import pytest

from nativecomp.language.diagnostics import CompileError
from tests.mpy.micropython import build, run, run_built

SOURCE = """
import gc
from nativecomp import const, viper

@viper
def adder(n: int):
    def add(x: int) -> int:
        return x + n
    return add

@viper
def counter(start):
    count = start
    def step(by=1, *, times=2):
        nonlocal count
        count += by * times
        return count
    def reset():
        nonlocal count
        count = start
    return step, reset

@viper
def by_last(words):
    return sorted(words, key=lambda word: word[-1])

@viper
def lambdas(a, b: int):
    return [lambda x, y=a, *, z=b: (x, y, z, a, b), lambda *rest, **named: (rest, sorted(named.items()))]

@viper
def deep(a):
    b = [a]
    def middle(c: int):
        def inner(d):
            nonlocal b
            b = b + [a, c, d]
            return b
        return inner
    return middle

class Button:
    def __init__(self):
        self.presses = 0

    @viper
    def bind(self, by: int):
        def press():
            self.presses = int(self.presses) + by
        self.on_press = press

@viper
def filler(buf: ptr8, n: int, on: bool, scale: float):
    def fill(value: int):
        for i in range(n):
            buf[i] = value + i
        return on, scale
    return fill

@viper
def recursive(n: int):
    def factorial(k: int) -> int:
        return 1 if k < 2 else k * int(factorial(k - 1))
    return factorial, factorial(n)

@viper
def siblings(n: int):
    def even(k: int) -> bool:
        return True if k == 0 else bool(odd(k - 1))
    def odd(k: int) -> bool:
        return False if k == 0 else bool(even(k - 1))
    return list(map(even, range(n)))

@viper
def called_only(a: int) -> int:
    total = 0
    def add(x: int):
        nonlocal total
        total += x
    for i in range(a):
        add(i)
    return total

@viper
def mixed(a: int):
    total = 0
    def add(x: int):
        nonlocal total
        total += x
    for i in range(a):
        add(i)
    show = lambda: total
    add(100)
    return show, total

def wrap(f):
    return lambda *args: ("wrapped", f(*args))

@viper
def decorated(a):
    @wrap
    def g(x: int) -> int:
        return x + int(a)
    return g

@viper
def constants():
    FACTOR = const(7)
    limit = 3
    return lambda x: int(x) * FACTOR + limit

@viper
def early(a):
    def get():
        return later
    held = get
    try:
        held()
    except NameError:
        a.append("early")
    later = a
    return held()

@viper
def chosen(a):
    if a:
        def pick():
            return "first"
    else:
        def pick():
            return "second"
    return pick

def outer(k):
    @viper
    def inside(a):
        b = 5
        b += 1
        def add(x):
            nonlocal b, k
            b += 1
            k += x
            return a, b, k
        return add
    return inside, lambda: k

@viper
def typed_local(n: int):
    sum: int = 0
    def add(buf: ptr8):
        nonlocal sum
        for i in range(n):
            sum += buf[i]
        return sum
    return add

@viper
def stars(x, *args, b, c: int = 4, d=6):
    return x, args, b, c, d, lambda *more, e, f: (more, e, f)

class Base:
    def name(self):
        return "base"

class Derived(Base):
    @viper
    def name(self):
        def of_base(self):
            return super().name()
        return "derived", of_base, lambda self: super(Derived, self).name()

@viper
def survives(n: int):
    text = "t" * n
    items = [text]
    def more():
        nonlocal text
        text = text + "x"
        items.append(text)
        return items
    gc.collect()
    return more
"""
CALL = """
import gc
gc.collect()
add = adder(5)
print(add(3), adder(-1)(1), add(x=4))
step, reset = counter(10)
print(step(), step(2), step(by=3, times=1))
reset()
print(step())
print(by_last(["ab", "ca", "bc"]))
first, second = lambdas("a", 2)
print(first(1), first(1, 2, z=3))
print(second(1, 2, k=3))
inner = deep("A")(7)
inner("D")
print(inner("E"))
b = Button()
b.bind(3)
b.on_press(); b.on_press()
print(b.presses)
buf = bytearray(4)
fill = filler(buf, 4, True, 1.5)
print(fill(65), buf)
fill = filler(bytearray(2000), 3, False, 2.0)
gc.collect()
junk = [bytearray(2000) for i in range(50)]
fill(66)
print(any(any(j) for j in junk))
f, n = recursive(5)
print(n, f(6))
print(siblings(4))
print(called_only(5))
show, total = mixed(4)
print(show(), total)
print(decorated(3)(4))
print(constants()(2))
print(early([]))
print(chosen(1)(), chosen(0)())
inside, k = outer(100)
add = inside("a")
add(1)
print(add(2), k())
print(typed_local(3)(b"abcd"), typed_local(1)(b"abcd"))
*given, last = stars(1, 2, d=8, b=7)
print(given, last(9, f=1, e=2))
d = Derived()
name, first, second = d.name()
print(name, first(d), second(d))
more = survives(20)
for i in range(30):
    gc.collect()
    more()
    junk = [bytearray(16) for i in range(20)]
print(len(more()), more()[-1][-3:])
try:
    add()
except TypeError as e:
    print('TypeError')
print(add)
"""
EXPECTED = """8 0 9
12 16 19
12
['ca', 'ab', 'bc']
(1, 'a', 2, 'a', 2) (1, 2, 3, 'a', 2)
((1, 2), [('k', 3)])
['A', 'A', 7, 'D', 'A', 7, 'E']
6
(True, 1.5) bytearray(b'ABCD')
False
120 720
[True, False, True, False]
10
106 106
('wrapped', 7)
17
['early']
first second
('a', 8, 103) 103
294 97
[1, (2,), 7, 4, 8] ((9,), 2, 1)
derived base base
32 xxx
TypeError"""


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
def test_functions_as_objects(opt: str) -> None:
    lines = run_built(SOURCE, CALL, opt).splitlines()
    assert "\n".join(lines[:-1]) == EXPECTED
    assert lines[-1].startswith("<closure ")


def test_a_collection_at_any_time() -> None:
    lines = run({"app.mpy": build(SOURCE, collect=True)}, f"from app import *\n{CALL}").splitlines()
    assert "\n".join(lines[:-1]) == EXPECTED


@pytest.mark.parametrize("target", ["cortex-m0plus", "cortex-m4f"])
def test_boards(target: str) -> None:
    assert build(SOURCE, target)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("return [lambda: i for i in range(a)]", "`i` belongs to a comprehension"),
        ("return lambda: (yield)", "a generator is not supported"),
        ("p = ptr8(a)\n    return lambda: p[0]", "cannot hold a `ptr8`"),
    ],
)
def test_refused(body: str, message: str) -> None:
    with pytest.raises(CompileError, match=message):
        build(f"from micropython import viper\n\n@viper\ndef f(a):\n    {body}\n")
