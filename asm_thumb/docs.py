"""The instruction tables of the documentation, made from the table; `python -m asm_thumb.docs` rewrites the page."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from asm_thumb.conditions import CODES
from asm_thumb.cores import CORES, Feature
from asm_thumb.form import Form, InIt
from asm_thumb.kinds.base import Kind
from asm_thumb.kinds.names import WordKind
from asm_thumb.table import FAMILIES
from asm_thumb.timing import cycles

BEGIN, END = "<!-- begin generated -->", "<!-- end generated -->"
PAGE = Path(__file__).resolve().parent.parent / "docs" / "asm_thumb.md"
_TIMED = ("cortex-m0", "cortex-m0plus", "cortex-m3", "cortex-m4f")
_CORES = {
    Feature.BASE: "all",
    Feature.MID: "M3 and newer, M23",
    Feature.WIDE: "M3 and newer",
    Feature.DSP: "DSP",
    Feature.FP: "FPU",
    Feature.DOUBLE: "double FPU",
    Feature.FP5: "FPv5",
    Feature.FP5_DOUBLE: "double FPv5",
    Feature.V8: "Armv8-M",
    Feature.V8_MAIN: "Armv8-M mainline",
    Feature.COPROCESSOR: "coprocessors",
}


def tables() -> str:
    """All families as Markdown tables, and the meaning of the columns' short names."""
    parts = ["### Who has what", "", *_features(), ""]
    for title, module in FAMILIES.items():
        parts += [f"### {title}", "", *_table(module.rows()), ""]
    return "\n".join(parts)


def _features() -> Iterator[str]:
    yield "| group | cores |"
    yield "|---|---|"
    for feature, short in _CORES.items():
        yield f"| {short} | {', '.join(core.name for core in CORES.values() if core.has(feature))} |"


def _table(rows: Iterable[Form]) -> Iterator[str]:
    yield "| call | Arm | bytes | flags | IT block | cores | cycles M0, M0+, M3, M4 |"
    yield "|---|---|---|---|---|---|---|"
    merged: dict[tuple[str, ...], list[str]] = {}
    for form in rows:
        shown = _shown(form)
        if shown is None:
            continue
        names = merged.setdefault(shown[1:], [])
        if shown[0] not in names:
            names.append(shown[0])
    for (operands, *rest), names in merged.items():
        calls = ", ".join(f"`{name}{operands}`" for name in names)
        yield f"| {calls} | {' | '.join(rest)} |"


def _shown(form: Form) -> tuple[str, ...] | None:
    """The name and the columns of a row; None for rows that another one stands for."""
    name, ual = form.name, form.ual
    if form.timing == "condition" and name[1:3] in (*CODES, "hs", "lo"):
        if name[1:3] != "eq":
            return None
        name, ual = name.replace("eq", "<cond>"), ual.replace("eq", "<cond>")
    if form.timing == "it":
        if name != "it":
            return None
        name, ual = "it<t|e>...", "it<t|e>..."
    counts = [cycles(form, CORES[core]) if CORES[core].has(form.needs) else None for core in _TIMED]
    timing = ", ".join(count or "-" for count in counts) if any(counts) else ""
    flags = ("yes, not in IT" if form.quiet else "yes") if form.sets_flags else ""
    place = {InIt.YES: "yes", InIt.LAST: "last", InIt.NO: "no"}[form.in_it]
    operands = f"({', '.join(_operand(kind) for kind in form.kinds)})"
    return name, operands, f"`{ual}`", str(form.width), flags, place, _CORES[form.needs], timing


def _operand(kind: Kind) -> str:
    if isinstance(kind, WordKind):
        if 1 < len(kind.words) < 12:
            return " / ".join(kind.samples)
        return kind.samples[0] if len(kind.words) == 1 else kind.label
    return kind.label.replace("|", "/")


def page(text: str) -> str:
    """The page `text` with its generated part made anew; raises `ValueError` when it has no such part."""
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the page has no lines {BEGIN} and {END}")
    return f"{head}{BEGIN}\n\n{tables()}\n{END}{tail}"


def main(arguments: list[str]) -> None:
    """Rewrite the generated part of the page, or of the one whose path is given."""
    target = Path(arguments[0]) if arguments else PAGE
    target.write_text(page(target.read_text()))


if __name__ == "__main__":
    main(sys.argv[1:])
