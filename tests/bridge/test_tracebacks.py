"""Functions with `traceback=True` at the desk: their entries hurt no object, and what is raised is the same."""

import pytest

import nativecomp

SOURCE = """
from nativecomp import native, viper

@native(traceback=True)
def inner(x):
    if x == 3:
        raise ValueError("three", x)
    return [10 // (x - 1), {}["missing"]][x % 2]

@native(traceback=True)
def outer(x):
    try:
        return inner(x)
    finally:
        x = None

@native(traceback=True)
def produce(x):
    yield 1
    yield outer(x)

@viper(traceback=True)
def typed(x: int) -> int:
    return 10 // x + int(outer(x))
"""


@pytest.mark.parametrize("target", ["cortex-m4f", "cortex-m0plus", "x86-64", "rv32imc"])
def test_exceptions_arrive_whole(target: str) -> None:
    module = nativecomp.load_source(SOURCE, target=target)
    for x, type_ in ((1, ZeroDivisionError), (2, KeyError), (3, ValueError)):
        for call in (module.outer, lambda x: list(module.produce(x)), module.typed):
            with pytest.raises(type_) as caught:
                call(x)
            assert type_ is not ValueError or caught.value.args == ("three", 3)
    with pytest.raises(ZeroDivisionError):
        module.typed(0)
    left = module.produce(1)
    assert next(left) == 1
    left.close()
