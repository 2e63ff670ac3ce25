"""Exceptions that come out of compiled functions on objects say where in the source they were raised and passed."""

import linecache
from typing import Any

import pytest

import nativecomp
from tests.bridge.oracle import CORES

TEXT = """\
from nativecomp import viper

@viper
def index(items, at: int):
    total = 0
    return items[at]

@viper
def raises(kind):
    if kind == 1:
        raise ValueError("one")
    if kind == 2:
        raise kind
    assert kind != 3
    for x in [1]:
        try:
            kind.missing
        finally:
            x += 1
    return int(kind)

@viper
def convert(a: int):
    return [a]

@viper
def outer(function, *args):
    inner = lambda: function(*args)
    return [inner()]

@viper
def caught(items):
    try:
        items[0]
    except IndexError:
        pass
    return items[7]
"""


def failing() -> None:
    raise OSError(5)


@pytest.fixture(params=CORES, name="module")
def loaded(request: pytest.FixtureRequest) -> Any:
    return nativecomp.load_source(TEXT, "app.py", target=request.param)


def notes(function: Any, *args: Any) -> list[str]:
    with pytest.raises(
        (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError, AssertionError)
    ) as caught:
        function(*args)
    return caught.value.__notes__


def raised(line: int, function: str) -> str:
    return f'  raised by compiled code: File "app.py", line {line}, in {function}'


def passed(line: int, function: str) -> str:
    return f'  called by compiled code: File "app.py", line {line}, in {function}'


def test_where_it_is_raised(module: Any) -> None:
    assert notes(module.index, [], 0) == [raised(6, "index")]
    assert notes(module.index, {}, 5) == [raised(6, "index")]
    for kind, line in ((1, 11), (3, 14), (4, 17)):
        assert notes(module.raises, kind) == [raised(line, "raises")]
    # On some cores it shares its end with the one that is raised again after `finally`.
    shared = '  raised by compiled code: File "app.py", in raises'
    assert notes(module.raises, 2)[0] in (raised(13, "raises"), shared)
    assert notes(module.convert, "no") == [raised(23, "convert")]
    assert notes(module.caught, []) == [raised(37, "caught")]


def test_where_it_passes(module: Any) -> None:
    assert notes(module.outer, module.index, [], 0) == [
        raised(6, "index"), passed(28, "outer.<locals>.<lambda>"), passed(29, "outer"),
    ]  # fmt: skip
    assert notes(module.outer, failing) == [passed(28, "outer.<locals>.<lambda>"), passed(29, "outer")]


def test_an_exception_that_is_caught_gets_none(module: Any) -> None:
    error = KeyError("k")

    class Items:
        def __getitem__(self, at: int) -> int:
            if at == 0:
                raise error
            return at

    names: dict[str, Any] = {"viper": nativecomp.viper}
    text = "@viper\ndef f(items):\n    try:\n        items[0]\n    except KeyError:\n        return items[7]\n"
    linecache.cache["<notes>"] = (len(text), None, text.splitlines(keepends=True), "<notes>")
    exec(compile(text, "<notes>", "exec"), names)
    assert names["f"](Items()) == 7
    assert not hasattr(error, "__notes__")
