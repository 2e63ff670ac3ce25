"""What is the bridge's own: handlers and registers, nested machines, buffers, globals, handles, errors."""

import gc
import weakref
from typing import Any

import pytest

import nativecomp
from nativecomp.desk.bridge import BridgeError
from nativecomp.desk.bridge.handlers import REGISTERS
from nativecomp.desk.bridge.handles import FALSE, NONE, TRUE, Handles
from nativecomp.emulator import EmulationError, InstructionLimit
from nativecomp.targets import list_targets
from tests.bridge.oracle import CORES, execute, same

every_core = pytest.mark.parametrize("target", CORES)


class Numbers:
    """Words one after the other, without memory behind them."""

    def __init__(self) -> None:
        self.word = 0x9000_0000

    def place(self, value: Any) -> int:
        self.word += 16
        return self.word

    def fill(self, value: Any, word: int) -> None: ...
    def keep(self) -> None: ...
    def release(self) -> None: ...


@pytest.mark.parametrize("bits", [32, 64])
def test_object_words(bits: int) -> None:
    handles = Handles(bits)
    handles.places = Numbers()
    top = 1 << (bits - 2)
    assert [handles.word(value) for value in (None, False, True)] == [NONE, FALSE, TRUE] == [0x6, 0xE, 0x1E]
    for number in (0, 1, -1, top - 1, -top):
        assert handles.word(number) == (2 * number + 1) & ((1 << bits) - 1)
        assert handles.object(handles.word(number)) == number
    for value in (top, -top - 1, 1.5, "text", [], ()):
        word = handles.word(value)
        assert word % 4 == 0
        assert word > 4
        assert handles.object(word) is value
        assert handles.word(value) == word
    name = handles.name(handles.number("append"))
    assert handles.word(name) & 7 == 2
    assert handles.object(handles.word(name)) is name


def test_stale_words_are_refused() -> None:
    handles = Handles(32)
    handles.places = Numbers()
    old = handles.word([])
    handles.release()
    assert handles.word([]) != old
    for word in (old, 0, 4, 0x9999_0000):
        with pytest.raises(BridgeError):
            handles.object(word)


@every_core
def test_objects_live_as_long_as_the_call(target: str) -> None:
    names = execute("@viper\ndef f(make, use):\n    x = make()\n    return use(x)\n", target)

    class Thing:
        pass

    alive: list[weakref.ref[Thing]] = []

    def use(thing: Thing) -> int:
        gc.collect()
        alive.append(weakref.ref(thing))
        return 1

    for _ in range(3):
        assert names["f"](Thing, use) == 1
    gc.collect()
    assert [one() for one in alive] == [None] * 3
    assert names["f"].module.world.handles.count == 0


@every_core
def test_an_exception_passes_two_machine_levels(target: str) -> None:
    text = """\
@viper
def inner(log, x):
    try:
        log.append(1 // x)
    finally:
        log.append("inner")
def middle(log, x):
    try:
        inner(log, x)
    finally:
        log.append("middle")
@viper
def f(log, x):
    a = 1.5
    try:
        middle(log, x)
    except ZeroDivisionError as e:
        return log, str(e), a
    return log, a
"""
    same(text, "f", [[[], 0], [[], 1], [[], "x"]], target)


@every_core
def test_recursion_through_python(target: str) -> None:
    text = """\
def down(n): return f(n)
@viper
def f(n):
    if n == 0:
        raise ValueError("bottom")
    try:
        return down(n - 1)
    except ValueError as e:
        if n % 3 == 0:
            raise KeyError(n)
        raise
    except KeyError:
        return n
"""
    same(text, "f", [[0], [1], [2], [3], [4], [9]], target)


