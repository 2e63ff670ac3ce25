"""The data files: Python modules with the expected results in comments under each function (so not formatted by ruff).

#: add(2, 3) -> 5
#: 32 add(0x7fffffff, 1) -> -0x80000000         only where a word has 32 bits (`64`; `f32`, `f64` for `float`)
#: put(bytearray(2), 9) raises IndexError("...")      with the exact arguments; a class alone: any arguments
#: fill(bytearray(2), 7) -> None; b"\\x07\\x07"       what the buffers among the arguments hold afterwards
"""

from __future__ import annotations

import ast
import builtins
import re
from array import array
from dataclasses import dataclass
from functools import cache
from math import inf, nan
from pathlib import Path
from typing import Any

from tests.fuzz.judge import same

FOLDER = Path(__file__).parent / "data"
TOPICS = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "devices")
LINE = re.compile(r"#: (?:(?P<where>32|64|f32|f64) )?(?P<call>\w+\(.*\)) (?P<way>->|raises) (?P<expected>.*)")
NAMES: dict[str, Any] = {**vars(builtins), "array": array, "inf": inf, "nan": nan}


@dataclass(frozen=True)
class Case:
    where: str  # file and line
    words: str  # "32", "64", "f32", "f64", or "" for every core
    function: str
    call: str
    raises: bool
    expected: str
    buffers: tuple[str, ...]

    def applies(self, word_bits: int, float_bits: int) -> bool:
        return self.words in ("", str(word_bits), f"f{float_bits}")

    def arguments(self) -> list[Any]:
        """Fresh ones, evaluated in order in one namespace so that one may refer to another."""
        call = ast.parse(self.call, mode="eval").body
        assert isinstance(call, ast.Call)
        namespace = dict(NAMES)
        return [eval(ast.unparse(argument), namespace) for argument in call.args]

    def failure(self, value: Any, error: BaseException | None, after: list[bytes]) -> str | None:
        """What is wrong with an outcome, None when it is as expected."""
        got = repr(value) if error is None else f"raised {error!r}"
        if self._right(value, error) and self._right_buffers(after):
            return None
        return (
            f"{self.where}: {self.call}: expected {self.expected} {list(self.buffers) or ''}, got {got} {after or ''}"
        )

    def _right(self, value: Any, error: BaseException | None) -> bool:
        expected = eval(self.expected, dict(NAMES))
        if not self.raises:
            return error is None and same(value, expected)
        if isinstance(expected, type):
            return type(error) is expected
        return type(error) is type(expected) and error is not None and error.args == expected.args

    def _right_buffers(self, after: list[bytes]) -> bool:
        expected = [bytes(memoryview(eval(text, dict(NAMES))).cast("B")) for text in self.buffers]
        return not expected or after == expected


def split_outside_quotes(text: str) -> list[str]:
    """The parts between the semicolons that are not inside a string."""
    parts = re.split(r";(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", text)
    return [part.strip() for part in parts]


@cache
def read_topic(topic: str) -> tuple[str, tuple[Case, ...]]:
    """The source of a topic and its cases."""
    path = FOLDER / f"{topic}.py"
    source = path.read_text(encoding="utf-8")
    cases = []
    for number, line in enumerate(source.splitlines(), 1):
        if not line.startswith("#:"):
            continue
        match = LINE.fullmatch(line)
        assert match is not None, f"{path.name}:{number}: {line}"
        expected, *buffers = split_outside_quotes(match["expected"])
        cases.append(
            Case(
                where=f"{path.name}:{number}",
                words=match["where"] or "",
                function=match["call"].split("(")[0],
                call=match["call"],
                raises=match["way"] == "raises",
                expected=expected,
                buffers=tuple(buffers),
            )
        )
    return source, tuple(cases)


def contents(arguments: list[Any]) -> list[bytes]:
    """The bytes of the buffers among the arguments."""
    buffers = (bytes, bytearray, array, memoryview)
    return [bytes(memoryview(a).cast("B")) for a in arguments if isinstance(a, buffers)]


__all__ = ["TOPICS", "Case", "contents", "read_topic"]
