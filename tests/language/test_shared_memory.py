"""Memory behind pointers is shared: waits end, stores are seen in time, and delays take theirs.

Each program waits for bytes that somebody else writes: on the emulated cores a hook on the executed blocks plays the
interrupt, on the real MicroPython another thread does.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import Any

import pytest
import unicorn

import nativecomp
from nativecomp.emulator import EmulationError
from tests.language.test_language import OPTS, TARGETS
from tests.matrix import turns
from tests.mpy.micropython import build, run

HEAD = "from nativecomp import ptr8, ptr16, ptr32, uint8, uint32, viper\n"
LIMIT = 200_000
BETWEEN = 60
"""Blocks that run between two writes of the interrupt."""


@dataclass(frozen=True)
class Program:
    """A function `f` of a buffer of 16 bytes, and what is written meanwhile: (offset, value), one after the other.

    `seen` is what the first bytes of the buffer are at each of these writes, where that matters.
    """

    name: str
    source: str
    writes: tuple[tuple[int, int], ...]
    result: int | None = None
    seen: tuple[bytes, ...] = ()
    timed: bool = False
    """Whether it misses a write that comes too soon after another, so that a thread does not do."""


def program(name: str, source: str, *writes: tuple[int, int], result: Any = None, **more: Any) -> Program:
    return Program(name, source, writes, result, **more)


PROGRAMS = [
    program("poll", """
@viper
def f(p: ptr8):
    while p[2] == 0:
        pass
""", (2, 1)),
    program("bit", """
@viper
def f(p: ptr8) -> int:
    turns = 0
    while not p[0] & 4:
        turns += 1
    return int(turns > 0)
""", (0, 3), (0, 4), result=1),
    program("two pointers", """
@viper
def ring(head: ptr8, tail: ptr8):
    while head[0] == tail[1]:
        pass
@viper
def f(p: ptr8):
    ring(p, p)
""", (0, 1)),
    program("wider elements", """
@viper
def f(p: ptr8) -> int:
    half, word = ptr16(p), ptr32(p)
    while half[1] != 0x102:
        pass
    while word[1] == 0:
        pass
    return word[1]
""", (2, 2), (3, 1), (7, 2), result=0x02000000),
    program("and", """
@viper
def f(p: ptr8):
    while p[0] == 0 and p[1] == 0:
        pass
""", (1, 1)),
    program("or", """
@viper
def f(p: ptr8):
    while p[0] == 0 or p[1] == 0:
        pass
""", (1, 1), (0, 1)),
    program("conditional expression", """
@viper
def f(p: ptr8) -> int:
    while (p[0] if p[1] else p[2]) == 0:
        pass
    return p[0]
""", (0, 5), (1, 1), result=5),
    program("through a local", """
@viper
def f(p: ptr8) -> int:
    now = p[0]
    while now == 0:
        now = p[0]
    return now
""", (0, 9), result=9),
    program("through two locals", """
@viper
def f(p: ptr8) -> int:
    a = 0
    b = 0
    while b < 5:
        b = a
        a = p[0] * 2
    return b
""", (0, 2), (0, 4), result=8),
    program("break", """
@viper
def f(p: ptr8) -> int:
    while True:
        if p[0]:
            break
    return p[0]
""", (0, 3), result=3),
    program("return in the middle", """
@viper
def f(p: ptr8) -> int:
    while True:
        if p[0]:
            return p[1]
""", (1, 7), (0, 3), result=7),
    program("a flag that a branch sets", """
@viper
def f(p: ptr8) -> int:
    done = False
    n = 0
    while not done:
        if p[0] == 7:
            done = True
        n |= 1
    return n
""", (0, 6), (0, 7), result=1),
    program("a count of what is seen", """
@viper
def f(p: ptr8) -> int:
    last = 0
    changes = 0
    while changes < 3:
        if p[0] != last:
            last = p[0]
            changes += 1
    return last
""", (0, 6), (0, 7), (0, 9), result=9, timed=True),
    program("a counted loop left early", """
@viper
def f(p: ptr8) -> int:
    for i in range(1000000000):
        if p[0]:
            return 1
    return 0
""", (0, 1), result=1),
    program("helper", """
@viper
def ready(p: ptr8) -> int:
    return p[0]
@viper
def f(p: ptr8):
    while ready(p) == 0:
        pass
""", (0, 1)),
    program("helper of a helper", """
@viper
def flag(p: ptr8, i: int) -> int:
    return p[i]
