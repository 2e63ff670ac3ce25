"""The documentation page: its tables are up to date, and its examples work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from asm_thumb import assemble, disassemble, find_core
from asm_thumb.cores import ALIASES
from asm_thumb.docs import PAGE, main, page
from asm_thumb.table import all_rows
from asm_thumb.timing import cycles


def test_page_is_up_to_date() -> None:
    text = PAGE.read_text()
    assert page(text) == text, "run `python -m asm_thumb.docs`"


def test_page_without_marks() -> None:
    with pytest.raises(ValueError, match="no lines"):
        page("nothing")


def test_command_rewrites_a_page(tmp_path: Path) -> None:
    target = tmp_path / "page.md"
    target.write_text("x\n<!-- begin generated -->\nold\n<!-- end generated -->\ny\n")
    main([str(target)])
    assert "old" not in target.read_text()
    assert target.read_text().startswith("x\n")


def test_first_example() -> None:
    source = re.search(r'assemble\(\n    """(.*?)"""', PAGE.read_text(), re.S)
    assert source is not None
    assembly = assemble(source[1], "cortex-m4f")
    assert [row.text for row in disassemble(assembly.code, "cortex-m4f")][:2] == [
        "ldr r3, [r0], #4",
        "smlad r2, r3, r3, r2",
    ]


@pytest.mark.parametrize("alias", ALIASES)
def test_aliases(alias: str) -> None:
    assert find_core(alias).name == ALIASES[alias]


def test_listing() -> None:
    listing = assemble(["label(A)", "add(r0, r1)", "bl(A)", "data(2, 7)"], "cortex-m0").listing()
    assert listing.splitlines() == [
        "A:",
        "0000  1840       adds r0, r0, r1  ; 1",
        "0002  f7ff fffd  bl A  ; 4",
        "0006  0007       .short 0x7",
    ]


def test_rows_know_their_statements() -> None:
    rows = assemble(["nop()", "movwt(r0, 1)", "data(1, 1, 2)"], "cortex-m3").rows
    assert [row.statement for row in rows] == [0, 1, 1, 2, 2]
    assert all(row.span is not None and row.span.line == row.statement + 1 for row in rows)


@pytest.mark.parametrize(
    ("core", "call", "count"),
    [
        ("cortex-m0", "push({r4 - r7, lr})", "6"),
        ("cortex-m0", "pop({r4, pc})", "5"),
        ("cortex-m0", "mov(pc, lr)", "1+2"),
        ("cortex-m0plus", "bx(lr)", "2"),
        ("cortex-m3", "umull(r0, r1, r2, r3)", "3-5"),
        ("cortex-m4", "umull(r0, r1, r2, r3)", "1"),
        ("cortex-m3", "sdiv(r0, r1, r2)", "2-12"),
        ("cortex-m3", "pop({r4, pc})", "3+P"),
        ("cortex-m3", "ldrd(r0, r1, [r2])", "3"),
        ("cortex-m4f", "vdiv(s0, s1, s2)", "14"),
        ("cortex-m4f", "vldmia(r0, {d0 - d3})", "9"),
        ("cortex-m33", "nop()", None),
    ],
)
def test_cycles(core: str, call: str, count: str | None) -> None:
    assert assemble([call], core).rows[0].cycles == count


def test_every_row_has_cycles_where_they_are_published() -> None:
    for name in ("cortex-m0", "cortex-m0plus", "cortex-m3", "cortex-m4", "cortex-m4f"):
        core = find_core(name)
        timed = [form for form in all_rows() if core.has(form.needs) and form.timing != "exception"]
        assert [form.name for form in timed if cycles(form, core) is None] == []
