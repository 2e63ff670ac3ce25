"""Random operands, programs, texts and bytes: right code or an error, never something else."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from asm_thumb import (
    CORES,
    AssemblyError,
    Immediate,
    Memory,
    Name,
    Operand,
    Real,
    Register,
    RegisterList,
    Row,
    Shift,
    Statement,
    assemble,
    disassemble,
)
from asm_thumb.form import Form, InIt
from asm_thumb.kinds.numbers import RangeKind, modified_immediate
from asm_thumb.table import all_rows, forms
from tests.asm_thumb import clang
from tests.asm_thumb.walk import statements

CORE = [*(f"r{n}" for n in range(13)), "sp", "lr", "pc"]
PLAIN = [form for form in all_rows() if form.label_slot() is None and not form.name.startswith("it")]

core_registers = st.sampled_from(CORE).map(Register)
float_registers = st.sampled_from([*(f"s{n}" for n in range(32)), *(f"d{n}" for n in range(16))]).map(Register)
numbers = st.one_of(
    st.integers(-300, 300),
    st.integers(-(1 << 32), 1 << 33),
    st.sampled_from([1 << n for n in range(33)] + [(1 << n) - 1 for n in range(33)]),
)
immediates = numbers.map(Immediate)
shifts = st.builds(Shift, st.sampled_from(["lsl", "lsr", "asr", "ror", "rrx"]), st.integers(-1, 33))
lists = st.lists(st.sampled_from(CORE), min_size=1, max_size=16).map(lambda n: RegisterList(tuple(map(Register, n))))
addresses = st.builds(Memory, core_registers, st.one_of(st.none(), immediates, core_registers), st.none() | shifts)
names = st.sampled_from(["wb", "eq", "sy", "PRIMASK", "APSR_nzcvq", "FPSCR", "i", "p1", "c3", "X"]).map(Name)
reals = st.floats(allow_nan=False).map(Real)
operands = st.one_of(
    core_registers, core_registers, immediates, immediates, float_registers, shifts, lists, addresses, names, reals
)


@st.composite
def calls(draw: st.DrawFn) -> Statement:
    """A call that is near some row: its samples, with some operands replaced by others."""
    form: Form = draw(st.sampled_from(PLAIN))
    values = list(draw(st.sampled_from(statements(form))).operands)
    for slot in range(len(values)):
        if draw(st.integers(0, 2)):
            values[slot] = draw(_near(values[slot]))
    return Statement(form.name, tuple(values))


def _near(operand: Operand) -> st.SearchStrategy[Operand]:
    if isinstance(operand, Immediate):
        return st.one_of(immediates, immediates, operands)
    if isinstance(operand, Memory):
        return st.one_of(addresses, addresses, operands)
    if isinstance(operand, Register):
        return st.one_of(core_registers if operand.bank == "r" else float_registers, operands)
    return operands


@settings(max_examples=6, deadline=None)
@given(st.lists(calls(), min_size=50, max_size=120), st.sampled_from(["cortex-m0", "cortex-m7-dp", "cortex-m33"]))
def test_accepted_code_is_clangs_code(statements_: list[Statement], core: str) -> None:
    """What is accepted is checked by the decoder inside, and by clang here; all else is an `AssemblyError`."""
    accepted: list[Row] = []
    for statement in statements_:
        try:
            accepted += assemble([statement], core).rows
        except AssemblyError:
            continue
    with tempfile.TemporaryDirectory() as folder:
        lines = [line for row in accepted for line in (row.text, ".balign 4")]
        code = clang.assemble([*lines, "nop"], core, Path(folder))
    for number, row in enumerate(accepted):
        assert code[4 * number : 4 * number + len(row.code)] == row.code, row.text


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_number_out_of_every_range_is_an_error(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from([f for f in PLAIN if any(isinstance(k, RangeKind) for k in f.kinds)]))
    slot = data.draw(st.sampled_from([n for n, kind in enumerate(form.kinds) if isinstance(kind, RangeKind)]))
    call = data.draw(st.sampled_from(statements(form)))
    bad = data.draw(st.one_of(st.integers(1 << 32, 1 << 70), st.integers(-(1 << 70), -(1 << 31) - 1)))
    values = [*call.operands[:slot], Immediate(bad), *call.operands[slot + 1 :]]
    try:
        assemble([Statement(form.name, tuple(values))], "cortex-m33")
    except AssemblyError:
        return
    raise AssertionError(f"{form.name} took {bad}")


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_one_step_beyond_a_range_never_wraps(data: st.DataObject) -> None:
    """A number just outside is an error, or another row takes it and the listing still shows the number."""
    form = data.draw(st.sampled_from([f for f in PLAIN if any(isinstance(k, RangeKind) for k in f.kinds)]))
    slot = data.draw(st.sampled_from([n for n, kind in enumerate(form.kinds) if isinstance(kind, RangeKind)]))
    kind = form.kinds[slot]
    assert isinstance(kind, RangeKind)
    call = data.draw(st.sampled_from(statements(form)))
    value = data.draw(st.sampled_from([kind.low - kind.step, kind.high + kind.step, kind.high + 1]))
    values = [*call.operands[:slot], Immediate(value), *call.operands[slot + 1 :]]
    try:
        row = assemble([Statement(form.name, tuple(values))], "cortex-m33").rows[0]
    except AssemblyError:
        return
    assert str(value & 0xFFFFFFFF) in row.text or str(value) in row.text, row.text


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([f for f in PLAIN if f.in_it is InIt.YES and not f.name.startswith("v")]), max_size=30))
def test_programs_decode_to_their_listing(rows: list[Form]) -> None:
    program = [statements(form)[0] for form in rows if form.needs in CORES["cortex-m33"].features]
    program = [call for call in program if call.mnemonic not in ("bkpt", "udf")]
    assembly = assemble(program, "cortex-m33")
    decoded = disassemble(assembly.code, "cortex-m33")
    assert [(row.offset, row.code) for row in decoded] == [(row.offset, row.code) for row in assembly.rows]


@settings(max_examples=300)
@given(st.binary(max_size=40))
def test_any_bytes_disassemble_completely(code: bytes) -> None:
    rows = disassemble(code, "cortex-m4")
    assert b"".join(row.code for row in rows) == code
    assert [row.offset for row in rows] == [sum(len(r.code) for r in rows[:n]) for n in range(len(rows))]


WORDS = [*forms(), "label", "data", "align", "(", ")", "r0", ",", "[", "{", "1", "\n", " ", "=", "\0"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS)))
def test_any_text_is_code_or_an_assembly_error(words: list[str]) -> None:
    for core in ("cortex-m0", "cortex-m33"):
        with suppress(AssemblyError):
            assemble("".join(words), core)


@given(st.integers(0, 0xFFF))
def test_modified_immediates_of_every_code(code: int) -> None:
    assert _expand(code) is None or _expand(modified_immediate(_expand(code) or 0) or 0) == _expand(code)


@given(st.integers(0, 0xFFFFFFFF) | st.sampled_from([1 << n for n in range(32)]) | st.integers(0, 0xFFFF))
def test_modified_immediates_of_every_value(value: int) -> None:
    code = modified_immediate(value)
    if code is None:
        assert all(_expand(candidate) != value for candidate in range(1 << 12))
    else:
        assert _expand(code) == value


def _expand(code: int) -> int | None:
    """The value of a 12-bit modified immediate, as the manual's pseudocode gives it; None where unpredictable."""
    low = code & 0xFF
    if code >> 10 == 0:
        factor = (1, 0x00010001, 0x01000100, 0x01010101)[code >> 8]
        return low * factor if low or code >> 8 == 0 else None
    rotation = code >> 7
    byte = 0x80 | code & 0x7F
    return (byte >> rotation | byte << 32 - rotation) & 0xFFFFFFFF
