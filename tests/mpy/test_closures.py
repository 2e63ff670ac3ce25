"""Decorated functions inside functions that stay bytecode: they read and change the variables around them."""

import pytest

from tests.mpy.micropython import run_built

SOURCE = """
import micropython

def outer(b, n):
    m = n * 2
    a = "text"
    unbound = None
    del unbound

    @micropython.viper
    def add(q: int, w: int = 3, *, k=7) -> int:
        nonlocal m
        m += q
        return int(m) + int(n) + q + w + int(k)

    @micropython.viper
    def factorial(x: int) -> int:
        return 1 if x < 2 else x * int(factorial(x - 1))

    @micropython.viper
    def nested(x: int):
        def inner(y: int):
            nonlocal m
            m = (m, y, b, a)
            return m
        return add(x, k=1), inner(x)

    @micropython.viper
    def loop():
        nonlocal m
        for m in range(4):
            pass

    @micropython.viper
    def forget():
        nonlocal a
        del a

    @micropython.viper
    def early():
        return unbound

    return add, factorial, nested, loop, forget, early, lambda: (m, a)

class Counter:
    def __init__(self):
        self.total = 0

    def counter(self, step):
        @micropython.viper
        def count(by: int) -> int:
            self.total += int(step) * by
            return int(self.total)
        return count
"""
CALL = """
add, factorial, nested, loop, forget, early, show = outer(b'b', 3)
print(add(4), add(4, 1, k=2), show())
print(factorial(5))
print(nested(7), show())
loop()
print(show())
for f in early, forget, show, forget:
    try:
        print(f())
    except NameError as e:
        print('NameError')
c = Counter()
one, ten = c.counter(1), c.counter(10)
print(one(1), ten(2), one(3), c.total)
"""


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
def test_variables_of_enclosing_functions(opt: str) -> None:
    assert run_built(SOURCE, CALL, opt).splitlines() == [
        "27 24 (14, 'text')",
        "120",
        "(35, (21, 7, b'b', 'text')) ((21, 7, b'b', 'text'), 'text')",
        "(3, 'text')",
        "NameError",
        "None",
        "NameError",
        "NameError",
        "1 21 24 24",
    ]


METHODS = """
import micropython

class Base:
    def __init__(self, n):
        self.n = n
    def twice(self, by):
        return self.n * 2 + by

class Derived(Base):
    @micropython.viper
    def __init__(self, n: int):
        super().__init__(n + 1)

    @micropython.viper
    def twice(self, by: int = 5):
        return super().twice(by), __class__.__name__

    @micropython.viper
    def plain(self) -> int:
        return int(self.n)

def make(k):
    class Local(Base):
        @micropython.viper
        def twice(self, by: int):
            return super().twice(by + int(k))
    return Local(4)
"""


@pytest.mark.parametrize("opt", ["size", "speed"])
def test_super_without_arguments(opt: str) -> None:
    calls = "d = Derived(9)\nprint(d.twice(), d.twice(1), d.plain(), make(100).twice(3))"
    assert run_built(METHODS, calls, opt) == "(25, 'Derived') (21, 'Derived') 10 111\n"


NAMES = """
import micropython
here = 5
@micropython.viper
def measure(a):
    return len(a)
@micropython.viper
def own():
    return here
@micropython.viper
def missing():
    return nowhere
@micropython.viper
def caught():
    try:
        return nowhere
    except NameError:
        return 'caught'
def inside():
    return measure('abc'), own()
"""
USE = """
import app
def outside():
    found = [app.measure('abcd'), app.own(), app.caught()]
    try:
        app.missing()
    except NameError as e:
        found.append('NameError')
    return found
print(outside(), app.inside())
def len(a):
    return 'hidden'
here = nowhere = 'hidden'
print(outside(), app.inside(), here)
app.len = lambda a: 'ours'
print(outside(), app.inside(), len(''))
"""


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
def test_globals_are_those_of_the_functions_module_whoever_calls(opt: str) -> None:
    assert run_built(NAMES, USE, opt).splitlines() == [
        "[4, 5, 'caught', 'NameError'] (3, 5)",
        "[4, 5, 'caught', 'NameError'] (3, 5) hidden",
        "['ours', 5, 'caught', 'NameError'] ('ours', 5) hidden",
    ]


def test_built_in_names_that_a_build_may_lack_are_found_too() -> None:
    names, use = (text.replace("len", "bytearray") for text in (NAMES, USE))
    assert run_built(names.replace("'abc'", "3"), use.replace("'abcd'", "4")).splitlines() == [
        "[bytearray(b'\\x00\\x00\\x00\\x00'), 5, 'caught', 'NameError'] (bytearray(b'\\x00\\x00\\x00'), 5)",
        "[bytearray(b'\\x00\\x00\\x00\\x00'), 5, 'caught', 'NameError'] (bytearray(b'\\x00\\x00\\x00'), 5) hidden",
        "['ours', 5, 'caught', 'NameError'] ('ours', 5) hidden",
    ]


NEW = """
import micropython

class A:
    @micropython.viper
    def __new__(cls):
        return super(cls, A).__new__(cls)
"""


def test_super_with_arguments_needs_no_cell() -> None:
    """A closure would not be made a static method, as `__new__` is."""
    assert run_built(NEW, "a = A()\nprint(isinstance(a.__new__(A), A))") == "True\n"
