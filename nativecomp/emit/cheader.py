"""The C header of an object file: prototypes of the compiled functions, so that firmware in C can call them."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from nativecomp.frontend import TypedFunction
from nativecomp.frontend.infer.program import c_identifier
from nativecomp.language.types import BOOL, NONE, OBJECT, BufferType, FloatType, IntType, PointerType, TupleType, Type

if TYPE_CHECKING:
    from nativecomp.compiler import Compilation

TITLE = "Compiled functions of"

_POINTERS = {0: "void *", 8: "uint8_t *", 16: "uint16_t *", 32: "uint32_t *"}

_RUNTIME = {
    "nc_raise": "NC_NORETURN void nc_raise(const struct nc_raise_site *site);",
    "nc_raise_value": "NC_NORETURN void nc_raise_value(const struct nc_raise_site *site, intptr_t value);",
    "nc_print_str": "void nc_print_str(const char *text, size_t size);",
    "nc_print_int": "void nc_print_int(intptr_t value);",
    "nc_print_uint": "void nc_print_uint(uintptr_t value);",
    "nc_print_int64": "void nc_print_int64(int64_t value);",
    "nc_print_uint64": "void nc_print_uint64(uint64_t value);",
    "nc_print_bool": "void nc_print_bool(int value);",
    "nc_print_float32": "void nc_print_float32(float value);",
    "nc_print_float64": "void nc_print_float64(double value);",
}
"""What compiled functions may call, by symbol: see runtime/include."""

_RAISE_SITE = """\
#ifndef NC_RAISE_SITE
#define NC_RAISE_SITE
#ifdef __cplusplus
#define NC_NORETURN [[noreturn]]
#else
#define NC_NORETURN _Noreturn
#endif
struct nc_raise_site {
    const char *exception; /* such as "IndexError" */
    const char *message;   /* NULL where there is none */
    const char *function;
    const char *file;
    uint32_t line;
};
#endif
"""

_RESERVED = frozenset(
    re.findall(
        r"\w+",
        """
    auto break case char const continue default do double else enum extern float for goto if inline int long register
    restrict return short signed sizeof static struct switch typedef union unsigned void volatile while
    asm bool catch class delete explicit false friend mutable namespace new operator private protected public template
    this throw true try typename using virtual wchar_t and or not xor
    int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t intptr_t uintptr_t size_t
    """,
    )
)
"""Words that cannot name a parameter in C or C++, or that this header uses itself."""


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


def _unused(name: str, taken: set[str]) -> str:
    """A parameter's name in C: with underscores after it where it is a word of C or another parameter's name."""
    name = c_identifier(name)
    while name in taken or name in _RESERVED:
        name += "_"
    taken.add(name)
    return name


def _parameters(function: TypedFunction, taken: set[str]) -> list[str]:
    parts = []
    for param in function.ir.params:
        name = _unused(param.name, taken)
        if function.source.emitter == "asm_thumb":
            parts.append(f"uintptr_t {name}")
        elif isinstance(param.type, BufferType):
            parts += [f"{c_type(param.type.element)}*{name}", f"intptr_t {_unused(f'{name}_length', taken)}"]
        else:
            parts.append(f"{c_type(param.type)}{name}")
    return parts


def _result_struct(function: TypedFunction) -> list[str]:
    if not isinstance(function.ir.result, TupleType):
        return []
    members = [f"    {c_type(item)}item{number};" for number, item in enumerate(function.ir.result.items)]
    return [f"struct {_c_name(function.ir.symbol)}_result {{", *members, "};"]


def _c_name(symbol: str) -> str:
    """How C calls a symbol: one that is no C name, as of the file `3d.py` or a version `f.device`, is changed."""
    name = c_identifier(symbol)
    return f"_{name}" if name[0].isdigit() else name


def _prototype(function: TypedFunction, symbol: str) -> str:
    ir = function.ir
    taken: set[str] = set()
    result, parameters = c_type(ir.result) if not isinstance(ir.result, TupleType) else "void ", []
    if isinstance(ir.result, TupleType):
        parameters = [f"struct {_c_name(ir.symbol)}_result *{_unused('result', taken)}"]
    parameters += _parameters(function, taken)
    name = _c_name(symbol)
    label = "" if name == symbol else f' __asm__("{symbol}")'
    return f"{result}{name}({', '.join(parameters) or 'void'}){label};"


def _runtime(undefined: Iterable[str]) -> list[str]:
    """What the firmware has to define for the functions to link."""
    needed = [prototype for symbol, prototype in _RUNTIME.items() if symbol in undefined]
    if not needed:
        return []
    site = [_RAISE_SITE] if any("site" in prototype for prototype in needed) else []
    note = "/* What the functions call where they raise or print. Firmware defines it; nc_raise* must not return. */"
    return [*site, note, *needed, ""]


def c_header(compilation: "Compilation") -> str:
    """The header's text. Nested functions, which need their enclosing function's variables, are not in it."""
    file = Path(compilation.source.name)
    guard = f"NATIVECOMP_{c_identifier(file.stem).upper()}_H"
    target = compilation.options.target.name
    lines = [f"/* {TITLE} {file.name} for {target}. */", f"#ifndef {guard}", f"#define {guard}", ""]
    lines += ["#include <stdbool.h>", "#include <stddef.h>", "#include <stdint.h>", ""]
    lines += ["#ifdef __cplusplus", 'extern "C" {', "#endif", ""]
    lines += _runtime(compilation.generated.undefined)
    for function in compilation.functions:
        if function.ir.captures or function.source.owner is not None:
            continue
        lines.append(f"/* {function.source.qualname}, line {function.source.node.lineno} */")
        lines += _result_struct(function)
        for symbol in compilation.generated.functions[function.ir.symbol]:
            if symbol.endswith(".device"):
                lines.append("/* The same where a pointer may be a device register. */")
            lines.append(_prototype(function, symbol))
        lines.append("")
    return "\n".join([*lines, "#ifdef __cplusplus", "}", "#endif", f"#endif /* {guard} */", ""])
