"""What is shown of the machine code of functions on objects: all of it, wherever their entries have put it."""

import pytest

import nativecomp
from nativecomp.emulator import UnmappedAccess

TEXT = """
table = [1, 2, 3]

@viper
def look_up(a, k: int):
    total = table[k]
    return total + a

@viper
def plain(a):
    return [a]

@viper
def unused(p: ptr8, o):
    def never(x):
        return [x, o]
    return [p[1 << 28], o]
"""


def test_the_body_of_a_function_that_reads_globals_is_listed() -> None:
    text = nativecomp.load_source(TEXT).look_up.asm()
    assert "total = table[k]" in text
    assert "return total + a" in text


def test_sizes_are_those_of_the_functions() -> None:
    module = nativecomp.load_source(TEXT)
    sizes = module.symbol_sizes()
    assert module.look_up.size > module.plain.size > 0
    counted = sum(function.size for function in module.functions.values())
    helpers = sum(size for symbol, size in sizes.items() if symbol.startswith("nc."))
    assert counted + helpers == sum(sizes.values())


def test_a_fault_is_told_beside_a_nested_function_that_nothing_calls() -> None:
    module = nativecomp.load_source(TEXT)
    assert module.functions["unused.<locals>.never"].size == 0
    assert module.functions["unused.<locals>.never"].asm() == ""
    with pytest.raises(UnmappedAccess) as caught:
        module.unused(bytearray(4), 1)
    assert caught.value.function == "unused"
