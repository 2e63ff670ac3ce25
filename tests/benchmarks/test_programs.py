"""The whole programs: the same in CPython, and as `@native` on the real MicroPython."""

import runpy

import pytest

from benchmarks.micropython.machines import UnixPort
from benchmarks.programs.measure import KINDS, WAYS, Program, list_programs, measure_program
from benchmarks.programs.report import kind_grid, program_grid
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


FAST = ("tree", "generators", "exceptions")


@pytest.mark.parametrize(
    "program", [p if p.name in FAST else pytest.param(p, marks=pytest.mark.slow) for p in PROGRAMS], ids=name_of
)
def test_each_way_gives_what_bytecode_gives(program: Program) -> None:
    row = measure_program(program, UnixPort(), find_target("x64"))
    refused = {"native"} if program.name == "exceptions" else set()  # MicroPython's native code has no bare `raise`
    assert row.times.keys() == row.code.keys() == set(WAYS) - refused
    assert program_grid([row], UnixPort()).lines
    assert len(kind_grid([row], UnixPort()).lines) == 2
