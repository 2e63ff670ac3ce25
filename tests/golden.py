"""Golden tests: cases in text files, and one option, `--update`, that writes what came out as what is expected.

A file holds cases; a case is a name and named sections, the first of which has no head:

    [case shift by a constant]
    int.shl int #5:int
    [out]
    %v3 = shl i32 %v2, 5

Lines before the first case are comment. A section's text ends with the next line that is a head.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

_CASE = re.compile(r"\[case (.+)\]")
_SECTION = re.compile(r"\[([a-z][a-z0-9_.-]*)\]")
INPUT = "input"


@dataclass
class Case:
    """One case: `sections["input"]` is the text under its name, the others are named in the file."""

    path: Path
    name: str
    line: int
    sections: dict[str, str] = field(default_factory=dict)

    @property
    def input(self) -> str:
        return self.sections[INPUT]

    def check(self, section: str, actual: str, update: bool) -> None:
        """Compare what came out with a section; with `update` write it to the file instead."""
        actual = actual.strip("\n")
        expected = self.sections.get(section, "")
        if actual == expected:
            return
        if not update:
            pytest.fail(
                f"{self.path.name}:{self.line}: [{section}] of case `{self.name}` differs (--update accepts it)\n"
                f"--- expected\n{expected}\n--- actual\n{actual}",
                pytrace=False,
            )
        head, cases = read_file(self.path)
        next(c for c in cases if c.name == self.name).sections[section] = actual
        self.path.write_text(write_text(head, cases), encoding="utf-8")


def read_file(path: Path) -> tuple[str, list[Case]]:
    """The comment at the top of a file, and its cases."""
    head: list[str] = []
    cases: list[Case] = []
    lines = head
    sections: dict[str, list[str]] = {}
    parsed: list[tuple[Case, dict[str, list[str]]]] = []
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if match := _CASE.fullmatch(text):
            case = Case(path, match[1], number)
            lines = []
            sections = {INPUT: lines}
            parsed.append((case, sections))
        elif parsed and (match := _SECTION.fullmatch(text)):
            lines = sections[match[1]] = []
        else:
            lines.append(text)
    for case, texts in parsed:
        case.sections = {name: "\n".join(text).strip("\n") for name, text in texts.items()}
        cases.append(case)
    names = [case.name for case in cases]
    assert len(set(names)) == len(names), f"{path.name}: two cases have one name"
    return "\n".join(head).strip("\n"), cases


def write_text(head: str, cases: list[Case]) -> str:
    """The text of a file."""
    blocks = [head] if head else []
    for case in cases:
        parts = [f"[case {case.name}]", case.input]
        for name, text in case.sections.items():
            if name != INPUT:
                parts += [f"[{name}]", text]
        blocks.append("\n".join(part for part in parts if part))
    return "\n\n".join(blocks) + "\n"


def parametrize(path: Path) -> pytest.MarkDecorator:
    """Run a test once for each case of a file, as its argument `case`."""
    cases = read_file(path)[1]
    return pytest.mark.parametrize("case", cases, ids=[case.name for case in cases])
