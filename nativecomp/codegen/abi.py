"""The one door from generated code to the world around it: raising and printing.

Code in the direct ABI calls C: `nc_raise(const struct nc_raise_site *site)` (see runtime/include) and functions that
print. Code in the table ABI calls MicroPython's function table (codegen/table.py).
"""

from typing import TYPE_CHECKING, Protocol

from nativecomp.codegen.collector import collector
from nativecomp.codegen.layout import Layout
from nativecomp.codegen.sites import RaiseSite
from nativecomp.codegen.table import ListTables, TableAbi, Tables
from nativecomp.codegen.text import ModuleText

if TYPE_CHECKING:
    from nativecomp.codegen.lower import FunctionLowering

# Memory as it is when an exception leaves must be right, so a raise reads it; what it writes is not the program's.
_RAISE_ATTRIBUTES = "cold noreturn nounwind nocallback memory(read, inaccessiblemem: readwrite)"
_PRINT_ATTRIBUTES = "nounwind nocallback"


class Abi(Protocol):
    """What the families of operations ask for."""

    context: bool
    """Whether functions take the context, a pointer, as a hidden parameter `%ctx`."""

    def emit_raise(self, lowering: "FunctionLowering", site: RaiseSite, value: str | None) -> None:
        """Raise, and end the block. `value` is the exception's argument as a word."""

    def emit_print(self, lowering: "FunctionLowering", function: str, arguments: list[tuple[str, str]]) -> None:
        """Call one of the printing functions `nc_print_*` with these arguments, each a type and a value."""


class DirectAbi:
    """Calls of the C runtime. A site is a constant `struct nc_raise_site`."""

    context = False

    def __init__(self, text: ModuleText, layout: Layout) -> None:
        self.text = text
        self.layout = layout

    def _site(self, site: RaiseSite) -> str:
        message = "null" if site.message is None else self.text.string(site.message.encode())
        names = [self.text.string(s.encode()) for s in (site.exception, site.function, site.file)]
        fields = f"ptr {names[0]}, ptr {message}, ptr {names[1]}, ptr {names[2]}, i32 {site.line}"
        return self.text.constant(f"{{ ptr, ptr, ptr, ptr, i32 }} {{ {fields} }}", self.layout.target.word_bits // 8)

    def emit_raise(self, lowering: "FunctionLowering", site: RaiseSite, value: str | None) -> None:
        word = self.layout.word
        attributes = self.text.attributes(_RAISE_ATTRIBUTES)
        operand = f"ptr {self._site(site)}"
        if value is None:
            name = self.text.declare("nc_raise", f"void {{}}(ptr) {attributes}")
            lowering.body.line(f"call void {name}({operand}) {attributes}")
        else:
            name = self.text.declare("nc_raise_value", f"void {{}}(ptr, {word}) {attributes}")
            lowering.body.line(f"call void {name}({operand}, {word} {value}) {attributes}")
        lowering.body.line("unreachable")

    def emit_print(self, lowering: "FunctionLowering", function: str, arguments: list[tuple[str, str]]) -> None:
        attributes = self.text.attributes(_PRINT_ATTRIBUTES)
        types = ", ".join(type_ for type_, _ in arguments)
        name = self.text.declare(function, f"void {{}}({types}) {attributes}")
        given = ", ".join(f"{type_} {value}" for type_, value in arguments)
        lowering.body.line(f"call void {name}({given}) {attributes}")


HOST_SYMBOLS = frozenset(
    ["nc_raise", "nc_raise_value", "nc_print_str", "nc_print_bool", "nc_print_float32", "nc_print_float64"]
    + [f"nc_print_{kind}{bits}" for kind in ("int", "uint") for bits in ("", "64")]
)
"""What generated code may call that is not part of it."""


def make_abi(
    name: str, text: ModuleText, layout: Layout, tables: Tables | None = None, *, guarded: bool = False,
    collect: bool = False,
) -> Abi:  # fmt: skip
    """The ABI of that name; `tables` are those of the file that code in the table ABI goes into.

    Code in the table ABI is `guarded` where it needs float registers that a raise does not restore; for tests it may
    `collect` garbage before each call of the function table (codegen/collector.py).
    """
    if name == "table":
        collecting = collector if collect else None
        return TableAbi(text, layout, tables or ListTables(), guarded=guarded, collect=collecting)
    return DirectAbi(text, layout)