@every_core
def test_machine_values_survive_an_exception(target: str) -> None:
    """Locals that change in the protected region are right in the handler, in whatever registers they were."""
    text = """\
@viper
def f(g, n: int):
    a = 1; b = 2; c = 3; d = 4
    x = 1.5; y = 2.5; z = 3.5
    for i in range(n):
        try:
            a += i; b ^= a; c -= b
            x += 1.25; y *= 1.5
            g(i)
            d += 100
            z -= 1.0
        except ValueError:
            a += 7; d -= 1
            x += y
    return a, b, c, d, x, y, z
"""

    def raising(number: int) -> None:
        if number % 2:
            raise ValueError

    same(text, "f", [[raising, 6], [len, 0], [bool, 3]], target)


def test_registers_that_the_board_restores() -> None:
    kinds = {(target.emulator, target.fpu != "none") for target in list_targets() if target.kind == "core"}
    assert kinds <= set(REGISTERS)
    arm = REGISTERS["arm", True]
    assert arm.order == ("lr", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "sp")
    assert arm.wide == ("d8", "d9", "d10")
    assert arm.lost == ("d11", "d12", "d13", "d14", "d15")
    assert REGISTERS["arm", False].wide == REGISTERS["arm", False].lost == ()


@every_core
def test_buffers_are_seen_on_both_sides(target: str) -> None:
    names = execute(
        """\
@viper
def f(data, other, seen, n: int):
    p = ptr8(data)
    q = ptr8(other)
    for i in range(n):
        p[i] = 10 + i
        seen(bytes(data))
        q[i] = p[i]
    return p[0]
""",
        target,
    )
    data, log = bytearray(6), []

    def seen(now: bytes) -> None:
        log.append(now)
        data[5] += 1
        data[0] = 99

    assert names["f"](data, memoryview(data)[2:], seen, 2) == 99
    assert log == [bytes([10, 0, 0, 0, 0, 0]), bytes([99, 11, 99, 0, 0, 1])]
    assert data == bytes([99, 11, 99, 11, 0, 2])


@every_core
def test_a_buffer_that_grows_is_not_written_through_an_old_pointer(target: str) -> None:
    text = "@viper\ndef f(b):\n    p = ptr8(b)\n    p[0] = 1\n    b.append(7)\n    p[1] = 9\n    return bytes(b)\n"
    data = bytearray(2)
    with pytest.raises(BufferError, match="write of 1 byte at offset 1 of a bytearray of 2 bytes, resized since"):
        execute(text, target)["f"](data)
    assert data == bytes([1, 0, 7])


@every_core
def test_text_is_readable_memory_only(target: str) -> None:
    names = execute(
        "@viper\ndef f(s, w: int):\n    p = ptr8(s)\n    if w:\n        p[0] = 1\n    return p[0] + p[2]\n", target
    )
    assert names["f"]("abc", 0) == ord("a") + ord("c")
    assert names["f"](b"abc", 0) == ord("a") + ord("c")
    with pytest.raises(EmulationError, match="read-only"):
        names["f"]("abc", 1)


@every_core
def test_globals_are_the_modules(target: str) -> None:
    names = execute(
        """\
count = 1
@viper
def f(x):
    global count, made
    count = count + x
    made = [count]
    return helper(count)
def helper(n): return n * 2
""",
        target,
    )
    assert names["f"](4) == 10
    assert names["count"] == 5
    assert names["made"] == [5]
    names["helper"] = str
    assert names["f"](1) == "6"
    del names["helper"]
    with pytest.raises(NameError, match="helper"):
        names["f"](1)


def test_two_modules_of_one_text_have_their_own_globals() -> None:
    text = "@viper\ndef f():\n    return value\n"
    first, second = execute(text, "cortex-m4f"), execute(text, "cortex-m4f")
    first["value"], second["value"] = 1, "two"
    assert [first["f"](), second["f"](), first["f"]()] == [1, "two", 1]


