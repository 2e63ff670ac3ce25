"""Every row of the table and every operand form, against clang's assembler for the same core."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from asm_thumb import CORES, Assembly, Statement, assemble
from asm_thumb.build import Builder
from asm_thumb.conditions import CONDITIONS
from asm_thumb.cores import Core
from asm_thumb.form import Form, InIt
from asm_thumb.layout import InstructionItem
from asm_thumb.table import all_rows
from tests.asm_thumb import clang
from tests.asm_thumb.walk import operand, statements

# One core for each set of encodings walks all operands; its relatives walk one call of each row.
FULL = ("cortex-m0", "cortex-m7-dp", "cortex-m23", "cortex-m33")
BRIEF = tuple(name for name in CORES if name not in FULL)


def rows_of(core: Core) -> list[Form]:
    """The rows that a core has, without labels (see test_labels) and IT instructions (below)."""
    return [
        form
        for form in all_rows()
        if core.has(form.needs) and form.label_slot() is None and not form.name.startswith("it")
    ]


def compare(assembly: Assembly, core: str, folder: Path) -> None:
    """Fail unless clang makes the same bytes of the listing's text."""
    instructions = [row for row in assembly.rows if row.code]
    lines = [line for row in instructions for line in (row.text, ".balign 4")]
    code = clang.assemble(lines, core, folder)
    wrong = []
    for number, row in enumerate(instructions):
        theirs = code[4 * number : 4 * number + len(row.code)]
        if theirs != row.code:
            wrong.append(f"{row.text}: {row.code.hex(' ')}, clang {theirs.hex(' ')}")
    assert wrong == []


@pytest.mark.parametrize("core", FULL)
def test_every_operand_form(core: str, tmp_path: Path) -> None:
    calls = [call for form in rows_of(CORES[core]) for call in statements(form)]
    compare(assemble(calls, core), core, tmp_path)


@pytest.mark.parametrize("core", BRIEF)
def test_every_row(core: str, tmp_path: Path) -> None:
    calls = [statements(form)[0] for form in rows_of(CORES[core])]
    compare(assemble(calls, core), core, tmp_path)


@pytest.mark.parametrize("core", ["cortex-m7-dp", "cortex-m33"])
def test_every_row_in_an_it_block(core: str, tmp_path: Path) -> None:
    calls: list[Statement] = []
    for form in rows_of(CORES[core]):
        if form.in_it is not InIt.NO:
            calls += [*assemble_it(), statements(form)[0]]
    assembly = assemble(calls, core)
    code = clang.assemble([row.text for row in assembly.rows], core, tmp_path)
    at = 0
    for row in assembly.rows:
        assert (row.text, code[at : at + len(row.code)]) == (row.text, row.code)
        at += len(row.code)


def assemble_it() -> list[Statement]:
    """The statement `it(cs)`."""
    return [Statement("it", (operand("cs"),))]


def test_if_then(tmp_path: Path) -> None:
    names = ["it" + "".join(tail) for length in range(4) for tail in product("te", repeat=length)]
    lines = []
    for name, condition in product(names, CONDITIONS):
        lines += [f"{name}({condition})", *["add(r0, r1, r2)"] * (len(name) - 1)]
    assembly = assemble(lines, "cortex-m3")
    code = clang.assemble([row.text for row in assembly.rows], "cortex-m3", tmp_path)
    assert code[: len(assembly.code)] == assembly.code


@pytest.mark.parametrize("core", ["cortex-m0", "cortex-m33"])
def test_no_row_is_dead(core: str) -> None:
    """Each row is the one chosen for some call, or it would never be used."""
    dead = []
    for form in rows_of(CORES[core]):
        calls = statements(form)
        calls += [Statement(f"{form.name}_w", call.operands) for call in calls if form.width == 4]
        items = Builder(CORES[core], []).build(calls)
        if form not in [item.form for item in items if isinstance(item, InstructionItem)]:
            dead.append(form.shape())
    assert dead == []


def test_arms_mnemonic_belongs_to_the_name() -> None:
    """The name of a call is Arm's mnemonic with `_` for `.`, but for these."""
    aliases = {"neg": "rsb", "ldmia": "ldm", "ldmfd": "ldm", "ldmea": "ldmdb", "stmia": "stm", "stmea": "stm"}
    aliases |= {"stmfd": "stmdb", "vldm": "vldmia", "vstm": "vstmia", "vcmp": "vcmpe", "pkhtb": "pkhbt"}
    for form in all_rows():
        name = form.name.removesuffix("_w").rstrip("_")
        stem = form.ual.partition(".")[0]
        base = name.partition("_")[0]
        wanted = {base, base + "s", aliases.get(base), aliases.get(base.removesuffix("s"), "") + "s"}
        if base == "add" and stem == "adr":
            continue
        assert stem in wanted, (form.shape(), form.ual)
