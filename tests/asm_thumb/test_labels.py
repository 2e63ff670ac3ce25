"""Labels, branches that grow, words beside the code, alignment, relocations; clang's assembler judges the distances."""

from __future__ import annotations

from pathlib import Path

import pytest

from asm_thumb import AssemblyError, Relocation, assemble, branch_code
from tests.asm_thumb import clang

CONDITIONS = ("eq", "ne", "cs", "cc", "mi", "pl", "vs", "vc", "hi", "ls", "ge", "lt", "gt", "le")


def gap(size: int) -> str:
    """Some bytes that are no label's business."""
    return f"data(1, {', '.join(['0'] * size)})"


def same_as_clang(lines: list[str], core: str, folder: Path) -> bytes:
    """Assemble, and check the whole program, labels included, against clang's bytes of the listing."""
    assembly = assemble(lines, core)
    text = [row.text for row in assembly.rows]
    code = clang.assemble([".balign 4", *text], core, folder)
    assert code[: len(assembly.code)].hex(" ", 2) == assembly.code.hex(" ", 2)
    return assembly.code


@pytest.mark.parametrize("distance", [0, 2, 4, 100, 252, 254, 256, 258, 2000, 2046, 2048, 2050, 4000])
def test_branches_forward(distance: int, tmp_path: Path) -> None:
    lines = []
    for number, name in enumerate(("b", "beq", "bgt", "bl", "bne_w", "b_w")):
        lines += [f"{name}(L{number})", *([gap(distance)] if distance else []), f"label(L{number})", "nop()"]
    same_as_clang(lines, "cortex-m3", tmp_path)


@pytest.mark.parametrize("distance", [2, 4, 100, 250, 252, 254, 256, 2000, 2042, 2044, 2046, 4000])
def test_branches_backward(distance: int, tmp_path: Path) -> None:
    lines = []
    for number, name in enumerate(("b", "beq", "bgt", "bl", "bne_w", "b_w")):
        lines += [f"label(L{number})", gap(distance), f"{name}(L{number})"]
    same_as_clang(lines, "cortex-m33", tmp_path)


def test_every_condition_short_and_long(tmp_path: Path) -> None:
    lines = ["label(A)"]
    for condition in CONDITIONS:
        lines += [f"b{condition}(A)", f"b{condition}_w(A)", f"b{condition}_w(B)", f"b{condition}_n(B)"]
    same_as_clang([*lines, "label(B)", "nop()"], "cortex-m4", tmp_path)


def test_distances_of_a_megabyte(tmp_path: Path) -> None:
    megabyte = "align(1 << 20)"
    lines = ["nop_w()", "label(A)", megabyte, "beq(A)", "bl(A)", "b(A)", "bl(B)", "b(B)", megabyte, "label(B)", "nop()"]
    same_as_clang(lines, "cortex-m3", tmp_path)
    with pytest.raises(AssemblyError, match="reaches -1048572 to 1048578"):
        assemble(["label(A)", "nop()", megabyte, "beq(A)"], "cortex-m3")


def test_words_beside_the_code(tmp_path: Path) -> None:
    lines = ["label(X)", "data(4, 1, 2, 3)"]
    lines += [
        "ldr(r0, Y)",
        "ldr(r9, X)",
        "ldr(r9, Y)",
        "adr(r1, Y)",
        "adr(r1, X)",
        "adr(r9, Y)",
        "ldrb(r3, X)",
        "ldrsh(r3, Y)",
    ]
    lines += [
        "ldrd(r0, r1, X)",
        "ldrd(r2, r3, Y)",
        "vldr(s1, X)",
        "vldr(s30, Y)",
        "vldr(d15, Y)",
        "vldr(d1, X)",
        "pld(Y)",
    ]
    lines += ["nop()", "align(4)", "label(Y)", "data(4, 4, 5)", gap(1000)]
    same_as_clang(lines, "cortex-m7-dp", tmp_path)


def test_compare_and_branch(tmp_path: Path) -> None:
    for core in ("cortex-m3", "cortex-m23"):
        lines = ["cbz(r0, A)", "cbnz(r7, A)", "cbz(r3, B)", "nop()", "label(A)", gap(120), "label(B)", "nop()"]
        same_as_clang(lines, core, tmp_path)
    for target in ("label(A)\ncbz(r0, A)", "cbz(r0, A)\nlabel(A)", f"cbz(r0, A)\n{gap(130)}\nlabel(A)"):
        with pytest.raises(AssemblyError, match="reaches 4 to 130"):
            assemble(target, "cortex-m3")


