"""Accesses to device registers: exactly those of the text, in order, on every core and at every level."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pytest

import nativecomp
from tests.language.cases import FOLDER, Case, contents, split_outside_quotes
from tests.language.test_language import OPTS, TARGETS
from tests.matrix import turns
from tests.reference import Device, Program

DEVICES = {"A": 0x4000_0000, "B": 0x5000_0000}
SIZE = 0x100
SOURCE = (FOLDER / "devices.py").read_text(encoding="utf-8")
LINE = re.compile(
    r"#: (?P<call>\w+\(.*?\))(?: reads (?P<reads>[\w ]+))? (?P<way>->|raises) (?P<expected>[^|]*?) ?\|(?P<log>.*)"
)


@dataclass(frozen=True)
class DeviceCase:
    case: Case
    reads: tuple[int, ...] | None
    log: tuple[str, ...]


def read_cases() -> list[DeviceCase]:
    found = []
    for number, line in enumerate(SOURCE.splitlines(), 1):
        if line.startswith("#:"):
            match = LINE.fullmatch(line)
            assert match is not None, f"devices.py:{number}: {line}"
            expected, *buffers = split_outside_quotes(match["expected"])
            name = match["call"].split("(")[0]
            raises = match["way"] == "raises"
            where = f"devices.py:{number}"
            case = Case(where, "", name, match["call"], raises, expected, tuple(buffers))
            reads = tuple(int(v, 0) for v in match["reads"].split()) if match["reads"] else None
            log = tuple(re.findall(r"[rw]\d \w+=\w+", match["log"]))
            found.append(DeviceCase(case, reads, log))
    return found


CASES = read_cases()


def describe(log: Iterable[Any]) -> tuple[str, ...]:
    """Accesses as the data file writes them."""
    names = {base: name for name, base in DEVICES.items()}
    return tuple(
        f"{a.kind[0]}{a.size} {names[a.address & 0xF000_0000]}{a.address & 0xFFF:02x}={a.value:x}" for a in log
    )


class Registers:
    """What the reads of a case give: its script, else what was written last."""

    def __init__(self, reads: tuple[int, ...] | None) -> None:
        self._script = None if reads is None else list(reads)
        self._bytes: dict[int, int] = {}

    def read(self, address: int, size: int) -> int:
        if self._script is not None:
            return self._script.pop(0)
        return int.from_bytes(bytes(self._bytes.get(address + n, 0) for n in range(size)), "little")

    def write(self, address: int, size: int, value: int) -> None:
        self._bytes.update(enumerate(value.to_bytes(size, "little"), address))


def check(case: DeviceCase, run: Callable[[str, list[Any]], tuple[Any, Any, list[bytes], Iterable[Any]]]) -> list[str]:
    value, error, after, log = run(case.case.function, case.case.arguments())
    wrong = case.case.failure(value, error, after)
    failures = [wrong] if wrong else []
    if describe(log) != case.log:
        failures.append(f"{case.case.where}: {case.case.call}: expected {case.log}, got {describe(log)}")
    return failures


@pytest.mark.parametrize("bits", [32, 64])
def test_interpreter(bits: int) -> None:
    program = Program(SOURCE, word_bits=bits, float_bits=bits)
    program.check()
    failures = []
    for case in CASES:

        def run(function: str, arguments: list[Any], case: DeviceCase = case) -> Any:
            script = list(case.reads) if case.reads else None
            read = (lambda address, size: script.pop(0)) if script else None
            result = program.call(function, arguments, devices=[Device(b, SIZE, read) for b in DEVICES.values()])
            after = [b for b in result.buffers if b is not None]
            return result.value, result.exception, after, result.log

        failures += check(case, run)
    assert not failures


@pytest.mark.parametrize(("target", "opt"), turns(TARGETS, OPTS))
def test_accesses(target: str, opt: str) -> None:
    module = nativecomp.load_source(SOURCE, name="devices.py", target=target, opt=opt)
    # One watch for each device for the whole module; each case has its own registers behind them.
    registers = Registers(None)
    for base in DEVICES.values():
        module.watch(
            base,
            SIZE,
            read=lambda address, size: registers.read(address, size),
            write=lambda address, size, value: registers.write(address, size, value),
        )
    failures = []
    for case in CASES:
        registers = Registers(case.reads)
        before = len(module.log)

        def run(function: str, arguments: list[Any], before: int = before) -> Any:
            value, error = None, None
            try:
                value = getattr(module, function)(*arguments)
            except Exception as raised:
                error = raised
            return value, error, contents(arguments), module.log[before:]

        failures += check(case, run)
    assert not failures


def test_watch_holds_its_own_log() -> None:
    module = nativecomp.load_source(SOURCE, name="devices.py", target="cortex-m3", opt="speed")
    first, second = (module.watch(base, SIZE, read=[8, 9]) for base in DEVICES.values())
    module.two_devices(2)
    assert describe(first.log) == ("w4 A00=0", "w4 A04=8", "w4 A00=1", "w4 A04=9")
    assert describe(second.log) == ("w4 B00=0", "r4 B04=8", "w4 B00=1", "r4 B04=9")
    assert len(module.log) == 8
