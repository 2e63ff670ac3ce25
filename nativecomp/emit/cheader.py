"""The C header of object files: prototypes of the compiled functions, so that firmware in C can call them.

    /* fir(samples: int16[:], gain: int = 4) -> int, line 12 of dsp.py

       One step of the filter.
       Default: gain = 4. */
    intptr_t dsp_fir(const int16_t *samples, intptr_t samples_length, intptr_t gain);

A pointer is to `const` where the function only reads through it (analysis/reads.py).
"""

import ast
import inspect
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nativecomp.analysis.reads import read_only_parameters
from nativecomp.frontend import TypedFunction
from nativecomp.frontend.infer.program import c_identifier
from nativecomp.ir import Local
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


@dataclass(frozen=True)
class Naming:
    """How C calls things.

    Attributes:
        guard: the macro that keeps a header from being read twice; empty: one of the file's name.
        prefix: what stands before the names of functions instead of the module's name; None: that.
    """

    guard: str = ""
    prefix: str | None = None


PLAIN = Naming()


def _parameters(function: TypedFunction, taken: set[str], read_only: set[Local]) -> list[str]:
    parts = []
    for param in function.ir.params:
        name = _unused(param.name, taken)
        const = "const " if param in read_only else ""
        if function.source.emitter == "asm_thumb":
            parts.append(f"uintptr_t {name}")
        elif isinstance(param.type, BufferType):
            length = _unused(f"{name}_length", taken)
            parts += [f"{const}{c_type(param.type.element)}*{name}", f"intptr_t {length}"]
        else:
            parts.append(f"{const}{c_type(param.type)}{name}")
    return parts


def _result_struct(function: TypedFunction, naming: Naming) -> list[str]:
    if not isinstance(function.ir.result, TupleType):
        return []
    members = [f"    {c_type(item)}item{number};" for number, item in enumerate(function.ir.result.items)]
    return [f"struct {_c_name(function, function.ir.symbol, naming)}_result {{", *members, "};"]


def _c_name(function: TypedFunction, symbol: str, naming: Naming) -> str:
    """How C calls a symbol: one that is no C name, as of the file `3d.py` or a version `f.device`, is changed."""
    if naming.prefix is not None:
        symbol = naming.prefix + function.source.qualname + symbol.removeprefix(function.ir.symbol)
    name = c_identifier(symbol)
    return f"_{name}" if name[0].isdigit() else name


def _prototype(function: TypedFunction, symbol: str, read_only: set[Local], naming: Naming) -> str:
    ir = function.ir
    taken: set[str] = set()
    result, parameters = c_type(ir.result) if not isinstance(ir.result, TupleType) else "void ", []
    if isinstance(ir.result, TupleType):
        struct = _c_name(function, ir.symbol, naming)
        parameters = [f"struct {struct}_result *{_unused('result', taken)}"]
    parameters += _parameters(function, taken, read_only)
    name = _c_name(function, symbol, naming)
    label = "" if name == symbol else f' __asm__("{symbol}")'
    return f"{result}{name}({', '.join(parameters) or 'void'}){label};"


def _comment(function: TypedFunction, file: str) -> list[str]:
    """What the text says of a function: its head, its docstring, and the values that C has to pass itself."""
    node = function.source.node
    head = ast.unparse(node.args)
    result = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    lines = [f"{function.source.qualname}({head}){result}, line {node.lineno} of {file}"]
    docstring = ast.get_docstring(node, clean=False)
    if docstring:
        lines += ["", *inspect.cleandoc(docstring).splitlines()]
    values = [f"{name} = {value!r}" for name, value in function.defaults.items()]
    if values:
        lines += [f"Default{'s' * (len(values) > 1)}: {', '.join(values)}."]
    first, *others = [line.replace("*/", "* /").replace("/*", "/ *") for line in lines]
    return _block(first, others)


def _block(first: str, others: list[str]) -> list[str]:
    texts = [f"/* {first}", *(f"   {line}".rstrip() for line in others)]
    return [*texts[:-1], f"{texts[-1]} */"]


def _runtime(undefined: Iterable[str]) -> list[str]:
    """What the firmware has to define for the functions to link."""
    needed = [prototype for symbol, prototype in _RUNTIME.items() if symbol in undefined]
    if not needed:
        return []
    site = [_RAISE_SITE] if any("site" in prototype for prototype in needed) else []
    note = "/* What the functions call where they raise or print. Firmware defines it; nc_raise* must not return. */"
    return [*site, note, *needed, ""]


def c_header(compilations: "Sequence[Compilation]", name: str = "", naming: Naming = PLAIN) -> str:
    """The text of a header for the objects of files; `name` is that of the header.

    Nested functions, which need their enclosing function's variables, are not in it.
    """
    files = [Path(one.source.name) for one in compilations]
    guard = naming.guard or f"NATIVECOMP_{c_identifier(Path(name or files[0]).stem).upper()}_H"
    target = compilations[0].options.target.name
    title = f"{TITLE} {', '.join(file.name for file in files)} for {target}."
    lines = [f"/* {title} */", f"#ifndef {guard}", f"#define {guard}", ""]
    lines += ["#include <stdbool.h>", "#include <stddef.h>", "#include <stdint.h>", ""]
    lines += ["#ifdef __cplusplus", 'extern "C" {', "#endif", ""]
    lines += _runtime({symbol for one in compilations for symbol in one.generated.undefined})
    for compilation in compilations:
        lines += _functions(compilation, naming)
    return "\n".join([*lines, "#ifdef __cplusplus", "}", "#endif", f"#endif /* {guard} */", ""])


def _functions(compilation: "Compilation", naming: Naming) -> list[str]:
    read_only, file = read_only_parameters(compilation.module), Path(compilation.source.name).name
    lines = []
    for function in compilation.functions:
        if function.ir.captures or function.source.owner is not None:
            continue
        lines += _comment(function, file)
        lines += _result_struct(function, naming)
        for symbol in compilation.generated.functions[function.ir.symbol]:
            if symbol.endswith(".device"):
                lines.append("/* The same where a pointer may be a device register. */")
            lines.append(_prototype(function, symbol, read_only, naming))
        lines.append("")
    return lines