@viper
def ready(p: ptr8) -> bool:
    return flag(p, 1) != 0 and flag(p, 0) != 0
@viper
def f(p: ptr8):
    while not ready(p):
        pass
""", (0, 1), (1, 1)),
    program("wait in a helper", """
@viper
def wait(p: ptr8, i: int):
    while p[i] == 0:
        pass
@viper
def f(p: ptr8) -> int:
    total = 0
    for i in range(3):
        wait(p, i)
        total = total * 10 + p[i]
    return total
""", (0, 3), (1, 2), (2, 1), result=321),
    program("nested function", """
@viper
def f(p: ptr8) -> int:
    value = 0
    def look():
        nonlocal value
        value = p[0]
    while value == 0:
        look()
    return value
""", (0, 8), result=8),
    program("recursive", """
@viper
def wait(p: ptr8, depth: int) -> int:
    if p[0] or depth == 0:
        return p[0]
    while p[depth] == 0:
        pass
    return wait(p, depth - 1)
@viper
def f(p: ptr8) -> int:
    return wait(p, 2)
""", (2, 1), (1, 1), result=0),
    program("nested loops", """
@viper
def f(p: ptr8) -> int:
    while True:
        for i in range(4):
            if p[i]:
                return i
""", (2, 1), result=2),
    program("an index that comes round", """
@viper
def f(p: ptr8) -> int:
    i = 0
    while p[i & 1] == 0:
        i += 1
    return i & 1
""", (1, 1), result=1),
    program("an index that stands still now and then", """
@viper
def f(p: ptr8) -> int:
    i = 0
    while i < 4:
        if p[i]:
            i += 1
    return i
""", (0, 1), (1, 1), (2, 1), (3, 1), result=4),
    program("an index that goes up and down", """
@viper
def f(p: ptr8) -> int:
    i, j = 0, 4
    while p[i + j] == 0:
        i += 1
        j -= 1
    return i
""".replace("return i", "return p[4]"), (4, 6), result=6),
    program("a short counter", """
@viper
def f(p: ptr8) -> int:
    i: uint8 = 0
    while p[i >> 7] == 0:
        i += 1
    return p[1]
""", (1, 6), result=6),
    program("a list of blocks", """
@viper
def f(p: ptr8) -> int:
    at = 0
    while p[at] != 255:
        at = p[at]
    return at
""", (0, 4), (4, 8), (8, 255), result=8),
    program("a moved pointer", """
@viper
def f(p: ptr8) -> int:
    q = ptr8(int(p) + 3)
    while q[0] == 0:
        pass
    return q[0]
""", (3, 6), result=6),
    program("one of two pointers", """
@viper
def f(p: ptr8) -> int:
    q = p
    r = ptr8(int(p) + 4)
    while q[0] == 0:
        q, r = r, q
    return q[0]
""", (4, 6), result=6),
    program("request and answer", """
@viper
def f(p: ptr8) -> int:
    p[1] = 1
    while p[0] == 0:
        pass
    p[1] = 0
    return p[2]
""", (2, 5), (0, 1), result=5, seen=(b"\0\1\0", b"\0\1\5")),
    program("data is read after its flag", """
@viper
def f(p: ptr8) -> int:
    before = p[1]
    while p[0] == 0:
        pass
    return p[1] - before
""", (1, 5), (0, 1), result=5),
    program("a heart beat", """
@viper
def f(p: ptr8) -> int:
    beats = 0
    while p[0] == 0:
        beats += 1
        p[1] = int(beats > 0)
    p[1] = 7
    return p[1]
""", (0, 1), result=7, seen=(b"\0\1",)),
    program("a value passed on", """
@viper
def f(p: ptr8) -> int:
    while p[8] == 0:
        p[8] = p[0]
    return p[8]
""", (0, 3), result=3),
    program("through a typed buffer", """
@viper
def g(p: ptr8, b: uint8[:]) -> int:
    while b[12] == 0:
        b[12] = p[0]
    return b[12]
@viper
def f(b: uint8[:]) -> int:
    return g(b, b)
""", (0, 3), result=3),
    program("a pointer to a typed buffer", """
@viper
def f(b: uint8[:]) -> int:
    p = ptr8(b)
    while p[0] == 0:
        pass
    return b[0]
""", (0, 3), result=3),
    program("pinned to memory", """
@viper(pointers="memory")
def f(p: ptr8) -> int:
    while p[0] == 0:
        pass
    return p[0]
""", (0, 3), result=3),
    program("else and continue", """
