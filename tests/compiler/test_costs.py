"""The cost of machine code: loops weigh, jumps back that close none do not."""

import pytest

import nativecomp
from nativecomp.elf.disassembly import function_texts
from nativecomp.elf.objectfile import ObjectFile
from nativecomp.emit.costs import LOOP_WEIGHT, weighted_cost

CORES = ["cortex-m0", "cortex-m4f", "x86-64", "riscv32"]

every_core = pytest.mark.parametrize("core", CORES)


def cost_and_count(text: str, core: str, opt: str = "size") -> tuple[int, int]:
    """The cost of the function f, and how many instructions it has."""
    module = nativecomp.load_source(f"from nativecomp import viper\n{text}", target=core, opt=opt)
    file = ObjectFile(module.compilation.generated.object)
    symbol = file.functions[module.f.typed.ir.symbol]
    return weighted_cost(file, symbol), len(list(function_texts(file, symbol)))


def loops(depth: int) -> str:
    lines = [f"{'    ' * (level + 1)}for i{level} in range(n):" for level in range(depth)]
    body = f"{'    ' * (depth + 1)}p[n] ^= n"
    return "\n".join(["@viper(pointers='device')", "def f(p: ptr8, n: int):", *lines, body]) + "\n"


@every_core
def test_each_loop_around_weighs(core: str) -> None:
    assert cost_and_count(loops(0), core)[0] == cost_and_count(loops(0), core)[1]
    for depth in (1, 2, 3):
        cost, count = cost_and_count(loops(depth), core)
        assert 4 * LOOP_WEIGHT**depth < cost < count * LOOP_WEIGHT**depth


@every_core
def test_a_way_aside_is_no_loop(core: str) -> None:
    """Division has blocks behind the function's end that jump back into it."""
    cost, count = cost_and_count("@viper\ndef f(a: int, b: int) -> int:\n    return a // b\n", core, "balanced")
    assert 0 < cost <= count


def test_two_jumps_back_to_one_place_are_one_loop() -> None:
    text = (
        "@viper\ndef f(p: ptr8, n: int):\n    while n:\n        n -= 1\n        if p[n] == 3:\n            continue\n"
    )
    cost, count = cost_and_count(
        text + "        p[n] = 1\n        if n == 7:\n            continue\n        p[n + 1] = 2\n", "cortex-m3"
    )
    assert cost < LOOP_WEIGHT * count


def test_conditions_of_it_blocks_are_told() -> None:
    module = nativecomp.load_source("from nativecomp import viper\n" + loops(1), target="cortex-m4f")
    assert "bxlt" in module.f.asm()
