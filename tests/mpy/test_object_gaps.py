"""Object code in compiled functions that MicroPython's viper takes, with CPython's result as the judge."""

import contextlib
import io

import pytest

from nativecomp import CompileError
from tests.mpy.micropython import build, run_built

FUNCTIONS = """
class Holder:
    pass

@micropython.viper
def walrus(a):
    if (x := a[0]):
        return x, [y := i for i in a], y
    return (z := 5) + 1

@micropython.viper
def walrus_in_global(a):
    global last
    return [(last := i) for i in a]

@micropython.viper
def tuples(n: int):
    found = []
    if (n,):
        found.append("one")
    if not ():
        found.append("empty")
    pair = (n, n)
    while pair:
        found.append("pair")
        break
    return found

@micropython.viper
def missing(a, b=None, c=(1, 2), *, d=None):
    return a, b, c, d

@micropython.viper
def of_object(a="text", b=3):
    return a, b

@micropython.viper
def caller(n: int):
    return missing(n), missing(n, 5, d=n), missing(n, 1, 2, d=3), of_object(), of_object(n), of_object(b=n)

@micropython.viper
def down(n):
    if n == 0:
        return "done"
    return down(n - object(1))

@micropython.viper
def total(n):
    if n != 0:
        return total(n - object(1)) + n
    return 0
"""
CALLS = """
for call in ("walrus([1, 2])", "walrus([0])", "walrus_in_global([3, 4])", "last", "tuples(0)", "caller(7)",
             "missing(1)", "down(4)", "total(4)"):
    print(eval(call))
"""


@pytest.mark.parametrize("opt", ["size", "speed"])
def test_as_cpython(opt: str) -> None:
    expected = io.StringIO()

    class Plain:
        viper = staticmethod(lambda function: function)

    with contextlib.redirect_stdout(expected):
        exec(FUNCTIONS + CALLS, {"micropython": Plain, "object": lambda value: value})
    shown = run_built("import micropython\n" + FUNCTIONS, "import app" + CALLS.replace('"last"', '"app.last"'), opt)
    assert shown == expected.getvalue()


def test_a_tuple_gives_way_to_another_object() -> None:
    head = "import micropython\n@micropython.viper\n"
    source = head + "def f(n: int):\n    x = (1, 2)\n    for i in range(n):\n        x = [x, i]\n    return x\n"
    assert run_built(source, "print(f(0), f(2))") == "(1, 2) [[(1, 2), 0], 1]\n"


def test_a_decorated_method_of_a_class_in_a_compiled_function() -> None:
    head = "import micropython\n@micropython.viper\ndef f():\n    class C:\n"
    source = head + "        @micropython.viper\n        def g(self): return 2\n    return C().g()\n"
    assert run_built(source, "print(f())") == "2\n"


@pytest.mark.parametrize("text", ['"\\ud800"', 'f"{x}\\ud800"', '{"\\udfff": 1}'])
def test_half_of_a_surrogate_pair_is_refused(text: str) -> None:
    with pytest.raises(CompileError, match="half of a surrogate pair"):
        build(f"import micropython\n@micropython.viper\ndef f(x):\n    return {text}\n")


def test_a_float_gives_way_to_an_object() -> None:
    source = """
import micropython

@micropython.viper
def mean(values):
    total = 0.0
    for v in values:
        total += v
    return total / len(values)

@micropython.viper
def stays(n: int) -> float:
    total = 0.5
    for i in range(n):
        total += i
    return total
"""
    code = "print(mean([1, 2.5]), stays(3))"
    assert run_built(source, code) == "1.75 3.5\n"


RANGES = """
@micropython.viper
def ranges(n, buf):
    out = []
    for i in range(n):
        out.append(i)
    for i in range(1, len(buf), 2):
        out.append(i)
    for i in range(n, -1, -1):
        if i == 1:
            continue
        out.append(i)
    else:
        out.append("end")
    return out + [j * 2 for j in range(n)]

@micropython.viper
def deletes(a: int):
    x = a
    x += 1
    y = x
    del x
    try:
        return x
    except NameError:
        x = 3
        return x, y

@micropython.viper
def wide():
    out = []
    for v in (1, 0x80000000, 0xFFFFFFFFFFFFFFFF, 1 << 70):
        out.append(v)
    out.append((0xFFFFFFFF, 2))
    t = (1, 1 << 70)
    return out, t, max((0xFFFFFFFFFFFFFFFF, 3))
"""


def test_ranges_of_objects_deletions_and_wide_literals() -> None:
    calls = (
        "print(ranges(3, b'12345'), deletes(4), wide())\ntry:\n    ranges(2.5, b'')\nexcept TypeError:\n    print('no')"
    )
    wide = "[1, 2147483648, 18446744073709551615, 1180591620717411303424, (4294967295, 2)]"
    expected = "[0, 1, 2, 1, 3, 3, 2, 0, 'end', 0, 2, 4] (3, 5) "
    expected += f"({wide}, (1, 1180591620717411303424), 18446744073709551615)\nno\n"
    assert run_built(f"import micropython\n{RANGES}", calls) == expected


def test_blocks_nested_deeper_than_python_allows() -> None:
    lines = [f"{'    ' * depth}for i in range(1):" for depth in range(1, 24)]
    source = "\n".join(["import micropython", "@micropython.viper", "def f():", *lines, "    " * 24 + "return 7", ""])
    assert run_built(source, "print(f())") == "7\n"


def test_integers_that_no_word_holds_and_tuples_that_are_compared() -> None:
    source = """
from nativecomp import viper

@viper
def big(n: int):
    computed = abs(1 << 100), abs(-(1 << 100)), min(1 << 99, 1 << 100), n < 1 << 100
    assert (1 << 100) >> n == 1 << 98 or n == 3
    assert -(1 << 100) << n == -(1 << 100) * 4 or n == 3
    return computed, (1, 2) < (1, n), (1, 2) == (1, n)
"""
    high = "1267650600228229401496703205376, 1267650600228229401496703205376, 633825300114114700748351602688, True"
    expected = f"(({high}), False, True) True\n"
    assert run_built(source, "print(big(2), big(3)[1])") == expected
