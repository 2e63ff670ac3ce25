"""The whole programs: the same in CPython, and as `@native` on the real MicroPython."""

import runpy

import pytest

from benchmarks.micropython.machines import UnixPort
from benchmarks.programs.measure import KINDS, WAYS, Program, list_programs, measure_program
from nativecomp.targets import find_target

PROGRAMS = list_programs()


def name_of(program: Program) -> str:
    return f"{program.kind}/{program.name}"


def test_there_are_some_of_each_kind() -> None:
    assert all(sum(program.kind == kind for program in PROGRAMS) >= 5 for kind in KINDS)


@pytest.mark.parametrize("program", PROGRAMS, ids=name_of)
def test_in_cpython(program: Program) -> None:
    names = runpy.run_path(str(program.file))
    assert names["main"](names["SIZE_SMALL"]) == names["CHECK"]


@pytest.mark.parametrize(
    "program", [p if p.name in ("tree", "generators") else pytest.param(p, marks=pytest.mark.slow) for p in PROGRAMS],
    ids=name_of,
)  # fmt: skip
def test_each_way_gives_what_bytecode_gives(program: Program) -> None:
    assert measure_program(program, UnixPort(), find_target("x64")).times.keys() == set(WAYS)
