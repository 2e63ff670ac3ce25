"""Recursion of compiled functions on the real MicroPython: endless one ends in RuntimeError, as between its own."""

import itertools

import pytest

import nativecomp
from nativecomp.compiler import compile_source
from nativecomp.desk.loading import compiled
from nativecomp.language.diagnostics import SourceFile
from nativecomp.options import Options
from nativecomp.runtime_calls import TABLE
from nativecomp.targets import find_target
from tests.mpy.micropython import build, run, run_built

SOURCE = """
from nativecomp import viper

@viper
def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)

@viper
def ackermann(m: int, n: int) -> int:
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))

@viper
def tail(n: int) -> int:
    return tail(n + 1)

@viper
def nothing():
    nothing()

@viper
def even(n: int) -> bool:
    return True if n == 0 else odd(n - 1)

@viper
def odd(n: int) -> bool:
    return False if n == 0 else even(n - 1)

@viper
def first(n: int) -> int:
    return 1 + second(n)

@viper
def second(n: int) -> int:
    return 2 * third(n) if n != 5 else 0

@viper
def third(n: int) -> int:
    return first(n + 1) - second(n + 2)

@viper
def way(n: int) -> int:
    return only_passes(n) + 1

@viper
def only_passes(n: int) -> int:
    return fib(n) if n >= 0 else tail(n)

@viper
def nested(n: int) -> int:
    k = 0
    def inner(m: int) -> int:
        nonlocal k
        k += 1
        return inner(m + 1) + 1 if m > 0 else k
    return inner(n)

@viper
def in_a_loop(buf: ptr8, n: int) -> int:
    total = 0
    for i in range(n):
        total += buf[i] + in_a_loop(buf, n - 1)
    return total

@viper
def through_memory(p: ptr32, n: int) -> float:
    p[0] = n
    return 0.5 * through_memory(p, n + 1) + float(p[0])

class Tree:
    @viper
    def __init__(self, left, right):
        self.left = left
        self.right = right

@viper
def depth(tree) -> int:
    if tree is None:
        return 0
    return 1 + max(depth(tree.left), depth(tree.right))

@viper
def caught(n: int):
    try:
        return tail(n)
    except RuntimeError:
        return "caught", even(10), fib(15)
"""
CALL = """
print(fib(20), ackermann(2, 3), even(11), odd(301), way(10), nested(0))
print(in_a_loop(b"abc", 3), depth(Tree(Tree(None, Tree(None, None)), None)))
ring = Tree(None, None)
ring.left = ring
word = bytearray(4)
endless = [(tail, 1), (nothing,), (even, -1), (first, 6)]
endless += (way, -1), (nested, 1), (depth, ring), (through_memory, word, 1)
for _ in range(3):
    for f, *given in endless:
        try:
            print(f(*given))
        except RuntimeError as error:
            print(f, error)
    print(caught(1))
"""


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
def test_the_stack_ends(opt: str) -> None:
    lines = run_built(SOURCE, CALL, opt).splitlines()
    assert lines[:2] == ["6765 9 False True 56 1", "1461 3"]
    rest = lines[2:]
    assert len(rest) == 27
    for turn in range(3):
        *raised, caught = rest[9 * turn : 9 * turn + 9]
        assert all(line.endswith("maximum recursion depth exceeded") for line in raised)
        assert caught == "('caught', True, 610)"


def test_collecting() -> None:
    code = "from app import *\nprint(fib(9))\ntry:\n    tail(1)\nexcept RuntimeError:\n    print('ends')"
    assert run({"app.mpy": build(SOURCE, collect=True)}, code) == "34\nends\n"


@pytest.mark.parametrize("target", ["cortex-m0plus", "cortex-m4f", "riscv32"])
def test_boards(target: str) -> None:
    assert build(SOURCE, target)


def test_marks() -> None:
    source = SOURCE[: SOURCE.index("@viper\ndef nested")]
    module = compile_source(SourceFile("app.py", source), Options(find_target("cortex-m4f"))).module
    marks = {
        function.name: [
            (op.attributes["callee"].name, op.attributes.get("closes"))
            for block in function.blocks
            for op in block.ops
            if op.name == "call"
        ]
        for function in module.functions
    }
    assert marks["fib"] == [("fib", "first"), ("fib", "again")]
    assert marks["ackermann"] == [("ackermann", "first")] * 2 + [("ackermann", "again")]
    assert [mark for mark in marks["even"] + marks["odd"] if mark[1]] == [("even", "first")]
    assert marks["way"] == [("only_passes", None)]
    assert marks["only_passes"] == [("fib", None), ("tail", None)]
    assert [function.name for function in module.functions if not function.recursive] == []


MARGIN = 256
"""Bytes of stack that the port for the RP2 keeps for what happens between two looks at the stack."""


@pytest.mark.parametrize("target", ["cortex-m0plus", "cortex-m4f"])
def test_looks_are_near_each_other(target: str) -> None:
    """Whatever runs between two looks fits into what the smallest port keeps free for it."""
    text = "@viper\ndef down(n: int) -> int:\n    return down(n - 1) + n if n else 0\n"
    module = compiled(nativecomp.load_source(text, target=target))
    looks: list[int] = []
    module.world.watch_entry(TABLE["iterator_next"].index, lambda words: looks.append(module.machine.free_stack))
    assert module.down(200) == 20100
    distances = [above - below for above, below in itertools.pairwise(looks)]
    assert max(distances) <= MARGIN
    assert len(distances) > 5


@pytest.mark.parametrize(
    ("target", "most"), [("cortex-m3", 10), ("cortex-m4f", 10), ("cortex-m33", 10), ("cortex-m0", 13)]
)
def test_what_a_call_of_a_recursion_costs(target: str, most: int) -> None:
    """The floor of the stack is passed on in a register that calls keep, and the context with it."""
    module = nativecomp.load_source(SOURCE, target=target)
    measured = module.fib.measure(15)
    calls = 1973
    assert measured.value == 610
    assert measured.instructions < most * calls
    context = module.in_a_loop.measure(b"abcd", 3)
    assert context.value == sum(b"abc") + 3 * (sum(b"ab") + 2 * sum(b"a"))
