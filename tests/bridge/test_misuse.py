"""What is wrong with a call of a function on objects is told in words, at the place."""

from typing import Any

import pytest

import nativecomp
from nativecomp.emulator import InstructionLimit

TEXT = """
from nativecomp import ptr8, uint8, viper

@viper
def index(items, n: int, *, k=3):
    return items[n], k

@viper
def first(p: ptr8, o):
    return [p[0], o]

@viper
def tenth(data: uint8[:], o):
    return [data[9], o]

@viper
def forever(o):
    while o:
        pass

@viper
def deeper(n):
    return [deeper(n + 1)] if n != 300 else []

@viper
def caught():
    try:
        return deeper(301)
    except RuntimeError as error:
        return type(error).__name__

@viper
def defaults(a=1, b=[], *, c=2):
    return a, b, c

@viper
def stores(x):
    global shared
    shared = x

@viper
def loads():
    return shared
"""


@pytest.fixture(name="module")
def loaded() -> Any:
    return nativecomp.load_source(TEXT, "app.py", target="cortex-m4f")


@pytest.mark.parametrize(
    ("name", "args", "kwargs", "message"),
    [
        ("index", [], {}, r"index\(\) missing a required argument: 'items'"),
        ("index", [[1], 0, 3], {}, r"index\(\) too many positional arguments"),
        ("index", [[1], 0], {"z": 1}, r"index\(\) got an unexpected keyword argument 'z'"),
        ("index", [[1], "x"], {}, "'str' object cannot be interpreted as an integer"),
        ("first", [[], 1], {}, "a pointer is an address or a buffer in one piece, not a list"),
        ("first", [memoryview(bytearray(8))[::2], 1], {}, "a buffer in one piece, not a memoryview"),
        ("defaults", [], {}, r"defaults\(\) needs `b`, whose default is computed when its file runs"),
        ("tenth", [None, 1], {}, "object with buffer protocol required"),
    ],
)
def test_arguments(module: Any, name: str, args: list[Any], kwargs: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError, match=message) as caught:
        getattr(module, name)(*args, **kwargs)
    [note] = caught.value.__notes__
    assert note.startswith('  raised by compiled code: File "app.py", line ')
    assert note.endswith(f", in {name}")


def test_computed_defaults(module: Any) -> None:
    assert module.defaults(b=5) == (1, 5, 2)
    assert module.defaults(0, 5, c=7) == (0, 5, 7)


def test_limits(module: Any) -> None:
    module.limit = 50_000
    with pytest.raises(InstructionLimit, match=r"still running after 50000 instructions.* in forever \(app.py:18\)"):
        module.forever(1)


def test_recursion(module: Any) -> None:
    value = module.deeper(0)
    for _ in range(300):
        [value] = value
    assert value == []
    with pytest.raises(RecursionError, match="maximum recursion depth exceeded in compiled code") as caught:
        module.deeper(301)
    assert len(caught.value.__notes__) == 3
    assert module.caught() == "RecursionError"
    assert module.deeper(300) == []


def test_globals_are_live(module: Any) -> None:
    with pytest.raises(NameError, match="name 'shared' is not defined"):
        module.loads()
    module.stores([5])
    assert module.globals["shared"] == [5]
    module.globals["shared"] = "other"
    assert module.loads() == "other"
    del module.globals["shared"]
    with pytest.raises(NameError):
        module.loads()
