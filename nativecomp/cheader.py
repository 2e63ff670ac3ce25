"""The C header of an object file: prototypes of the compiled functions, so that firmware in C can call them."""

import re
from pathlib import Path

from nativecomp.compiler import Compilation
from nativecomp.frontend import TypedFunction
from nativecomp.frontend.program import c_identifier
from nativecomp.ir import Local
from nativecomp.types import BOOL, NONE, OBJECT, BufferType, FloatType, IntType, PointerType, TupleType, Type

_POINTERS = {0: "void *", 8: "uint8_t *", 16: "uint16_t *", 32: "uint32_t *"}

_RAISE = """\
/* Where a function raises. Firmware defines these two; they must not return. */
struct nc_raise_site {
    const char *exception; /* such as "IndexError" */
    const char *message;   /* NULL where there is none */
    const char *function;
    const char *file;
    uint32_t line;
};
_Noreturn void nc_raise(const struct nc_raise_site *site);
_Noreturn void nc_raise_value(const struct nc_raise_site *site, intptr_t value);
"""


def c_type(type_: Type) -> str:
    """The C type of a parameter, a result or a struct member; it ends with a space or a star."""
    if type_ == NONE:
        return "void "
    if type_ == BOOL:
        return "bool "
    if isinstance(type_, IntType):
        words = {"int": "intptr_t ", "uint": "uintptr_t "}
        return words.get(type_.name, f"{type_.name}_t ")
    if isinstance(type_, FloatType):
        return "float " if type_.bits == 32 else "double "
    if isinstance(type_, PointerType):
        return _POINTERS[type_.element_bits]
    assert type_ == OBJECT
    return "uintptr_t "


def _parameters(params: list[Local]) -> list[str]:
    parts = []
    for param in params:
        name = c_identifier(param.name)
        if isinstance(param.type, BufferType):
            parts += [f"{c_type(param.type.element)}*{name}", f"intptr_t {name}_length"]
        else:
            parts.append(f"{c_type(param.type)}{name}")
    return parts


def _prototype(function: TypedFunction, symbol: str) -> list[str]:
    ir = function.ir
    parameters = _parameters(ir.params)
    lines = []
    result = c_type(ir.result) if not isinstance(ir.result, TupleType) else "void "
    if isinstance(ir.result, TupleType):
        members = [f"    {c_type(item)}item{number};" for number, item in enumerate(ir.result.items)]
        lines = [f"struct {symbol}_result {{", *members, "};"]
        parameters.insert(0, f"struct {symbol}_result *result")
    return [*lines, f"{result}{symbol}({', '.join(parameters) or 'void'});"]


def c_header(compilation: Compilation) -> str:
    """The header's text. Nested functions, which need their enclosing function's variables, are not in it."""
    stem = c_identifier(Path(compilation.source.name).stem)
    guard = re.sub(r"\W", "_", f"{stem}_H".upper())
    target = compilation.target
    lines = [f"/* Compiled functions of {Path(compilation.source.name).name} for {target.name}. */"]
    lines += [f"#ifndef {guard}", f"#define {guard}", "", "#include <stdbool.h>", "#include <stdint.h>", ""]
    if any(name.startswith("nc_raise") for name in compilation.generated.undefined):
        lines += [_RAISE]
    for function in compilation.functions:
        if function.ir.captures or function.source.owner is not None:
            continue
        lines.append(f"/* {function.source.qualname}, line {function.source.node.lineno} */")
        for symbol in compilation.generated.functions[function.ir.symbol]:
            if symbol.endswith(".device"):
                name = symbol.replace(".", "_")
                lines.append("/* The same where a pointer may be a device register. */")
                *_, prototype = _prototype(function, name)
                lines.append(prototype.replace(");", f') __asm__("{symbol}");'))
            else:
                lines += _prototype(function, symbol)
        lines.append("")
    return "\n".join([*lines, f"#endif /* {guard} */", ""])
