"""Memory that only an address keeps in use, on the real MicroPython: what is freed wrongly is written over at once.

Each function works through pointers into objects that nothing else names any more, while `stir` collects.
"""

import contextlib
import functools
import gc
import io
import struct

import pytest
from unicorn import arm_const as arm

from nativecomp.options import Opt
from tests.mpy.board import CORES, DATA, GENERAL, NONE, STACK, Board, code_of, small
from tests.mpy.micropython import build, run

WORLD = """
import gc
def make(n, by=1):
    # The address is not that of the head of a block.
    return memoryview(bytearray([0] * 32 + [i * by & 255 for i in range(n)]))[32:]
def stir(*args):
    gc.collect()
    for size in range(1, 500, 31):
        bytearray(b"\\xff" * size)
        [7] * size
    return 0
class Holder:
    def __init__(self):
        self.buf = make(99)
    def forget(self):
        self.buf = None
        stir()
class Stirring:
    def __int__(self):
        return stir() + 5
    def __iter__(self):
        for i in range(3):
            stir()
            yield i
"""
FUNCTIONS = """
@viper
def element(n: int) -> int:
    p = ptr8(make(n))
    t = 0
    for i in range(4, n):
        stir()
        t += p[i] * p[i - 3] - p[i - 1]
    return t

@viper
def words(n: int) -> int:
    p = ptr32(make(4 * n))
    t = 0
    for i in range(4, n):
        stir()
        t += p[i] ^ p[i - 3] - p[i - 1]
    return t

@viper
def attribute(n: int) -> int:
    h = Holder()
    p = ptr8(h.buf)
    h.forget()
    return p[n] + p[n + 1]

@viper
def made_in_a_loop(n: int) -> int:
    t = 0
    old = ptr8(make(n))
    for i in range(5):
        p = ptr8(make(n, i))
        stir()
        t += p[i + 3] * old[i + 7]
        old = p
        stir()
        t += p[i] * old[i + 1]
    return t

@viper
def exchanged(n: int) -> int:
    p = ptr8(make(n))
    q = ptr8(make(n, 3))
    t = 0
    for i in range(6):
        p, q = q, p
        stir()
        t = t * 2 + p[i + 5] - q[i + 6]
    return t

@viper
def reassigned_owner(n: int) -> int:
    o = make(n)
    p = ptr8(o)
    o = None
    stir()
    o = make(n, 7)
    stir()
    return p[n - 1] * 256 + int(o[5])

@viper
def parameter(o, n: int) -> int:
    p = ptr8(o)
    o = 0
    stir()
    return p[n]

@viper
def interior(n: int) -> int:
    p = ptr8(uint(ptr8(make(n))) + 9)
    t = 0
    for i in range(5):
        stir()
        p = ptr8(uint(p) + 1)
        t += p[0]
    return t

@viper
def as_integer(n: int) -> int:
    a = uint(ptr8(make(n))) + 8
    stir()
    b = a + 1
    stir()
    q = ptr8(b)
    return q[0]

@viper
def total(p: ptr8, n: int) -> int:
    t = 0
    for i in range(n):
        t += p[i]
        stir()
    return t

@viper
def argument(n: int) -> int:
    return total(ptr8(make(n)), n) + total(ptr8(make(n, 2)), n)

@viper
def argument_in_a_loop(n: int) -> int:
    t = 0
    for i in range(3):
        t += total(ptr8(make(n, i)), n)
    return t

@viper
def two_arguments(p: ptr8, q: ptr8, i: int) -> int:
    stir()
    return p[i] * 256 + q[i]

@viper
def while_another_is_made(n: int) -> int:
    return two_arguments(ptr8(make(n)), ptr8(make(n, 5)), n - 1)

@viper
def after(p: ptr8, n: int) -> ptr8:
    stir()
    return ptr8(uint(p) + n)

@viper
def given_back(n: int) -> int:
    p = after(ptr8(make(n)), 4)
    stir()
    return p[0]

@viper
def in_an_expression(n: int) -> int:
    return ptr8(make(n))[int(Stirring())] + ptr8(make(n, 2))[int(Stirring())]

@viper
def stored(n: int) -> int:
    p = ptr8(make(n))
    p[int(Stirring())] = int(Stirring()) + 60
    p[6] = int(Stirring()) + 40
    stir()
    return p[5] * 256 + p[6]

@viper
def iterated(n: int) -> int:
    t = 0
    p = ptr8(make(n))
    for x in Stirring():
        t += p[int(x) + 4]
        for y in bytes(make(9)):
            stir()
            t += int(y) * p[9]
    return t

@viper
def captured(n: int) -> int:
    p = ptr8(make(n))
    def change(k: int):
        nonlocal p
        stir()
        p = ptr8(make(n, k))
        stir()
    t = p[3]
    for k in range(4):
        change(k)
        stir()
        t = t * 3 + p[5]
    return t

@viper
def old_and_new(n: int) -> int:
    p = ptr8(make(n))
    def change() -> int:
        nonlocal p
        p = ptr8(make(n, 3))
        stir()
        return 2
    return two_arguments(p, p, change()) * 100 + two_arguments(p, p, 7)

@viper
def handled(n: int) -> int:
    p = ptr8(make(n))
    t = 0
    for i in range(4):
        try:
            p = ptr8(make(n, i))
            stir()
            if i & 1:
                raise ValueError(str(i))
            p = ptr8(make(n, i + 10))
            stir()
        except ValueError as e:
            stir()
            t += p[4]
        finally:
            stir()
            t = t * 5 + p[5]
    return t

@viper
def chosen(n: int) -> int:
    t = 0
    for i in range(4):
        p = ptr8(make(n)) if i & 1 else ptr8(make(n, 9))
        stir()
        q = p
        p = ptr8(make(n, 4))
        stir()
        t = t * 3 + q[7] + p[8]
    return t

@viper
def get(b: uint8[:], p: ptr8, i: int) -> int:
    stir()
    return b[i] + p[i]

@viper
def beside_a_buffer(b: uint8[:], n: int) -> int:
    t = 0
    for i in range(5):
        t += get(b, ptr8(make(n, i)), i + 3)
    return t
"""
CALLS = [
    *(f"{name}(99)" for name in (
        "element", "made_in_a_loop", "exchanged", "reassigned_owner", "interior", "as_integer", "argument",
        "argument_in_a_loop", "while_another_is_made", "given_back", "in_an_expression", "stored", "iterated",
        "captured", "old_and_new", "handled", "chosen", "words",
    )),
    "attribute(40)", "parameter(make(99), 90)", "beside_a_buffer(make(30, 3), 99)",
]  # fmt: skip
SHOW = "".join(f"print({call!r}, {call})\n" for call in CALLS)