@every_core
def test_methods_get_their_instance(target: str) -> None:
    names = execute(
        """\
class Counter:
    def __init__(self): self.n = 0
    @viper
    def add(self, by: int):
        self.n += by
        return self
@viper
def f(x):
    return [x]
""",
        target,
    )
    counter = names["Counter"]()
    assert counter.add(3).add(by=4) is counter
    assert counter.n == 7


def test_load() -> None:
    module = nativecomp.load_source(
        "LIMIT = 3\n@viper\ndef g(a: int) -> int:\n    return a * LIMIT\n"
        "@viper\ndef f(x, y):\n    return helper(x), g(2), LIMIT, y\n",
        target="cortex-m0",
    )
    module.globals["helper"] = repr
    assert module.f("a", y=[1]) == ("'a'", 6, 3, [1])
    assert module.g(2) == 6
    assert module.f.takes_objects
    assert not module.g.takes_objects
    with pytest.raises(TypeError, match=r"f\(\) missing a required argument: 'y'"):
        module.f(1)


def test_measure_leaves_callbacks_out() -> None:
    names = execute("@viper\ndef f(g, n: int):\n    for i in range(n):\n        g(i)\n", "cortex-m4f")
    few, many = names["f"].measure(bool, 10), names["f"].measure(bool, 20)
    slow = names["f"].measure(lambda n: names["f"](bool, n), 10)
    assert few.instructions == slow.instructions
    assert 0 < many.instructions - few.instructions < 400
    assert sum(few.lines.values()) == few.instructions
    assert few.lines[4] > 10
    assert "f: " in names["f"].asm()
    assert "object.call" in names["f"].ir()
    assert "nc.raise" in names["f"].llvm() or "define" in names["f"].llvm()
    assert names["f"].size > 20


def test_devices_are_shared() -> None:
    module = nativecomp.load_source(
        "@viper\ndef g(p: ptr32):\n    p[0] = 1\n@viper\ndef f(x):\n    q = ptr32(0x40000000)\n    q[0] = int(x[0])\n"
    )
    module.watch(0x4000_0000, 4)
    module.g(0x4000_0000)
    module.f([2])
    module.watch(0x4000_1000, 4)
    module.g(0x4000_1000)
    assert [access.value for access in module.log] == [1, 2, 1]


@every_core
def test_endless_loops_and_recovery(target: str) -> None:
    loop = "    try:\n        while x:\n            pass\n    except BaseException:\n        pass\n    return x\n"
    text = f"@viper\ndef f(x):\n{loop}"
    module = nativecomp.load_source(text, target=target)
    module.limit = 10_000
    with pytest.raises(InstructionLimit):
        module.f(1)
    assert module.f(0) == 0


@every_core
def test_wrong_calls(target: str) -> None:
    f = execute("@viper\ndef f(a, b: int, *, c):\n    return [a, b, c]\n", target)["f"]
    assert f(1, 2, c=3) == f(b=2, a=1, c=3) == [1, 2, 3]
    wrong: list[tuple[tuple[Any, ...], dict[str, Any]]] = [((1, 2), {}), ((1, 2, 3), {}), ((1, 2), {"c": 3, "d": 4})]
    for args, kwargs in [*wrong, ((1,), {"a": 1, "c": 2}), ((1, "x"), {"c": 1})]:
        with pytest.raises(TypeError):
            f(*args, **kwargs)


@every_core
def test_closures_share_their_cells(target: str) -> None:
    names = execute(
        """\
def make(step):
    count = 10
    @viper
    def add(x, *, times=1):
        nonlocal count
        count = count + x * step * times
        peek()
        return count
    def peek(): seen.append(count)
    def reset(): nonlocal count; count = 0
    return add, reset
seen = []
@viper
def f(x):
    return [x]
""",
        target,
    )
    add, reset = names["make"](2)
    other, _ = names["make"](5)
    assert [add(1), add(2, times=2), other(1)] == [12, 20, 15]
    reset()
    assert add(3) == 6
    assert names["seen"] == [12, 20, 15, 6]