def test_v6m_has_short_branches_only() -> None:
    assert len(assemble(["label(A)", gap(252), "beq(A)"], "cortex-m0").code) == 254
    with pytest.raises(AssemblyError, match=r"`beq`: A is -256 bytes away; reaches -252 to 258"):
        assemble(["label(A)", gap(256), "beq(A)"], "cortex-m0")
    with pytest.raises(AssemblyError, match="has no `beq_w`; Cortex-M3 and newer do"):
        assemble(["label(A)", "beq_w(A)"], "cortex-m0")
    with pytest.raises(AssemblyError, match="`beq` takes the long form"):
        assemble(["label(A)", gap(256), "beq_n(A)"], "cortex-m3")


def test_a_grown_branch_makes_another_grow() -> None:
    lines = ["b(B)", gap(2040), "beq(C)", "label(B)", gap(300), "label(C)", "nop()"]
    assembly = assemble(lines, "cortex-m3")
    assert [row.text for row in assembly.rows if row.text.startswith("b")] == ["b.n B", "beq.w C"]
    lines[1] = gap(2046)
    assembly = assemble(lines, "cortex-m3")
    assert [row.text for row in assembly.rows if row.text.startswith("b")] == ["b.w B", "beq.w C"]


@pytest.mark.parametrize("origin", [0, 2, 0x20000002])
def test_origin_counts_for_alignment(origin: int) -> None:
    assembly = assemble(["nop()", "ldr(r0, A)", "align(4)", "label(A)", "data(4, 7)"], "cortex-m0", origin=origin)
    at = assembly.labels["A"]
    assert (at + origin) % 4 == 0
    assert assembly.code[at:] == b"\7\0\0\0"
    load = int.from_bytes(assembly.code[2:4], "little")
    assert ((origin + 2 + 4) & ~3) + (load & 0xFF) * 4 == at + origin


def test_padding_is_nop() -> None:
    assert assemble(["data(1, 1)", "align(8)", "nop()"], "cortex-m0").code.hex() == "0100" + "00bf" * 4


def test_misaligned_word_is_an_error() -> None:
    with pytest.raises(AssemblyError, match="isn't at a multiple of 4 bytes") as caught:
        assemble(["ldr_n(r0, A)", "nop()", "nop()", "label(A)", "data(4, 7)"], "cortex-m3", origin=0)
    assert caught.value.problems[0].hint == "put `align(4)` before the label"


def test_tables_of_label_differences() -> None:
    source = """
    tbb([pc, r0])
    label(TABLE)
    data(1, (ZERO - TABLE) // 2, (ONE - TABLE) // STEP)
    align(2)
    label(ZERO)
    mov(r0, 10)
    label(ONE)
    mov(r0, 20)
    """
    assembly = assemble(source, "cortex-m3", constants={"STEP": 2})
    assert assembly.code[4:6] == bytes([1, 2])


def test_absolute_labels_are_an_error() -> None:
    for value in ("A", "A + 1", "A + B"):
        with pytest.raises(AssemblyError, match="depends on where the code will lie"):
            assemble(["label(A)", "label(B)", f"data(4, {value})"], "cortex-m3")


def test_calls_of_other_functions() -> None:
    assembly = assemble(["nop()", "bl(other)", "b(other)"], "cortex-m3", externals={"other"})
    assert assembly.relocations == (Relocation(2, "call", "other"), Relocation(6, "jump", "other"))
    assert assembly.code.hex() == "00bf" + "fff7feff" + "fff7febf"
    with pytest.raises(AssemblyError, match="label `other` isn't defined"):
        assemble(["beq(other)"], "cortex-m3", externals={"other"})
    with pytest.raises(AssemblyError, match="label `other` isn't defined"):
        assemble(["b(other)"], "cortex-m0", externals={"other"})


@pytest.mark.parametrize("distance", [0, 4, -4, 2, 100000, -100000, (1 << 24) + 2, -(1 << 24) + 4])
def test_branch_code(distance: int) -> None:
    for kind in ("call", "jump"):
        code = branch_code(kind, distance)
        high, low = int.from_bytes(code[:2], "little"), int.from_bytes(code[2:], "little")
        sign = high >> 10 & 1
        bits = [sign, (low >> 13 & 1) ^ sign ^ 1, (low >> 11 & 1) ^ sign ^ 1]
        value = (bits[1] << 23 | bits[2] << 22 | (high & 0x3FF) << 12 | (low & 0x7FF) << 1) - (sign << 24)
        assert value + 4 == distance
        assert low >> 14 & 1 == (kind == "call")


@pytest.mark.parametrize("distance", [1, (1 << 24) + 4, -(1 << 24) + 2])
def test_branch_code_out_of_reach(distance: int) -> None:
    with pytest.raises(ValueError, match="can't reach"):
        branch_code("call", distance)


def test_a_registers_name_can_be_a_label() -> None:
    assert assemble(["label(s1)", "nop()", "b(s1)"], "cortex-m3").code.hex() == "00bffde7"
    assert set(assemble(["label(S1)", "label(s1)", "b(s1)", "b(S1)"], "cortex-m3").labels) == {"S1", "s1"}
