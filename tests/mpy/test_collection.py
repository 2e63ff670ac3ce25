"""A collection at any moment is safe: code that collects garbage before each call of the function table.

What was freed wrongly is written over at once (codegen/collector.py). The option `-X collect` builds such code, so
MicroPython's own tests run with it too.
"""

import contextlib
import io

import pytest

from nativecomp.cli.mpycross import main
from tests.mpy import test_build, test_closures
from tests.mpy.micropython import build, run

STIR = """
import gc, sys
class Gc:
    times = 0
    def collect():
        gc.collect()
        Gc.times += 1
sys.modules["gc"] = Gc
"""
TOLD = "\nassert Gc.times > {0}, Gc.times\n"

OBJECTS = """
class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y
    @viper
    def moved(self, dx, dy):
        return Point(self.x + dx, self.y + dy)
    @viper
    def __repr__(self):
        return "<" + str(self.x) + ", " + f"{self.y!r:>4}" + ">"

@viper
def texts(a, b):
    c = a + b * 3
    return c[1:-1], c.upper().split("B"), "%s-%d" % (c, 5), [x + "!" for x in c if x != "b"]

@viper
def containers(n):
    rows = [[i, str(i) * 20, (i, [i] * 3)] for i in range(int(n))]
    table = {row[1]: row[2] for row in rows}
    table["more"] = {"deep": [1.5 * 2, b"bytes" + b"!"]}
    a, (b, c), *d = rows[0][0], rows[1][2], rows[2], table["more"]
    rows.append(sorted({x[0] % 3 for x in rows}))
    return rows, sorted(table), a, b, c, d, len(table)

@viper
def calls(f, *args, **kw):
    return f(*args, **kw), f(args[0] + "x", end=[k + "y" for k in sorted(kw)]), list(map(str, args))

def collected(*args, **kw):
    return [a + "" for a in args], sorted(kw), {str(k) + "z": v for k, v in kw.items()}

@viper
def caught(text, index):
    try:
        made = text + "tail"
        return made[int(index)] + str(text.missing)
    except (IndexError, KeyError) as e:
        return "index " + made, len(e.args)
    except AttributeError as e:
        return "attribute " + made

@viper
def raises(text):
    raise ValueError(text + " is wrong", [text * 2])

@viper
def loop(items):
    total = items[0]
    kept = None
    for key, value in zip(items, iter(items)):
        total = total + value * 1.25
        kept = (kept, key, total)
    return kept

@viper
def numbers(n: int):
    big = 1 << 40
    return [big + n, big * n, str(big * 3), n / 4, -n, ~n, n ** 2], n < big, n in [1, n]
"""
SHOW = """
points = [Point(1, 2).moved(3, "x" and 4).moved(1.5, 2)]
print(points, points[0].x)
print(texts("abc", "xb"))
print(containers(6))
print(calls(collected, "p" + "q", "r", end=[1], other="o"))
print(caught("abc", 50), caught("abc", 1), caught("abc", 6))
try:
    raises("it")
except ValueError as e:
    print(e.args)
print(loop([n * 3 for n in range(8)]))
print(numbers(77))
"""


def expected() -> str:
    """What CPython prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(OBJECTS + SHOW, {"viper": lambda function: function})
    return printed.getvalue()


@pytest.mark.parametrize("opt", ["size", "speed"])
def test_objects(opt: str) -> None:
    data = build("from nativecomp import viper\n" + OBJECTS, opt=opt, collect=True)
    assert run({"app.mpy": data}, f"{STIR}from app import *\n{SHOW}{TOLD.format(300)}") == expected()


def test_arguments_and_results() -> None:
    calls = "\n".join(f"show({call!r})" for call in test_build.CALLS)
    data = build(test_build.ARGUMENTS, collect=True)
    code = f"{STIR}from app import *\n{test_build.PREPARE}{calls}{TOLD.format(30)}"
    assert run({"app.mpy": data}, code).splitlines() == list(test_build.CALLS.values())


def test_variables_of_enclosing_functions() -> None:
    plain, stirred = (build(test_closures.SOURCE, collect=collect) for collect in (False, True))
    assert run({"app.mpy": stirred}, f"{STIR}from app import *\n{test_closures.CALL}{TOLD.format(20)}") == run(
        {"app.mpy": plain}, f"from app import *\n{test_closures.CALL}"
    )


def test_the_option_of_the_command(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(str(tmp_path))
    with open("app.py", "w") as file:
        file.write("@micropython.viper\ndef f(x):\n    return x.upper()\n")
    assert main(["-march=x64", "-X", "collect", "-o", "app.mpy", "app.py"]) == 0
    with open("app.mpy", "rb") as made:
        assert run({"app.mpy": made.read()}, f"{STIR}from app import *\nprint(f(chr(97))){TOLD.format(0)}") == "A\n"


def test_what_is_freed_is_written_over() -> None:
    """An address that nothing keeps alive, since it is given away as a number, shows what the mode does."""
    source = """
from nativecomp import viper, ptr8, uint
@viper
def where(size: int) -> uint:
    return uint(ptr8(bytes(size))) + 8  # not the head of a block
@viper
def read(at: uint, again: object) -> int:
    again.upper()
    p = ptr8(at)
    return p[0] | p[1] | p[2] | p[3] | p[4] | p[5] | p[6] | p[7]
"""
    # Zeros are what was there. The last one may still be on the stack.
    places = "places = [where(size) for size in (16, 32, 48, 100, 200, 400, 500)]"
    code = f"from app import *\n{places}\nprint([read(place, 'x') != 0 for place in places[:-1]])"
    assert run({"app.mpy": build(source, collect=True)}, code) == f"{[True] * 6}\n"
