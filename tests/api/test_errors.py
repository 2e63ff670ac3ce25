"""What compiled code raises, and what the emulator says when it cannot go on."""

import builtins
import traceback
from pathlib import Path
from typing import Any

import pytest

import nativecomp
from nativecomp.emulator import EmulationError, Fault, InstructionLimit, UnmappedAccess
from tests.api.modules import CORES, SAMPLE, sample

EXCEPTIONS = sorted(
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type)
    and issubclass(value, Exception)
    and not issubclass(value, Warning | BaseExceptionGroup | UnicodeError)
    and name == value.__name__
)


@pytest.fixture(params=CORES)
def module(request: pytest.FixtureRequest) -> nativecomp.Module:
    return sample(request.param)


def line_of(text: str) -> int:
    return SAMPLE.read_text().splitlines().index(text) + 1


@pytest.fixture(scope="module")
def raisers() -> nativecomp.Module:
    """For each built-in exception a function that raises it in one of the three ways."""
    parts = [
        f"""
@viper
def raise_{name}(way: int):
    if way == 0:
        raise {name}
    if way == 1:
        raise {name}("what happened: größer")
    raise {name}(way)
"""
        for name in EXCEPTIONS
    ]
    return nativecomp.load_source("".join(parts), "raisers.py")


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_each_builtin_exception(raisers: nativecomp.Module, name: str) -> None:
    function = getattr(raisers, f"raise_{name}")
    for way, arguments in ((0, ()), (1, ("what happened: größer",)), (-7, (-7,)), (2**31 - 1, (2**31 - 1,))):
        with pytest.raises(getattr(builtins, name)) as caught:
            function(way)
        assert type(caught.value).__name__ == name
        assert caught.value.args == arguments
        line = function.typed.source.node.lineno + {0: 2, 1: 4}.get(way, 5)
        assert caught.value.__notes__ == [f'  raised by compiled code: File "raisers.py", line {line}, in raise_{name}']


@pytest.mark.parametrize(("name", "arguments", "kind", "message"), [
    ("divide", (1, 0), ZeroDivisionError, "divide by zero"),
    ("element", (bytes(4), 2), IndexError, "index out of range"),
    ("element", (bytes(4), -3), IndexError, "index out of range"),
    ("element", (b"", 0), IndexError, "index out of range"),
])  # fmt: skip
def test_checks_raise_with_their_place(
    module: nativecomp.Module, name: str, arguments: tuple[Any, ...], kind: type[Exception], message: str
) -> None:
    with pytest.raises(kind) as caught:
        getattr(module, name)(*arguments)
    assert str(caught.value) == message
    (note,) = caught.value.__notes__
    assert note.startswith(f'  raised by compiled code: File "{SAMPLE}", line ')
    assert note.endswith(f", in {name}")


@pytest.mark.parametrize(
    ("code", "kind", "arguments"), [(1, ValueError, ("no good",)), (2, OSError, (2,)), (3, KeyError, ())]
)
def test_what_was_written_before_the_exception_stays(
    module: nativecomp.Module, code: int, kind: type[Exception], arguments: tuple[Any, ...]
) -> None:
    data = bytearray(3)
    with pytest.raises(kind) as caught:
        module.spoil_and_raise(data, code)
    assert caught.value.args == arguments
    assert data == b"\x63\0\0"


@pytest.mark.parametrize(("name", "arguments"), [("divide", (1, 0)), ("peek8", (0, 0)), ("spoil_and_raise", (b"", 2))])
def test_tracebacks_do_not_lead_through_the_emulator(name: str, arguments: tuple[Any, ...]) -> None:
    for _ in range(2):
        with pytest.raises((ArithmeticError, EmulationError)) as caught:
            getattr(sample(), name)(*arguments)
        files = {Path(frame.filename).name for frame in traceback.extract_tb(caught.value.__traceback__)}
        assert files == {"test_errors.py", "function.py"}
        assert caught.value.__context__ is None


def test_the_next_call_is_a_fresh_one(module: nativecomp.Module) -> None:
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            module.divide(1, 0)
        assert module.divide(-7, 2) == -4


def test_an_endless_loop_meets_the_limit(module: nativecomp.Module, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "limit", 100_000)
    data = bytearray(2)
    with pytest.raises(InstructionLimit, match=r"still running after 100000 instructions.* in endless \(") as caught:
        module.endless(data)
    assert data == b"\1\0"
    assert caught.value.line in (line_of("    while True:"), line_of("        pass"))
    assert caught.value.file == str(SAMPLE)
    assert module.add(1, 2) == 3


@pytest.mark.parametrize("address", [0, 4, 0x5000_0000, 0xFFFF_FFF0, 0x2000_0000])
def test_reads_and_writes_outside_memory_name_the_line(module: nativecomp.Module, address: int) -> None:
    with pytest.raises(
        UnmappedAccess, match=r"read of 4 bytes at 0x\w+, outside memory in peek32 \(.*sample.py:\d+\)"
    ) as read:
        module.peek32(address, 0)
    assert read.value.line == line_of("def peek32(p: ptr32, i: int) -> int:") + 1
    assert read.value.fault_address == address
    with pytest.raises(UnmappedAccess, match=r"write of 4 bytes at 0x\w+, outside memory in poke32 \(") as write:
        module.poke32(address, 0, 1)
    assert write.value.line == line_of("def poke32(p: ptr32, i: int, value: int):") + 1


def test_far_outside_of_a_buffer(module: nativecomp.Module) -> None:
    for index in (1 << 27, -(1 << 27)):
        with pytest.raises(UnmappedAccess, match="outside memory in peek32"):
            module.peek32(bytearray(4), index)


def test_unaligned_device_addresses_fault_on_the_small_cores() -> None:
    with pytest.raises(Fault, match=r"in peek32 \(.*sample.py:\d+\)"):
        sample("cortex-m0").peek32(0x2000_0001, 0)


def test_recursion_without_end(module: nativecomp.Module) -> None:
    with pytest.raises(RecursionError, match=r"^maximum recursion depth exceeded\b") as caught:
        module.deep(1_000_000)
    first = line_of("def deep(n: int) -> int:")
    lines = [f'  raised by compiled code: File "{SAMPLE}", line {first + n}, in deep' for n in range(4)]
    assert caught.value.__notes__[0] in lines
    assert module.divide(9, 3) == 3
