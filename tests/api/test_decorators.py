"""Decorated functions as Python users write them: every spelling, in classes, inside functions, defined twice."""

import sys
import traceback
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import nativecomp
from nativecomp import CompileError, asm_thumb, native, ptr8, viper

micropython = SimpleNamespace(viper=viper, native=native, asm_thumb=asm_thumb)
renamed = viper


@viper
def plain(x: int) -> int:
    return x + 1


@viper()
def with_parentheses(x: int) -> int:
    return x + 2


@nativecomp.viper
def of_the_package(x: int) -> int:
    return x + 3


@micropython.viper
def of_micropython(x: int) -> int:
    return x + 4


@nativecomp.viper(opt="speed", bounds=False, fastmath=True, pointers="memory")
def with_options(x: int) -> int:
    return x + 5


@pytest.mark.parametrize(("function", "result"), [
    (plain, 11), (with_parentheses, 12), (of_the_package, 13), (of_micropython, 14), (with_options, 15),
])  # fmt: skip
def test_spellings(function: Any, result: int) -> None:
    assert function(10) == function.python(10) == function.measure(10).value == result
    assert "adds" in function.asm()
    assert function.compiled.body_size == 4 < function.size
    assert "define" in function.llvm()
    assert function.__name__ in function.ir()


def test_a_decorated_function_looks_like_a_function() -> None:
    assert plain.__name__ == "plain"
    assert plain.__module__ == __name__
    assert repr(plain) == "<@viper function plain>"


class Mixed:
    def __init__(self) -> None:
        self.gain = 3

    @viper
    def method(self, x: int) -> int:
        return x + 10

    @staticmethod
    @viper
    def static(x: int) -> int:
        return x + 20

    @viper
    @staticmethod
    def static_below(x: int) -> int:
        return x + 30

    @classmethod
    @viper
    def made(cls, x: int) -> int:
        return x + 40

    @viper
    @classmethod
    def made_below(cls, x: int) -> int:
        return x + 50

    @property
    @viper
    def value(self) -> int:
        return 60

    @viper
    @property
    def value_below(self) -> int:
        return 70

    class Inner:
        @viper
        def method(self, x: int) -> int:
            return x + 80


class Derived(Mixed):
    pass


@pytest.mark.parametrize("thing", [Mixed(), Derived()])
def test_methods(thing: Mixed) -> None:
    assert thing.method(1) == 11
    assert Mixed.method(thing, 1) == 11
    assert thing.static(1) == Mixed.static(1) == 21
    assert thing.static_below(1) == Mixed.static_below(1) == 31
    assert thing.made(1) == Mixed.made(1) == 41
    assert thing.made_below(1) == Mixed.made_below(1) == 51
    assert thing.value == 60
    assert thing.value_below == 70
    assert Mixed.Inner().method(1) == 81


def test_bound_methods_have_what_functions_have() -> None:
    bound = Mixed().method
    assert bound.measure(1).value == bound.python(1) == bound(1) == 11
    assert Mixed.made.measure(1).value == Mixed.made.python(1) == 41
    assert bound.asm() == Mixed.method.asm()
    assert bound.size == Mixed.method.size
    assert "Mixed.method" in repr(bound)


def test_methods_with_wrong_arguments() -> None:
    with pytest.raises(TypeError, match=r"^Mixed\.method\(\) lacks `x`$"):
        Mixed().method()
    with pytest.raises(TypeError, match=r"^Mixed\.method\(\): argument `x` is `int`, a str was given$"):
        Mixed().method("1")


@viper
class Whole:
    """Every function of a decorated class is compiled."""

    rate = 8

    def method(self, x: int) -> int:
        return x + 1

    @staticmethod
    def static(x: int) -> int:
        return x + 2

    @classmethod
    def made(cls, x: int) -> int:
        return x + 3

    @property
    def value(self) -> int:
        return 4

    length = staticmethod(len)


@nativecomp.viper(opt="size")
class WholeWithOptions:
    def method(self, x: int) -> int:
        return x + 1


def test_decorated_classes() -> None:
    whole = Whole()
    assert (whole.method(1), whole.static(1), whole.made(1), whole.value) == (2, 3, 4, 4)
    assert Whole.rate == 8
    assert Whole.length("abc") == 3
    assert [type(Whole.__dict__[name]).__name__ for name in ("method", "static", "made", "value")] == [
        "CompiledFunction",
        "staticmethod",
        "classmethod",
        "property",
    ]
    assert whole.static.measure(1).instructions == 2
    assert WholeWithOptions().method.measure(4).value == 5


