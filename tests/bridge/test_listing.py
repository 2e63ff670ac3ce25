"""What is shown of the machine code of functions on objects: all of it, wherever their entries have put it."""

import pytest

import nativecomp
from benchmarks.micropython.mpyfunctions import native_functions
from nativecomp.emulator import UnmappedAccess
from nativecomp.language.diagnostics import SourceFile
from nativecomp.mpy import read_mpy
from nativecomp.mpy.build import build_mpy
from nativecomp.options import Options
from nativecomp.targets import find_target

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


def test_sizes_are_those_of_an_mpy_file() -> None:
    module = nativecomp.load_source(TEXT, "app.py", target="pico2")
    file = read_mpy(build_mpy(SourceFile("app.py", TEXT), Options(find_target("pico2"))))
    native = {one.name: one.raw for one in native_functions(file)}
    for name in ("look_up", "plain", "unused"):
        # Before the code lies a word, behind it the prelude.
        assert module.functions[name].size == native[name].prelude_offset - 4, name
    assert module.look_up.size > module.plain.size > 0


def test_a_fault_is_told_beside_a_nested_function_that_nothing_calls() -> None:
    module = nativecomp.load_source(TEXT)
    assert module.functions["unused.<locals>.never"].size == 0
    assert module.functions["unused.<locals>.never"].asm() == ""
    with pytest.raises(UnmappedAccess) as caught:
        module.unused(bytearray(4), 1)
    assert caught.value.function == "unused"
