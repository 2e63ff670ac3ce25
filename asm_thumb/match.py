"""Which rows fit a statement; when none does, what is wrong with it."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from asm_thumb.cores import Core, Feature
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
        return Problem(_lacks(core, statement.mnemonic, rows[0].needs), statement.span)
    if not fitting:
        return _wrong_count(statement, rows)
    found: list[Form] = []
    failures: list[_Failure] = []
    for form in fitting:
        failure = _try(form, operands, core, place)
        if failure:
            failures.append(failure)
        else:
            found.append(form)
    if not found:
        return _explain(statement, failures, core)
    if found[0].label_slot() is None:
        return found[:1]
    return [form for form in found if form.label_slot() is not None]


def _try(form: Form, operands: Sequence[Operand], core: Core, place: Place) -> _Failure | None:
    score = 0.0
    for slot, (kind, operand) in enumerate(zip(form.kinds, operands, strict=True)):
        rejection = kind.reject(operand)
        if rejection:
            return _Failure(form, score + (0.5 if rejection.near else 0), slot, rejection)
        score += 1
    for rule in form.rules:
        reason = rule(operands)
        if reason:
            return _Failure(form, score + 0.25, None, Rejection(reason))
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
    if elsewhere and (not here or all(f.slot is not None and not f.rejection.near for f in _best(here))):
        form = elsewhere.form
        shape = f"{name}` with these operands" if here or _some_form(form, core) else f"{name}`"
        return Problem(f"{_title(core)} has no `{shape}; {_owners(form.needs)}", statement.span)
    top = _best(here or failures)
    chosen = top[-1]
    reason, hint, span = chosen.rejection.reason, chosen.rejection.hint, statement.span
    if chosen.slot is not None:
        operand = statement.operands[chosen.slot]
        span = operand.span or span
        titles = list(dict.fromkeys(f.form.kinds[f.slot].title for f in top if f.slot == chosen.slot))
        if len(titles) > 1 and not any(f.rejection.near for f in top):
            reason = f"expects {', '.join(titles[:-1])} or {titles[-1]}, not {describe(operand)}"
    if elsewhere:
        hint = hint or f"{elsewhere.form.needs.value} can do this"
    return Problem(f"`{name}` {reason}" if not reason[0].isdigit() else f"`{name}`: {reason}", span, hint)


def _best(failures: Sequence[_Failure]) -> list[_Failure]:
    best = max(failure.score for failure in failures)
    return [failure for failure in failures if failure.score == best]


def _some_form(form: Form, core: Core) -> bool:
    return any(core.has(other.needs) for other in forms().get(form.name, ()))


def _wrong_count(statement: Statement, rows: Sequence[Form]) -> Problem:
    counts = sorted({len(form.kinds) for form in rows})
    wanted = " or ".join(str(count) for count in counts) if counts != [0] else "no"
    noun = "operand" if counts == [1] else "operands"
    shapes = list(dict.fromkeys(form.shape() for form in rows))
    return Problem(
        f"`{statement.mnemonic}` takes {wanted} {noun}, not {len(statement.operands)}",
        statement.span,
        "forms: " + ", ".join(shapes[:4]) + (", ..." if len(shapes) > 4 else ""),
    )


def _title(core: Core) -> str:
    return core.title


def _owners(feature: Feature) -> str:
    return f"{feature.value} do"


def _lacks(core: Core, name: str, needs: Feature) -> str:
    return f"{_title(core)} has no `{name}`; {_owners(needs)}"


def unknown(name: str, span: Span | None) -> Problem:
    """The problem of a mnemonic that no core has, with the nearest names."""
    if name + "_" in forms():
        return Problem(f"unknown instruction `{name}`", span, f"write `{name}_`, since `{name}` is a word of Python")
    if name != name.lower():
        return Problem(f"unknown instruction `{name}`", span, "instructions are written in lower case")
    close = difflib.get_close_matches(name, [*forms(), *PSEUDO], 3, 0.6)
    hint = f"did you mean {' or '.join(f'`{word}`' for word in close)}?" if close else ""
    return Problem(f"unknown instruction `{name}`", span, hint)
