"""Bounds that are checked before a loop: the same results and exceptions as the document's, and fewer checks."""

import os
import random
from array import array
from typing import Any

import pytest

import nativecomp
from nativecomp.compiler import compile_source
from nativecomp.language.diagnostics import SourceFile
from nativecomp.options import Options
from nativecomp.targets import find_target
from tests.matrix import turns
from tests.passes.loops import HEADER, Loops, arguments
from tests.reference import OutsideMemory, Program, StepLimit

STEPS = 3000
FUNCTIONS = int(os.environ.get("NATIVECOMP_BOUNDS_FUNCTIONS", "20"))


def outcome(call: Any, given: tuple[Any, ...]) -> tuple[Any, ...]:
    """What a call returns or raises, and its buffers afterwards."""
    buffers = array("i", given[0]), bytearray(given[1]), array("h", given[2])
    try:
        value = call([*buffers, *given[3:]])
    except (IndexError, ValueError, ZeroDivisionError) as error:
        value = repr(error)
    return value, *(bytes(memoryview(b).cast("B")) for b in buffers)


def reference(program: Program, name: str, given: tuple[Any, ...]) -> tuple[Any, ...] | None:
    buffers = array("i", given[0]), bytearray(given[1]), array("h", given[2])
    try:
        result = program.call(name, [*buffers, *given[3:]], step_limit=STEPS)
    except (StepLimit, OutsideMemory):
        return None
    value = result.value if result.exception is None else repr(result.exception)
    return value, *(contents for contents in result.buffers if contents is not None)


@pytest.mark.parametrize(("target", "opt"), turns(["cortex-m4f", "cortex-m0", "x86-64"], ["speed", "balanced"]))
def test_random_loops(target: str, opt: str) -> None:
    seed = os.environ.get("NATIVECOMP_BOUNDS_SEED", f"{target} {opt}")
    rng = random.Random(seed)
    names = [f"f{number}" for number in range(FUNCTIONS)]
    sources = {name: Loops(rng).write(name) for name in names}
    text = HEADER + "".join(sources.values())
    core = find_target(target)
    program = Program(text, word_bits=core.word_bits, float_bits=core.float_bits)
    compiled = nativecomp.load_source(text, name="loops.py", target=target, opt=opt)
    for name in names:
        function = getattr(compiled, name)
        for _ in range(6):
            given = arguments(rng)
            expected = reference(program, name, given)
            if expected is not None:
                got = outcome(lambda values, f=function: f(*values), given)
                assert got == expected, f"{name}{given}\n{sources[name]}"


CHECKED = [
    ("for i in range(len(b)):\n  total += b[i]", 0),
    ("for i in range(n):\n  for j in range(m):\n   total += b[i * m + j]", 0),
    ("for i in range(0, n, 3):\n  total += b[i + 2]", 0),
    ("for i in range(n - 1, -1, -1):\n  total += b[i]", 0),
    ("o = 0\n for i in range(n):\n  b[o] = i\n  b[o + 1] = i\n  o += 2", 0),
    ("for i in range(n):\n  if i > 0:\n   total += b[i - 1]", 0),
    ("for i in range(1, n):\n  j = i - 1\n  while j >= 0 and b[j] > n:\n   b[j + 1] = b[j]\n   j -= 1", 0),
    ("for i in range(n):\n  total += b[c[i]]", 0),
    ("for i in range(n):\n  total += b[c[i] & 15]", 0),
    ("for i in range(n):\n  total += b[b[i]]", 1),
    ("while n > 0:\n  total += b[n]\n  n = n >> 1", 1),
]


@pytest.mark.parametrize(("body", "left"), CHECKED)
def test_which_accesses_are_left_with_a_check(body: str, left: int) -> None:
    text = (
        "from nativecomp import viper, int32, uint8\n"
        f"@viper\ndef f(b: int32[:], c: uint8[:], n: int, m: int) -> int:\n total = 0\n {body}\n return total\n"
    )
    made = compile_source(SourceFile("loops.py", text), Options(find_target("cortex-m4f"), "speed"))
    blocks = [block for function in made.module.functions for block in function.blocks]
    # What needs nothing at run time has no copy of its loop.
    inside = [block for block in blocks if block.name.endswith(".inside")] or blocks
    accesses = [op for block in inside for op in block.ops if op.name in ("buffer.load", "buffer.store")]
    assert accesses
    assert len([op for op in accesses if op.attributes.get("checked", True)]) == left


def test_small_code_has_one_loop() -> None:
    text = "from nativecomp import viper, int32\n@viper\ndef f(b: int32[:], n: int):\n for i in range(n):\n  b[i] = 0\n"
    made = compile_source(SourceFile("loops.py", text), Options(find_target("cortex-m4f"), "size"))
    assert not [block.name for block in made.module.functions[0].blocks if "inside" in block.name]