class Pointer:
    """`ptr8` and `ptr32` as CPython has them here: a view of a buffer from an offset on."""

    kept: list[memoryview] = []  # noqa: RUF012
    bits = 8

    def __init__(self, of: object) -> None:
        if isinstance(of, memoryview):
            self.kept.append(of)
            self.place = len(self.kept) << 20
        else:
            self.place = of.place if isinstance(of, Pointer) else int(of)  # type: ignore[call-overload]

    def __int__(self) -> int:
        return self.place

    def _slice(self, index: int) -> tuple[memoryview, slice]:
        size, at = self.bits // 8, (self.place & 0xFFFFF) + index * (self.bits // 8)
        return self.kept[(self.place >> 20) - 1], slice(at, at + size)

    def __getitem__(self, index: int) -> int:
        buffer, at = self._slice(index)
        return int.from_bytes(buffer[at], "little")

    def __setitem__(self, index: int, value: int) -> None:
        buffer, at = self._slice(index)
        buffer[at] = (value & (1 << self.bits) - 1).to_bytes(self.bits // 8, "little")


class Pointer32(Pointer):
    bits = 32


class _Buffer:
    def __class_getitem__(cls, item: object) -> object:
        return item


@functools.cache
def expected() -> str:
    """What CPython prints. It collects often, so what was there before is kept out of the collector's sight."""
    names = {"viper": lambda function: function, "ptr8": Pointer, "ptr32": Pointer32, "uint": int, "uint8": _Buffer}
    printed = io.StringIO()
    gc.freeze()
    try:
        with contextlib.redirect_stdout(printed):
            exec(WORLD + FUNCTIONS + SHOW, names)
    finally:
        gc.unfreeze()
    return printed.getvalue()


@pytest.mark.parametrize("collect", [False, True])
@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
def test_on_micropython(opt: str, collect: bool) -> None:
    head = "from nativecomp import viper, uint8, ptr8, ptr32, uint\n"
    printed = run({"app.mpy": build(head + WORLD + FUNCTIONS, opt=opt, collect=collect)}, f"from app import *\n{SHOW}")
    assert printed.splitlines() == expected().splitlines()


OWNER, MAKE, STIR = 0x5040, 0x5050, 0x5060
ON_ARM = """
from nativecomp import viper, ptr8
@viper
def f(make, stir) -> int:
    p = ptr8(make(5))
    t = 0
    for i in range(4):
        stir()
        t += p[i + 2] * p[i + 1]
    return t
"""


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
@pytest.mark.parametrize("target", list(CORES))
def test_the_collector_sees_the_owner_on_arm(target: str, opt: Opt) -> None:
    """What a collection looks at is the registers from r4 on and the stack; the address is in the middle of a block."""
    data = bytes([0, 0, 0, 3, 5, 7, 9, 11])
    seen: list[bool] = []

    def call(board: Board, function: int, _counts: int) -> int:
        if function == MAKE:
            return OWNER
        top = board.core.reg_read(arm.UC_ARM_REG_SP)
        words = struct.unpack(f"<{(STACK - top) // 4}I", board.core.mem_read(top, STACK - top))
        seen.append(OWNER in [*words, *map(board.core.reg_read, GENERAL)])
        return NONE

    entries = {"call": call, "to_native": lambda board, given, _: DATA + 2 if given == OWNER else given >> 1}
    board = Board(code_of(ON_ARM, target, opt), [MAKE, STIR], entries, target=target, data=data)
    assert board.run() == small(5 * 3 + 7 * 5 + 9 * 7 + 11 * 9)
    assert seen == [True] * 4
