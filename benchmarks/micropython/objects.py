"""Functions on objects as drivers and games have them: bytes of each, and what its calls take on a MicroPython.

A file of `idioms/` is a module for MicroPython. Its `CALLS` are the expressions that are timed, and evaluated once
before that, all in their order, to compare what they give.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from benchmarks.micropython.measure import WrongResult
from benchmarks.micropython.programs import OURS, build_way
from benchmarks.micropython.script import Machine, MachineError, Timed, measure
from nativecomp.mpy import Kind, MpyError, RawCode, read_mpy
from nativecomp.targets import Target

FOLDER = Path(__file__).parent / "idioms"
WAYS = ("viper", *OURS)


@dataclass(frozen=True)
class Idioms:
    """The functions of one file."""

    file: Path

    @property
    def name(self) -> str:
        return self.file.stem

    @cached_property
    def text(self) -> str:
        return self.file.read_text(encoding="utf-8")

    @cached_property
    def _tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def functions(self) -> list[str]:
        """The names of the decorated functions, in the order in which a file holds their code."""
        return list(_decorated(self._tree))

    @cached_property
    def calls(self) -> tuple[str, ...]:
        assignment = self._tree.body[-1]
        assert isinstance(assignment, ast.Assign)
        return tuple(ast.literal_eval(assignment.value))

    def build(self, way: str, target: Target) -> bytes:
        """
        Raises:
            WrongResult: this way does not take the file.
        """
        data = build_way(
            lambda emitter: self.text.replace("@micropython.viper", f"@micropython.{emitter}"), way, target
        )
        if data is None:
            raise WrongResult(f"{self.name}: {way} does not take it for {target.name}")
        return data


def _decorated(node: ast.AST) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef) and child.decorator_list:
            yield child.name
        yield from _decorated(child)


@dataclass(frozen=True)
class Size:
    """Bytes of one function by way, with all that the function has of its own in the file."""

    function: str
    bytes: dict[str, int]


@dataclass(frozen=True)
class ObjectCall:
    """The machine's units of a call, by way."""

    text: str
    times: dict[str, float]

    def ratio(self, way: str) -> float:
        return self.times[way] / self.times["viper"]


def list_idioms() -> list[Idioms]:
    return [Idioms(file) for file in sorted(FOLDER.glob("*.py"))]


def _native(code: RawCode) -> Iterator[int]:
    if code.kind is not Kind.BYTECODE:
        yield len(code.data) + len(code.rodata or b"")
    for child in code.children or []:
        yield from _native(child)


def measure_sizes(target: Target, ways: Iterable[str] = WAYS) -> list[Size]:
    """The bytes of every function."""
    found = []
    for idioms in list_idioms():
        columns = [list(_native(read_mpy(idioms.build(way, target)).root)) for way in ways]
        for function, *sizes in zip(idioms.functions, *columns, strict=True):
            found.append(Size(f"{idioms.name}.{function}", dict(zip(ways, sizes, strict=True))))
    return found


def measure_objects(machine: Machine, target: Target) -> list[ObjectCall]:
    """Time the calls of every file.

    Raises:
        WrongResult: MicroPython did not run them, or the results differ.
    """
    return [call for idioms in list_idioms() for call in _measure(idioms, machine, target)]


def _measure(idioms: Idioms, machine: Machine, target: Target) -> list[ObjectCall]:
    timed = [Timed(f"from {idioms.name}_{way} import *", call, "pass", f"str({call})")
             for call in idioms.calls for way in WAYS]  # fmt: skip
    try:
        modules = {f"{idioms.name}_{way}": idioms.build(way, target) for way in WAYS}
        found = iter(measure(machine, modules, timed))
    except (MachineError, MpyError) as error:
        raise WrongResult(f"{idioms.name}: {error}") from None
    made = []
    for call in idioms.calls:
        answers = {way: next(found) for way in WAYS}
        times = {way: time for way, (time, _) in answers.items() if time is not None}
        if times.keys() != answers.keys() or len({str(value) for _, value in answers.values()}) != 1:
            raise WrongResult(f"{idioms.name}: {call}: {answers}")
        made.append(ObjectCall(call, times))
    return made
