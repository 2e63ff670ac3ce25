"""Makes docs/reference.md of the tables that the program itself works by.

python -m tests.docs.reference          writes the page; a test says when it is old
"""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from nativecomp.cli.group import VERBS, command
from nativecomp.frontend.options import ALLOWED, OPTIONS
from nativecomp.ir import FunctionOptions
from nativecomp.ir.effects import Effect
from nativecomp.ir.ops import OPS
from nativecomp.language.types import FIXED_INTS, FLOAT32, FLOAT64, POINTERS, IntType
from nativecomp.targets import list_targets

PAGE = Path(__file__).parents[2] / "docs" / "reference.md"

HEAD = """\
# Reference

This page is made of the tables that the program works by (`python -m tests.docs.reference`). What the rows mean is
said in [the typed language](language.md), [the command line](cli.md) and [how it works](how-it-works.md). The
instructions of the assembler are in [every instruction](asm_thumb.md#every-instruction), made of its table likewise.
"""

OPERATIONS = """\
Operations of the compiler's own representation, which `f.ir()` and `nativecomp build --emit ir` print. An operand is an
`int`, `bool`, `float`, `number` (one of these), `pointer`, `scalar` (number or pointer), `buffer`, `tuple`, `object`,
`cell` or `any`; `=` asks for the type of the first operand, `*` takes any number. A result is of a kind, of the first
operand's type (`same`), or as the operation says (`given`).
"""


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table of Markdown."""
    names = list(heads)
    cells = [[str(cell).replace("|", "\\|") for cell in row] for row in rows]
    lines = [names, ["---"] * len(names), *cells]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def code(text: object) -> str:
    return f"`{text}`" if str(text) else ""


def types() -> str:
    word = [IntType("int", 32, True), IntType("uint", 32, False)]
    rows: list[list[object]] = [
        [code(one.name), f"{one.bits} bits" + ", 64 on x86-64" * (one in word), f"{one.minimum} to {one.maximum}"]
        for one in (*word, *FIXED_INTS.values())
    ]
    rows += [[code(one.name), f"{one.bits} bits", "IEEE 754"] for one in (FLOAT32, FLOAT64)]
    rows.append([code("float"), "the board's: 32 bits, or 64", "IEEE 754"])
    rows.append([code("bool"), "", "`False`, `True`"])
    rows += [
        [code(one.name), "an address", f"elements of {one.element_bits} bits" if one.element_bits else "no elements"]
        for one in POINTERS.values()
    ]
    rows.append([code("uint8[:]"), "an address and a length", "elements of each integer and float type"])
    rows.append([code("object"), "a Python object", ""])
    return table(["type", "holds", "values"], rows)


def options() -> str:
    """The options, in the order of their table."""
    plain = FunctionOptions()
    rows = []
    for name in OPTIONS:
        values = ", ".join(code(repr(one)) for one in ALLOWED[name]) if name in ALLOWED else "a name or a number"
        default = getattr(plain, name, None)
        rows.append(
            [code(name), values, "the file's" if name == "opt" else code(repr(default)) if name in ALLOWED else ""]
        )
    return table(["option", "values", "default"], rows)


def targets() -> str:
    rows = []
    for one in list_targets():
        board = one.board
        rows.append([
            code(one.name), one.kind, one.core, one.fpu, one.float_bits, code(one.mpy or ""),
            f"{board.flash_size >> 10} KiB" if board else "", f"{board.ram_size >> 10} KiB" if board else "",
            one.description,
        ])  # fmt: skip
    heads = ["target", "kind", "core", "FPU", "`float`", ".mpy architecture", "flash", "RAM", ""]
    return table(heads, rows)


def verbs() -> str:
    """Each verb with its arguments and options."""
    context = click.Context(command)
    parts = []
    for name in VERBS:
        verb = command.get_command(context, name)
        assert verb is not None
        rows = []
        for param in verb.params:
            if isinstance(param, click.Option) and not param.hidden:
                kind = "" if param.is_flag else " " + param.make_metavar(click.Context(verb))
                names = ", ".join([*param.opts, *param.secondary_opts])
                rows.append([code(names + kind), param.help or ""])
        usage = " ".join(["nativecomp", name, *verb.collect_usage_pieces(click.Context(verb))])
        summary = (verb.help or "").replace("\b", "").strip().partition("\n\n")[0].replace("\n", " ")
        parts.append(f"### `{name}`\n\n{summary}\n\n    {usage}\n\n{table(['option', ''], rows) if rows else ''}")
    return "\n".join(parts)


def _effects(effects: Effect) -> str:
    return ", ".join(one.name.lower().replace("_", " ") for one in Effect if one in effects and one.name)


def operations() -> str:
    rows = [
        [
            code(one.name), code(" ".join(one.operands)), code(one.result if one.result != "none" else ""),
            code(" ".join(one.attributes)), _effects(one.effects),
        ]
        for one in OPS.values()
    ]  # fmt: skip
    return table(["operation", "operands", "result", "attributes", "effects"], rows)


def page() -> str:
    """The text of the page."""
    sections = [
        ("Types", types()), ("Options of decorators", options()), ("Targets", targets()), ("Verbs", verbs()),
        ("Operations", OPERATIONS + "\n" + operations()),
    ]  # fmt: skip
    return HEAD + "".join(f"\n## {title}\n\n{text}" for title, text in sections)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.exit(0)
