"""Variables that `del` and `except ... as name` take away, as CPython has it."""

import contextlib
import io

import pytest

from tests.mpy.micropython import run_built

SOURCE = """
@viper
def loops(a, n: int):
    x = a
    out = []
    for i in range(n):
        try:
            out.append(x)
        except NameError:
            out.append("unbound")
            x = i
            continue
        del x
        try:
            del x
        except NameError:
            out.append("twice")
    return out

@viper
def handler(n: int):
    e = "first"
    out = []
    for i in range(n):
        try:
            out.append(e)
        except NameError:
            out.append("gone")
        try:
            [][i]
        except IndexError as e:
            pass
    return out

@viper
def shared(a):
    x = a
    def get():
        return x
    first = get()
    del x
    try:
        get()
    except NameError:
        pass
    else:
        return "bad"
    try:
        del x
    except NameError:
        return first, "good"

@viper
def params(a, b: int):
    del a
    try:
        return a
    except NameError:
        return b

@viper
def classes():
    out = []
    class C:
        x = 1
        del x
        try:
            del x
        except NameError:
            out.append(1)
        except KeyError:
            out.append(1)
    return out, hasattr(C, "x")

@viper
def in_a_handler(a):
    x = a
    try:
        del x
        raise ValueError
    except ValueError:
        try:
            return x
        except NameError:
            return "gone"

@viper
def in_a_test(n: int):
    x = [n]
    turns = 0
    try:
        while x:
            turns += 1
            del x
    except NameError:
        return turns

@viper
def at_the_end(n: int):
    e = n
    try:
        raise ValueError("text")
    except ValueError as e:
        said = str(e)
        if n:
            said = said + str(e)
        for i in range(2):
            said = said + str(e)
    try:
        return e
    except NameError:
        return said
"""
CALLS = """
print(in_a_handler(1), in_a_test(2), at_the_end(1), at_the_end(0))
print(loops("A", 4))
print(handler(3))
print(shared(4))
print(params(1, 2))
print(classes())
"""


@pytest.mark.parametrize("opt", ["size", "speed"])
def test_as_cpython(opt: str) -> None:
    expected = io.StringIO()
    with contextlib.redirect_stdout(expected):
        exec(SOURCE + CALLS, {"viper": lambda function: function})
    assert run_built("from nativecomp import viper\n" + SOURCE, CALLS, opt) == expected.getvalue()
