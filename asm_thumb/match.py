"""Which rows fit a statement; when none does, what is wrong with it."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from asm_thumb.cores import Core
from asm_thumb.errors import Problem, Span
from asm_thumb.form import Form, InIt
from asm_thumb.kinds.base import Rejection
from asm_thumb.operands import Operand, Statement, describe
from asm_thumb.table import PSEUDO, forms


@dataclass(frozen=True, slots=True)
class Place:
    """Where an instruction stands: the condition of its IT slot ("" outside a block), and whether it's the last."""

    condition: str = ""
    last: bool = True


@dataclass(frozen=True, slots=True)
class _Failure:
    form: Form
    score: float
    slot: int | None
    rejection: Rejection


def choose(statement: Statement, rows: Sequence[Form], core: Core, place: Place) -> list[Form] | Problem:
    """The rows that fit, best first: the first, and after it only rows that a distant label may need."""
    operands = statement.operands
    fitting = [form for form in rows if len(form.kinds) == len(operands)]
    if not any(core.has(form.needs) for form in rows):
        return Problem(f"{core.title} has no `{statement.mnemonic}`; {rows[0].needs.value} do", statement.span)
    if not fitting:
        return _wrong_count(statement, rows)
    found: list[Form] = []
    failures: list[_Failure] = []
    for form in fitting:
        failure = _try(form, operands, core, place)
        if failure:
            failures.append(failure)
            continue
        found.append(form)
        if form.label_slot() is None:
            break
    return found or _explain(statement, failures, core)


def _try(form: Form, operands: Sequence[Operand], core: Core, place: Place) -> _Failure | None:
    score = 0.0
    for slot, (kind, operand) in enumerate(zip(form.kinds, operands, strict=True)):
        rejection = kind.reject(operand)
        if rejection:
            return _Failure(form, score + rejection.near, slot, rejection)
        score += 1
    for rule in form.rules:
        reason = rule(operands)
        if reason:
            return _Failure(form, score - 0.45, None, Rejection(reason))  # below a number out of range
    if not core.has(form.needs):
        return _Failure(form, score + 0.5, None, Rejection("", hint="feature"))
    if place.condition and form.in_it is InIt.NO:
        return _Failure(form, score + 1, None, Rejection("can't stand in an IT block"))
    if place.condition and not place.last and form.branches(operands):
        return _Failure(form, score + 1, None, Rejection("a branch can only be the last instruction of an IT block"))
    return None


def _explain(statement: Statement, failures: Sequence[_Failure], core: Core) -> Problem:
    name = statement.mnemonic
    here = [failure for failure in failures if core.has(failure.form.needs)]
    elsewhere = next((f for f in failures if f.rejection.hint == "feature"), None)
    if elsewhere:
        here = [failure for failure in here if failure.slot is None or failure.rejection.near]
        if not here:
            form = elsewhere.form
            shape = f"{name}` with these operands" if _some_form(form, core) else f"{name}`"
            return Problem(f"{core.title} has no `{shape}; {form.needs.value} do", statement.span)
    top = _best(here or failures)
    chosen = next((failure for failure in top if failure.rejection.hint), max(reversed(top), key=_room))
    reason, hint, span = chosen.rejection.reason, chosen.rejection.hint, statement.span
    if chosen.slot is not None:
        span = statement.operands[chosen.slot].span or span
        if not hint and not any(failure.rejection.near for failure in top):
            reason = _wanted(statement.operands[chosen.slot], [f for f in top if f.slot == chosen.slot])
    if elsewhere:
        hint = hint or f"{elsewhere.form.needs.value} can do this"
    return Problem(f"`{name}`: {reason}", span, hint)


def _room(failure: _Failure) -> int:
    """How many numbers the slot takes: of several ranges, the message should name the largest."""
    kind = failure.form.kinds[failure.slot] if failure.slot is not None else None
    return int(getattr(kind, "high", 0)) - int(getattr(kind, "low", 0))


def _wanted(operand: Operand, failures: Sequence[_Failure]) -> str:
    """What the rows expect where they found an operand of another sort."""
    unknown_name = next((f.rejection.reason for f in failures if "neither a constant" in f.rejection.reason), None)
    if unknown_name:
        return unknown_name
    titles = list(dict.fromkeys(f.form.kinds[f.slot].title for f in failures if f.slot is not None))
    if len(titles) == 1:
        return f"expects {titles[0]}, not {describe(operand)}"
    return f"expects {', '.join(titles[:-1])} or {titles[-1]}, not {describe(operand)}"


def _best(failures: Sequence[_Failure]) -> list[_Failure]:
    best = max(failure.score for failure in failures)
    return [failure for failure in failures if failure.score == best]


def _some_form(form: Form, core: Core) -> bool:
    return any(core.has(other.needs) for other in forms().get(form.name, ()))


def _wrong_count(statement: Statement, rows: Sequence[Form]) -> Problem:
    counts = sorted({len(form.kinds) for form in rows})
    wanted = ", ".join(str(count) for count in counts[:-1]) + (" or " if len(counts) > 1 else "") + str(counts[-1])
    wanted = "no" if counts == [0] else wanted
    noun = "operand" if counts == [1] else "operands"
    shapes = list(dict.fromkeys(form.shape() for form in rows))
    return Problem(
        f"`{statement.mnemonic}` takes {wanted} {noun}, not {len(statement.operands)}",
        statement.span,
        "forms: " + ", ".join(shapes[:4]) + (", ..." if len(shapes) > 4 else ""),
    )


def unknown(name: str, span: Span | None) -> Problem:
    """The problem of a mnemonic that no core has, with the nearest names."""
    if name + "_" in forms():
        return Problem(f"unknown instruction `{name}`", span, f"write `{name}_`, since `{name}` is a word of Python")
    if name != name.lower():
        return Problem(f"unknown instruction `{name}`", span, "instructions are written in lower case")
    close = difflib.get_close_matches(name, [*forms(), *PSEUDO], 3, 0.6)
    hint = f"did you mean {' or '.join(f'`{word}`' for word in close)}?" if close else ""
    return Problem(f"unknown instruction `{name}`", span, hint)
