"""From items to bytes: label values, encoding, the check by the decoder, relocations, the listing."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial

from asm_thumb.assembly import Assembly, Relocation, Row
from asm_thumb.constants import NotConstant, UnknownName, evaluate, resolver
from asm_thumb.cores import Core
from asm_thumb.decode import verify
from asm_thumb.encode import encode, prepare, text_for_encoder
from asm_thumb.errors import Problem, Span
from asm_thumb.kinds.base import Site
from asm_thumb.kinds.labels import LabelKind
from asm_thumb.kinds.numbers import number_of
from asm_thumb.layout import AlignItem, AnyItem, DataItem, InstructionItem, LabelItem, place, unreached
from asm_thumb.operands import Expression, Name, Operand
from asm_thumb.signature import Signature
from asm_thumb.timing import cycles

_NOP = b"\x00\xbf"


def emit(
    items: Sequence[AnyItem],
    core: Core,
    problems: list[Problem],
    externals: Collection[str],
    origin: int,
    signature: Signature | None,
) -> Assembly | None:
    """Place and encode all items; None when a problem, old or new, stands in the way."""
    labels = place(items, origin)
    for item in items:
        if isinstance(item, InstructionItem):
            problems += _instruction_problems(item, labels, externals, origin)
    if not problems:
        prepare(_for_encoder(items))
    rows: list[Row] = []
    relocations: list[Relocation] = []
    for item in items:
        offset = item.address - origin
        if isinstance(item, LabelItem):
            rows.append(Row(offset, b"", f"{item.name}:", item.index, item.statement.span, None))
        elif isinstance(item, AlignItem):
            code = _padding(item)
            if code:
                rows.append(Row(offset, code, f".balign {item.boundary}", item.index, item.statement.span, None))
        elif isinstance(item, DataItem):
            rows += _data_rows(item, offset, labels, problems)
        elif not problems:
            rows.append(_instruction_row(item, offset, labels, core, relocations, externals))
    if problems:
        return None
    code = b"".join(row.code for row in rows)
    relative = {name: address - origin for name, address in labels.items()}
    return Assembly(core.name, code, tuple(rows), relative, tuple(relocations), signature)


def _for_encoder(items: Sequence[AnyItem]) -> Iterator[str]:
    """The instructions whose rows do not encode themselves."""
    for item in items:
        if isinstance(item, InstructionItem):
            text = text_for_encoder(item.form, item.statement.operands, bool(item.condition))
            if text is not None:
                yield text


def _instruction_problems(
    item: InstructionItem, labels: Mapping[str, int], externals: Collection[str], origin: int
) -> list[Problem]:
    found = []
    if item.address % 2:
        hint = "put `align(2)` before it"
        found.append(Problem("an instruction can't stand at an odd address", item.statement.span, hint))
    slot = item.form.label_slot()
    if slot is None:
        return found
    kind, operand = item.form.kinds[slot], item.statement.operands[slot]
    assert isinstance(kind, LabelKind)
    name = kind.text(operand)
    if name in labels:
        problem = unreached(item, labels)
        return [*found, problem] if problem else found
    external = any(isinstance(k, LabelKind) and k.external for form in item.forms for k in form.kinds)
    if name in externals and external:
        return found
    span = operand.span or item.statement.span
    return [*found, _undefined(name, labels, externals if external else (), span)]


def _undefined(name: str, labels: Mapping[str, int], externals: Collection[str], span: Span | None) -> Problem:
    close = difflib.get_close_matches(name, [*labels, *externals], 1, 0.5)
    hint = f"did you mean `{close[0]}`?" if close else f"put `label({name})` where it should be"
    return Problem(f"label `{name}` isn't defined", span, hint)


def _instruction_row(
    item: InstructionItem,
    offset: int,
    labels: Mapping[str, int],
    core: Core,
    relocations: list[Relocation],
    externals: Collection[str],
) -> Row:
    operands = item.statement.operands
    site = Site(item.address, labels)
    slot = item.form.label_slot()
    if slot is not None:
        kind, operand = item.form.kinds[slot], operands[slot]
        name = kind.text(operand)
        if name not in labels and name in externals:
            item.chosen = next(n for n, form in enumerate(item.forms) if _external(form.kinds[slot]))
            relocations.append(Relocation(offset, "call" if item.form.ual == "bl" else "jump", name))
    code = encode(item.form, operands, site, bool(item.condition))
    verify(item.form, operands, code, site, item.condition)
    text = item.form.text(operands, item.condition)
    return Row(offset, code, text, item.index, item.statement.span, cycles(item.form, core, operands))


def _external(kind: object) -> bool:
    return isinstance(kind, LabelKind) and kind.external


def _padding(item: AlignItem) -> bytes:
    """A zero byte up to an even address, then `nop`, so that running into it does no harm."""
    size = item.size()
    return b"\0" * (size % 2) + _NOP * (size // 2)


_WORDS = {1: ".byte", 2: ".short", 4: ".word", 8: ".quad"}


def _data_rows(item: DataItem, offset: int, labels: Mapping[str, int], problems: list[Problem]) -> list[Row]:
    rows = []
    for operand in item.statement.operands[1:]:
        value = _value(operand, labels, problems)
        limit = 1 << 8 * item.width
        if not -(limit >> 1) <= value < limit:
            problems.append(Problem(f"{value} doesn't fit in {item.width} bytes", operand.span))
        code = (value & (limit - 1)).to_bytes(item.width, "little")
        text = f"{_WORDS[item.width]} {value & (limit - 1):#x}"
        rows.append(Row(offset, code, text, item.index, item.statement.span, None))
        offset += item.width
    return rows


def _value(operand: Operand, labels: Mapping[str, int], problems: list[Problem]) -> int:
    """The number of a data value. Labels count only in ways that don't depend on where the code lies."""
    value = number_of(operand)
    if value is not None:
        return value
    if isinstance(operand, Name):
        if operand.text in labels:
            problems.append(Problem(*_absolute(operand.text, operand.span)))
        else:
            problems.append(Problem(f"`{operand.text}` is neither a constant nor a label", operand.span))
        return 0
    if not isinstance(operand, Expression):
        return 0
    constants = resolver(operand.constants)

    def moved(name: str, shift: int) -> int | None:
        return labels[name] + shift if name in labels else constants(name)

    try:
        here = evaluate(operand.tree, partial(moved, shift=0))
        there = evaluate(operand.tree, partial(moved, shift=1 << 20))
    except UnknownName as error:
        problems.append(Problem(f"`{error.args[0]}` is neither a constant nor a label", operand.span))
        return 0
    except NotConstant as error:
        problems.append(Problem(f"`{operand.text}` {error.args[0]}", operand.span))
        return 0
    if here != there:
        problems.append(Problem(*_absolute(operand.text, operand.span)))
    return here


def _absolute(text: str, span: Span | None) -> tuple[str, Span | None, str]:
    return (
        f"`{text}` depends on where the code will lie",
        span,
        "use the difference of two labels, such as `(CASE - TABLE) // 2`",
    )
