"""Compiled samples against the reference interpreter."""

from __future__ import annotations

import array
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import nativecomp
from nativecomp.targets import find_target
from tests.fuzz.samples import HEADER, Arguments, Sample, describe, materialise
from tests.reference import LanguageError, OutsideMemory, Program, StepLimit

OPTS = ("size", "balanced", "speed")


@dataclass
class Outcome:
    """What a call did: its value or exception, and its buffers afterwards."""

    value: Any
    exception: BaseException | None
    buffers: tuple[Any, ...]

    def __str__(self) -> str:
        what = repr(self.value) if self.exception is None else f"raises {self.exception!r}"
        return f"{what}, buffers {list(self.buffers)}" if self.buffers else what


@dataclass
class Mismatch:
    """A call (or, without one, a whole sample) that went another way than the reference says."""

    sample: Sample
    arguments: Arguments | None
    target: str
    opt: str
    expected: str
    got: str

    @property
    def refused(self) -> bool:
        return self.arguments is None


def same(a: Any, b: Any) -> bool:
    """Equal in type and value; any NaN is a NaN; 0.0 is not -0.0."""
    if type(a) is not type(b):
        return False
    if isinstance(a, float):
        return (a != a and b != b) or struct.pack("d", a) == struct.pack("d", b)
    if isinstance(a, (tuple, list)):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    return bool(a == b)


def same_outcome(a: Outcome, b: Outcome) -> bool:
    if type(a.exception) is not type(b.exception):
        return False
    if a.exception is not None and a.exception.args != b.exception.args:  # type: ignore[union-attr]
        return False
    values = a.exception is not None or same(a.value, b.value)
    return values and all(same(x, y) for x, y in zip(a.buffers, b.buffers, strict=True))


def visible(argument: Any, contents: bytes) -> Any:
    """A buffer's contents in a form to compare and print: numbers for float arrays, bytes otherwise."""
    if isinstance(argument, array.array) and argument.typecode in "fd":
        return list(array.array(argument.typecode, contents))
    return contents


def expect(program: Program, sample: Sample, arguments: Arguments) -> Outcome | None:
    """The reference's outcome; None where the document gives none (or the program runs too long)."""
    fresh = materialise(arguments)
    try:
        result = program.call(sample.function, fresh, step_limit=20_000)
    except (StepLimit, OutsideMemory):
        return None
    buffers = tuple(visible(a, c) for a, c in zip(fresh, result.buffers, strict=True) if c is not None)
    return Outcome(result.value, result.exception, buffers)


def observe(function: Any, arguments: Arguments) -> Outcome:
    """The compiled function's outcome; whatever it raises is part of it."""
    fresh = materialise(arguments)
    value, error = None, None
    try:
        value = function(*fresh)
    except Exception as raised:
        error = raised
    buffers = tuple(
        visible(a, bytes(memoryview(a).cast("B"))) for a in fresh if isinstance(a, (bytearray, array.array, memoryview))
    )
    return Outcome(value, error, buffers)


Expectations = list[list[Outcome | None]]


def expectations(samples: Sequence[Sample], word_bits: int, float_bits: int) -> Expectations:
    """The outcome of each call of each sample.

    Raises LanguageError, naming the sample, when a generator wrote what the document does not allow.
    """
    every = []
    for sample in samples:
        program = Program(HEADER + sample.source, word_bits=word_bits, float_bits=float_bits)
        try:
            program.check()
        except LanguageError as error:
            raise LanguageError(f"{error}\n{sample.source}") from None
        every.append([expect(program, sample, arguments) for arguments in sample.calls])
    return every


def words_of(target: str) -> tuple[int, int]:
    found = find_target(target)
    return found.word_bits, found.float_bits


def load(samples: Sequence[Sample], target: str, opt: str) -> Any:
    text = HEADER + "\n\n" + "\n\n".join(sample.source for sample in samples)
    return nativecomp.load_source(text, name="fuzz.py", target=target, opt=opt)


def compare(samples: Sequence[Sample], expected: Expectations, target: str, opt: str) -> list[Mismatch]:
    """Compiles the samples as one module and calls them all; the first mismatch of each sample."""
    try:
        module = load(samples, target, opt)
    except Exception as error:
        if len(samples) == 1:
            got = f"refused: {type(error).__name__}: {error}"
            return [Mismatch(samples[0], None, target, opt, "compiles", got)]
        middle = len(samples) // 2
        halves = (slice(None, middle), slice(middle, None))
        return [m for half in halves for m in compare(samples[half], expected[half], target, opt)]
    found = []
    for sample, outcomes in zip(samples, expected, strict=True):
        function = getattr(module, sample.function)
        for arguments, outcome in zip(sample.calls, outcomes, strict=True):
            if outcome is None:
                continue
            got = observe(function, arguments)
            if not same_outcome(outcome, got):
                found.append(Mismatch(sample, arguments, target, opt, str(outcome), str(got)))
                break
    return found


def report(mismatch: Mismatch) -> str:
    """The mismatch as a Python file: what to compile, what to call, what came out."""
    call = ""
    if mismatch.arguments is not None:
        call = f"{mismatch.sample.function}({describe(mismatch.arguments)})"
    lines = [
        f"# target {mismatch.target}, opt {mismatch.opt}",
        *(f"# call: {line}" for line in call.splitlines()),
        *(f"# expected: {line}" for line in mismatch.expected.splitlines()),
        *(f"# got: {line}" for line in mismatch.got.splitlines()[:40]),
    ]
    return "\n".join(lines) + "\n" + HEADER + "\n\n" + mismatch.sample.source
