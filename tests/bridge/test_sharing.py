"""What the desk runs is what a file for a board holds: functions that share others are the same code in both."""

import pytest

import nativecomp
from nativecomp.elf.objectfile import ObjectFile
from tests.bridge.oracle import execute

SOURCE = """
@native
def total(values):
    s = 0
    for i in range(len(values)):
        s += values[i]
    return s

@native
def mean(values, key):
    p = values[key]
    return total(p) / len(p), abs(p[0] - p[-1]), divmod(p[0], 3)
"""


@pytest.mark.parametrize("target", ["cortex-m0plus", "cortex-m4f", "rv32imc"])
@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
def test_the_same_code(target: str, opt: str) -> None:
    module = nativecomp.load_source(SOURCE, target=target, opt=opt)
    whole = ObjectFile(module.compilation.generated.object).functions
    for function in module.functions.values():
        alone = ObjectFile(module.compilation.shipped(function.typed).object).functions
        names = [name for name in alone if not name.startswith(("nc.", "OUTLINED"))]
        assert names
        for name in names:  # names and constants have other places in the tables, and so other lengths of instructions
            assert abs(whole[name].size - alone[name].size) <= 0.05 * alone[name].size, name
        assert not any(name in alone for name in ("nc.item", "nc.known", "nc.small.add")), "they are shared"
    assert module.mean({"a": [7, 8, 3]}, "a") == (6.0, 4, (2, 1))
    assert module.mean([(4, 4)], 0) == (4.0, 0, (1, 1))


def test_built_in_names_that_change() -> None:
    names = execute(SOURCE, "cortex-m4f")
    assert names["total"]([1, 2]) == 3
    names["len"] = lambda values: 1
    assert names["total"]([1, 2]) == 1
    del names["len"]
    assert names["total"]([1, 2]) == 3