@viper
def f(p: ptr8) -> int:
    n = 0
    while p[0] != 2:
        if p[1] == 0:
            continue
        n |= 4
        if p[2]:
            break
    else:
        return 50
    return n
""", (1, 1), (2, 1), result=4),
    program("an error ends it", """
@viper
def f(p: ptr8) -> int:
    while True:
        assert p[0] == 0
""", (0, 3)),
    program("a pulse around a call that takes time", """
@viper
def delay(n: int):
    for _ in range(n):
        pass
@viper
def f(p: ptr8) -> int:
    p[1] = 1
    delay(200)
    p[1] = 2
    delay(200)
    p[1] = 3
    return p[0]
""", (0, 1), (0, 2), (0, 3), (0, 4), (0, 5), result=5, timed=True),
    program("a pulse around computing", """
@viper
def gcd(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a
@viper
def f(p: ptr8) -> int:
    p[1] = 1
    for _ in range(20):
        p[2] = gcd(1836311903, 1134903170)
    p[1] = 2
    while p[0] == 0:
        pass
    p[1] = 3
    return p[1]
""", (8, 1), (0, 1), result=3),
]  # fmt: skip


def one_source() -> str:
    """All programs in one file, so that each core compiles once: the functions of program 3 end in `_3`."""
    parts = [HEAD]
    for number, program in enumerate(PROGRAMS):
        names = re.findall(r"^def (\w+)", program.source, re.MULTILINE)
        parts.append(re.sub(rf"\b({'|'.join(names)})\(", rf"\1_{number}(", program.source))
    return "".join(parts)


SOURCE = one_source()


@pytest.mark.parametrize(("target", "opt"), turns(TARGETS, OPTS))
def test_emulated(target: str, opt: str) -> None:
    module = nativecomp.load_source(SOURCE, target=target, opt=opt)
    module.limit = LIMIT
    interrupt = Interrupt(module)
    failures = []
    for number, program in enumerate(PROGRAMS):
        interrupt.begin(program.writes)
        try:
            value = getattr(module, f"f_{number}")(bytearray(16))
        except AssertionError:
            value = None
        except EmulationError as error:
            value = error
        seen = all(now.startswith(wanted) for now, wanted in zip(interrupt.seen, program.seen, strict=False))
        if value != program.result or interrupt.left or not seen:
            failures.append((program.name, value, interrupt.left, interrupt.seen))
    assert not failures


class Interrupt:
    """Writes into the buffer that the running function got, every now and then."""

    def __init__(self, module: Any) -> None:
        self.buffers = module.machine.buffers
        module.machine._engine.uc.hook_add(unicorn.UC_HOOK_BLOCK, self._entered)

    def begin(self, writes: tuple[tuple[int, int], ...]) -> None:
        self.left, self.seen, self.blocks = list(writes), list[bytes](), 0

    def _entered(self, uc: unicorn.Uc, at: int, size: int, data: object) -> None:
        self.blocks += 1
        if self.left and self.blocks % BETWEEN == 0:
            [memory] = self.buffers._placed
            self.seen.append(bytes(uc.mem_read(memory.address, 16)))
            offset, value = self.left.pop(0)
            uc.mem_write(memory.address + offset, bytes([value]))


THREADS = """
import _thread, time
from app import *
def setter(buffer, writes, seen):
    for offset, value in writes:
        time.sleep(0.02)
        seen.append(bytes(buffer))
        buffer[offset] = value
    seen.append(None)
for f, writes in PROGRAMS:
    buffer, seen = bytearray(16), []
    _thread.start_new_thread(setter, (buffer, writes, seen))
    try:
        value = f(buffer)
    except AssertionError:
        value = None
    while not seen or seen[-1] is not None:
        time.sleep(0.005)
    print((value, seen[:-1]))
"""


@pytest.mark.parametrize("opt", OPTS)
def test_micropython(opt: str) -> None:
    programs = {f"f_{number}": program for number, program in enumerate(PROGRAMS) if not program.timed}
    calls = ", ".join(f"({name}, {program.writes})" for name, program in programs.items())
    lines = run({"app.mpy": build(SOURCE, opt=opt)}, THREADS.replace("PROGRAMS", f"[{calls}]")).splitlines()
    failures = []
    for program, line in zip(programs.values(), lines, strict=True):
        value, seen = ast.literal_eval(line)
        if value != program.result or not all(map(bytes.startswith, seen, program.seen)):
            failures.append((program.name, value, seen))
    assert not failures
