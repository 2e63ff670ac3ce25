"""A function's source lines beside the machine code that they became."""

from collections.abc import Callable, Mapping

from nativecomp.compiler import Compilation
from nativecomp.elf.disassembly import Row, function_rows
from nativecomp.elf.objectfile import ObjectFile
from nativecomp.emit.assembled import Assembled
from nativecomp.frontend import TypedFunction


def list_function(
    compilation: Compilation,
    function: TypedFunction,
    counts: Mapping[int, int] | None = None,
    address_of: Callable[[str], int] | None = None,
) -> str:
    """The listing of all versions of a function.

    `counts` says how often the instruction at an address of the emulator ran; `address_of` where a symbol lies there.
    """
    file = ObjectFile(compilation.generated.object)
    parts = []
    for symbol_name in compilation.symbols_of(function):
        symbol = file.functions.get(symbol_name)
        if symbol is not None:
            base = address_of(symbol_name) if counts and address_of else 0
            title = function.source.qualname + (" (device version)" if symbol_name.endswith(".device") else "")
            assembled = compilation.assembled.get(symbol_name)
            rows = _assembled_rows(assembled) if assembled else list(function_rows(file, symbol))
            parts.append(_format(compilation, title, rows, counts or {}, base))
    return "\n".join(parts)


def _assembled_rows(assembled: Assembled) -> list[Row]:
    """The rows of an assembler function, with the cycles that are published for the core."""
    rows = []
    for row in assembled.rows:
        line = row.span.line if row.span else None
        text = f"{row.text:<32} @ {row.cycles} cycle{'s' * (row.cycles != '1')}" if row.cycles else row.text
        rows.append(Row(row.offset, row.code, text, line))
    return rows


def _format(compilation: Compilation, title: str, rows: list[Row], counts: Mapping[int, int], base: int) -> str:
    target = compilation.options.target.name
    size = sum(len(row.code) for row in rows)
    instructions = sum(bool(row.code) and not row.text.startswith(".") for row in rows)
    out = [f"{title}: {instructions} instructions, {size} bytes, {target}, opt={compilation.options.opt}"]
    line: int | None = None
    for row in rows:
        if row.line is not None and row.line != line:
            line = row.line
            out.append(f"{line:6} | {compilation.source.line(line)}")
        ran = f"{counts.get(base + row.offset, 0):>10,}  " if counts else ""
        halves = " ".join(row.code[i : i + 2][::-1].hex() for i in range(0, len(row.code), 2))
        out.append(f"         {ran}{row.offset:04x}  {halves:<10} {row.text}")
    return "\n".join(out) + "\n"
