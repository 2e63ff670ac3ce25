"""The direct ABI: `nc_raise(const struct nc_raise_site *site)` and functions that print, in C (see runtime/include)."""

from typing import TYPE_CHECKING

from nativecomp.codegen.layout import Layout
from nativecomp.codegen.sites import RaiseSite
from nativecomp.codegen.text import ModuleText

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering

# Memory as it is when an exception leaves must be right, so a raise reads it; what it writes is not the program's.
_RAISE_ATTRIBUTES = "cold noreturn nounwind nocallback memory(read, inaccessiblemem: readwrite)"
_PRINT_ATTRIBUTES = "nounwind nocallback"


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