def test_functions_inside_functions() -> None:
    @viper
    def inner(x: int) -> int:
        return x * 7

    @viper
    def outer(n: int) -> int:
        def helper(k: int) -> int:
            return k + n

        return helper(3) * 2

    assert inner(3) == 21
    assert outer(4) == 14


@viper
def twice(x: int) -> int:
    return x + 1


first = twice


@viper
def twice(x: int) -> int:
    return x + 2


if sys.platform == "none such":

    @viper
    def chosen(x: int) -> int:
        return 1

else:

    @viper
    def chosen(x: int) -> int:
        return 2


def test_a_name_defined_twice() -> None:
    assert first(0) == 1
    assert twice(0) == 2
    assert chosen(0) == 2


@viper
def wrong(x: int) -> int:
    x = [missing]  # type: ignore[assignment]  # noqa: F821
    return x.real + missing  # noqa: F821


@viper
def calls_wrong(x: int) -> int:
    return wrong(x)


def helper(x: int) -> int:
    return x


@viper
def calls_helper(x: int) -> int:
    return helper(x)


def test_a_refused_function_tells_all_its_reasons() -> None:
    with pytest.raises(CompileError) as caught:
        wrong(1)
    messages = [d.message for d in caught.value.diagnostics]
    assert messages == [
        "local `x` is `int`, the value is `object`: `missing` is not defined",
        "the result would be a Python object: `missing` is not defined",
    ]
    line = wrong.__wrapped__.__code__.co_firstlineno + 2
    assert str(caught.value).startswith(f"{__file__}:{line}:9: error: ")
    assert "    return x.real + missing" in str(caught.value)
    assert "           ^^^^^^^^^^^^^^^^\n" in str(caught.value)


def test_the_compilers_frames_are_not_shown() -> None:
    for _ in range(2):
        with pytest.raises(CompileError) as caught:
            wrong(1)
        files = [Path(frame.filename).name for frame in traceback.extract_tb(caught.value.__traceback__)]
        assert set(files) == {"test_decorators.py", "api.py"}


def test_a_refused_function_stands_in_the_way_of_its_callers_only() -> None:
    with pytest.raises(CompileError, match="local `x` is `int`"):
        calls_wrong(1)
    with pytest.raises(CompileError, match=r"a Python object: `helper` is not compiled"):
        calls_helper(1)
    assert plain(1) == 2


@native
def general(x: int) -> int:
    return x + 1


def test_native_functions_run_on_the_core() -> None:
    assert general(1) == general.python(1) == 2
    assert general(1 << 80) == (1 << 80) + 1
    assert general.measure(1).instructions > 10
    assert "object.binary" in general.ir()


@renamed
def by_another_name(x: int) -> int:
    return x


def test_a_decorator_that_the_compiler_cannot_see() -> None:
    with pytest.raises(TypeError, match=r"^by_another_name has no decorator in the text of .* `@nativecomp\.viper`"):
        by_another_name(1)
    with pytest.raises(TypeError, match="<lambda> has no decorator"):
        viper(lambda x: x)(1)


@pytest.mark.parametrize(("make", "message"), [
    (lambda: viper("speed"), r"""a function, not 'speed'; options are keywords, as in `@viper\(opt="speed"\)`"""),
    (lambda: viper(len), "decorates a function, not <built-in function len>"),
    (lambda: viper(fast=True), "has no option `fast`; the options are opt, fastmath, bounds, pointers"),
])  # fmt: skip
def test_wrong_uses_of_a_decorator(make: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        make()


@viper
def buffer_sum(data: ptr8, n: int) -> int:
    s = 0
    for i in range(n):
        s += data[i]
    return s


def test_threads_of_use() -> None:
    """Function, measurement, Python text and listing agree on one example."""
    data = bytes(range(50))
    assert buffer_sum(data, 50) == buffer_sum.python(data, 50) == sum(data)
    measured = buffer_sum.measure(data, 50)
    assert measured.value == sum(data)
    assert 50 < sum(measured.lines.values()) == measured.instructions < 500


def test_watching_devices_through_the_function() -> None:
    watch = buffer_sum.module.watch(0x5000_0000, 4, read=[1, 2, 3])
    assert buffer_sum(0x5000_0000, 3) == 6
    assert [(a.kind, a.size) for a in watch.log] == [("read", 1)] * 3
