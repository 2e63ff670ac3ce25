"""Which names are constants: what `const` says, and what nothing can assign. Each runs on the real MicroPython."""

import pytest

from tests.mpy.micropython import build, run, run_built

OPTS = ["size", "balanced", "speed"]

ASSIGNED = """
import micropython
from micropython import const

class S:
    speed = 1
    STEP = 2
    LAST = const(3)

class Count:
    n = 0
    @micropython.viper
    def up(self):
        Count.n += 1
    @micropython.viper
    def by_class(self, v):
        self.__class__.n = v
    @classmethod
    def of_class(cls, v):
        cls.N = v
    N = 1

LIMIT = 5
RATE = 6
KEPT = 7
limit = 8

@micropython.viper
def stored(v):
    S.speed = v
    return S.speed, S.STEP, S.LAST, Count.n, Count.N, LIMIT, RATE, KEPT, limit, FLAG

def plain(name, v):
    globals()["RATE"] = v
    setattr(S, "STEP", v)
    S.LAST = v

def declares():
    global LIMIT
    LIMIT += 1

FLAG = False
"""


@pytest.mark.parametrize("opt", OPTS)
def test_what_is_assigned_is_a_variable(opt: str) -> None:
    use = """
import app
c = app.Count()
print(app.stored(9))
c.up(); c.up(); c.of_class(4); app.plain("x", 20); app.declares(); app.limit = 21
print(app.stored(10))
c.by_class(30)
print(app.stored(11))
"""
    assert run_built(ASSIGNED, use, opt).splitlines() == [
        "(9, 2, 3, 0, 1, 5, 6, 7, 8, False)",
        "(10, 20, 20, 2, 4, 6, 20, 7, 21, False)",
        "(11, 20, 20, 30, 4, 6, 20, 7, 21, False)",
    ]


@pytest.mark.parametrize("way", ["exec('LIMIT = 3')", "from other import *", "setattr(me, name(), 3)"])
def test_what_run_time_may_assign_is_a_variable(way: str) -> None:
    source = f"""
import micropython
import sys
LIMIT = 5
me = sys.modules[__name__]
def name():
    return "LIMIT"
{way}
@micropython.viper
def f():
    return LIMIT
"""
    files = {"app.mpy": build(source), "other.py": b"LIMIT = 3\n"}
    assert run(files, "import app; print(app.f())") == "3\n"


def test_a_variable_of_another_file_is_read_at_run_time() -> None:
    source = """
import micropython
import other
from other import SPEED
@micropython.viper
def f():
    return other.SPEED, SPEED
"""
    files = {"app.mpy": build(source), "other.py": b"SPEED = 3\n"}
    assert run(files, "import app, other; other.SPEED = 4; print(app.f())") == "(4, 3)\n"


PRIVATE = """
import micropython
from micropython import const
_PINS = const((1, (2, 3), "x"))
_NONE = const(None)
_TEXT = const(b"abc")
_DOTS = const(...)
_HALF = const(1.5)
_WORDS = const(not 1)
_LAST = const(0 or _HALF and "end")
_BIG = const(1 << 70)
_IMAGINARY = const(2j)
if True:
    _UNDER = const(6)

class C:
    _OWN = const((4, 5))
    @micropython.viper
    def own(self):
        return _OWN, _OWN[1], _UNDER

@micropython.viper
def f(i: int):
    a, b = _PINS[1]
    if _NONE:
        return 0
    return _PINS, _PINS[i], _NONE is None, _TEXT[1], _DOTS, _HALF, _WORDS, _LAST, _BIG, _IMAGINARY, a, b

@micropython.viper
def total(x: int) -> int:
    return x + _PINS[0] + _TEXT[-1]

@micropython.viper
def loop():
    s = 0
    for p in _PINS[1]:
        s += int(p)
    return s
"""


@pytest.mark.parametrize("opt", OPTS)
def test_private_constants_of_every_kind(opt: str) -> None:
    """mpy-cross drops their assignments."""
    assert run_built(PRIVATE, "print(f(2)); print(total(1), loop(), C().own())", opt).splitlines() == [
        "((1, (2, 3), 'x'), 'x', True, 98, Ellipsis, 1.5, False, 'end', 1180591620717411303424, 2j, 2, 3)",
        "101 5 ((4, 5), 5, 6)",
    ]


TYPE_NAMES = """
import micropython
if 0:
    class ptr8:
        pass
if "ptr32" not in globals():
    def ptr32(_):
        return (0,)
try:
    from typing import uint
except ImportError:
    uint = int
ptr16 = lambda b: [1, 2, 3]
def range(*a):
    return []
class object:
    pass
def uint8(x):
    return 0

@micropython.viper
def f(b) -> int:
    p, q = ptr8(b), ptr16(b)
    total = int(p[0]) + int(q[0]) + int(ptr32(b)[0]) + int(uint(p[1]))
    for i in range(3):
        total += p[i]
    return total

@micropython.viper
def wraps(x: int):
    return uint8(x), object(x)

@micropython.viper
def hidden(ptr8, b):
    range = ptr8
    return ptr8(b), [x for x in range(b)]

@micropython.viper
def local(b):
    def ptr8(x: int) -> int:
        return x + 1
    return ptr8(int(b))
"""


@pytest.mark.parametrize("opt", OPTS)
def test_type_names_mean_types_whatever_the_module_binds(opt: str) -> None:
    use = "print(f(bytes([1, 2, 3, 4])), wraps(257), hidden(lambda b: [b], 4), local(4))"
    expected = 1 + 0x0201 + 0x04030201 + 2 + 1 + 2 + 3
    assert run_built(TYPE_NAMES, use, opt) == f"{expected} (1, 257) ([4], [4]) 5\n"


CHAINS = """
import micropython
class Decides:
    def __init__(self, answer):
        self.answer = answer
    def __lt__(self, other):
        return self.answer

@micropython.viper
def chain(a, b, n: int):
    return a < b < n, n < 5 < 7, a < n < 3, 1 < n < 1 << 80, a is a is b, a < 3 < 4

@micropython.viper
def once(f, n: int):
    return f(1) < n < f(5) < 9

@micropython.viper
def decides(a) -> bool:
    if a < 3 < 4:
        return True
    return not a < 3 < 4 and False
"""


@pytest.mark.parametrize("opt", OPTS)
def test_a_chain_gives_what_decided(opt: str) -> None:
    use = """
print(chain(Decides("x"), Decides("y"), 2), chain(Decides([]), Decides("y"), 4))
log = []
def f(x):
    log.append(x)
    return x
print(once(f, 3), once(f, 1), log)
print(decides(Decides([])), decides(Decides(1)))
"""
    assert run_built(CHAINS, use, opt).splitlines() == [
        "('y', True, True, True, False, True) ([], True, [], True, False, [])",
        "True False [1, 5, 1]",
        "False True",
    ]
