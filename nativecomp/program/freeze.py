"""Write modules' code, constants and names as C: all of it constants, so that it stays in flash and runs there.

    x = 3.5                     static const struct nc_float_object o2 = {&nc_type_float, 0x1.cp+1f};
                                static const nc_value c0[] = {(nc_value)&o2};
                                static const uint8_t b3[] = {0x08, 0x02, ...};
                                static const struct nc_code k4 = {.kind = NC_CODE_BYTECODE, .data = b3, .size = 17};

Every table gets a number of its own, in the order of writing: what a table refers to was written before it. A host
program runs nothing that lies among constants, so there machine code is written as assembly, into the program's text.
"""

import itertools
import math
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from nativecomp.mpy import FUN_TABLE, Constant, Kind, MpyFile, Number, RawCode
from nativecomp.mpy.container import UNDECODABLE
from nativecomp.mpy.prelude import read_signature
from nativecomp.program.names import Names, hash_bytes, name_table
from nativecomp.targets import Target

_TYPES = {
    Kind.BYTECODE: ("function", "generator_function"),
    Kind.NATIVE: ("native_function", "native_generator_function"),
    Kind.VIPER: ("viper_function",),
    Kind.ASM: ("asm_function",),
}
"""The types of the functions of a code: of one that is no generator, and of one that is."""

_SINGLES = {None: "NC_NONE", False: "NC_FALSE", True: "NC_TRUE"}
_ALIGNED = " __attribute__((aligned(16)))"
"""Of machine code: what it loads from behind its instructions lies as it does in a file's."""
_TEXTS_MAX = 0xFFFF  # bytes of a program's names: 16 bits hold where one begins


class FreezeError(Exception):
    """A program is too large for the tables; the message says in which way."""


@dataclass(frozen=True)
class Frozen:
    """A module to be frozen, by its complete name."""

    name: str
    package: bool
    mpy: MpyFile


@dataclass
class _Writer:
    target: Target
    names: Names = field(default_factory=Names)
    lines: list[str] = field(default_factory=list)
    _count: "itertools.count[int]" = field(default_factory=itertools.count)
    _known: dict[str, str] = field(default_factory=dict)

    def table(self, kind: str, head: str, body: str) -> str:
        """Write a constant `static const HEAD = {BODY};`, in which `@` is its name; the same one only once."""
        name = self._known.get(head + body)
        if name is None:
            name = self._known[head + body] = f"{kind}{next(self._count)}"
            text = f"static const {head.replace('@', name)} = {{{body}}};"
            self.lines += textwrap.wrap(text, 110, subsequent_indent="    ", break_long_words=False)
        return name

    def numbers(self, kind: str, type_: str, values: Iterable[object]) -> str:
        return self.table(kind, f"{type_} @[]", ", ".join(map(str, values)) or "0")

    def machine_code(self, data: bytes) -> str:
        """Write what runs where it lies."""
        if self.target.kind != "host":
            return self.numbers("b", f"uint8_t{_ALIGNED}", data)
        name = f"b{next(self._count)}"
        rows = [data[i : i + 24] for i in range(0, len(data), 24)]
        lines = [f"{name}:", *(f".byte {','.join(map(str, row))}" for row in rows), ".previous"]
        quoted = ['.section .text.code,\\"ax\\",@progbits', ".balign 16", *lines]
        self.lines += ["__asm__(", *(f'    "{line}\\n"' for line in quoted), ");", f"extern const uint8_t {name}[];"]
        return name


def freeze(
    modules: Sequence[Frozen], builtin: Iterable[str], label: str, target: Target, *, loads: bool = False
) -> str:
    """The C source that defines `nc_program` for these modules; `builtin` are the built-in ones that it can import.

    `loads` says whether it also imports from files.

    Raises:
        FreezeError: there are too many names.
    """
    writer = _Writer(target)
    rows = [_module(writer, module) for module in modules]
    listed = sorted(builtin)
    frozen = writer.table("m", "struct nc_frozen_module @[]", ", ".join(rows))
    entries = ", ".join(f"{{NC_N_{name}, &nc_module_{name}}}" for name in listed)
    linked = writer.table("u", "struct nc_builtin_module @[]", entries)
    own = _names(writer)
    head = [f"// {label}: names, constants and code, by nativecomp.", '#include "nativecomp/program.h"']
    head += ['#include "nativecomp/loader.h"', '#include "nativecomp/table.h"']
    head += [f"extern const struct nc_module nc_module_{name};" for name in listed]
    loader = ", .find = nc_find_in_image, .execute = nc_execute_file" if loads else ""
    body = (
        f"const struct nc_program nc_program = {{.names = {own}, .modules = {linked}, .module_count = {len(listed)}, "
        f".frozen = {frozen}, .frozen_count = {len(rows)}{loader}}};"
    )
    return "\n".join([*head, *writer.lines, *textwrap.wrap(body, 110, subsequent_indent="    ")]) + "\n"


def _module(writer: _Writer, module: Frozen) -> str:
    numbers = [writer.names.number(text.encode(errors=UNDECODABLE)) for text in module.mpy.qstrs]
    names = writer.numbers("n", "uint16_t", numbers)
    constants = writer.numbers("c", "nc_value", [_constant(writer, one) for one in module.mpy.objects])
    code = _code(writer, module.mpy.root)
    name = writer.names.number(module.name.encode())
    return f"{{{name}, {str(module.package).lower()}, {names}, {constants}, &{code}}}"


def _code(writer: _Writer, code: RawCode) -> str:
    children = [f"(struct nc_code *)&{_code(writer, child)}" for child in code.children or ()]
    is_machine = code.kind is not Kind.BYTECODE
    if code.relocations is not None or code.rodata is not None or code.bss_size is not None:
        raise FreezeError("machine code with data of its own, or with addresses in it, cannot stay in flash")
    data = writer.machine_code(code.data) if is_machine else writer.numbers("b", "uint8_t", code.data)
    inner = list(children)
    if code.kind is Kind.NATIVE:  # its prelude follows its children
        inner.append(f"(struct nc_code *)({data} + {code.prelude_offset})")
    prelude = {Kind.BYTECODE: code.data, Kind.NATIVE: code.data[code.prelude_offset :]}.get(code.kind)
    generator = "true" if prelude is not None and read_signature(prelude).flags & 1 else "false"
    body = f".kind = NC_CODE_{code.kind.name}, .is_generator = {generator}, .data = {data}, .size = {len(code.data)}"
    type_ = _TYPES[code.kind][generator == "true"]
    body += f", .type = NC_MADE({type_})"
    if code.kind is Kind.NATIVE and not children:
        body += f", .children = (struct nc_code **)({data} + {code.prelude_offset})"
    elif inner:
        table = writer.numbers("i", "struct nc_code *const", inner)
        body += f", .children = (struct nc_code **){table}, .child_count = {len(children)}"
    if code.kind is Kind.ASM:
        body += f", .arguments = {code.asm_arguments}, .type_code = {code.asm_result}"
    return writer.table("k", "struct nc_code @", body)


def _constant(writer: _Writer, constant: Constant) -> str:
    if constant is FUN_TABLE:
        return "(nc_value)nc_function_table"
    if constant is ...:
        return "(nc_value)&nc_ellipsis"
    if constant is None or isinstance(constant, bool):
        return _SINGLES[constant]
    if isinstance(constant, str):
        return _text(writer, "str", constant.encode(errors=UNDECODABLE))
    if isinstance(constant, bytes):
        return _text(writer, "bytes", constant)
    if isinstance(constant, tuple):
        return _tuple(writer, [_constant(writer, item) for item in constant])
    assert isinstance(constant, Number)
    if constant.kind == "int":
        return _integer(writer, int(constant.text))
    number = complex(constant.text) if constant.kind == "complex" else None
    if number is None:
        return _object(writer, "struct nc_float_object @", f"&nc_type_float, {_float(writer, constant.text)}")
    parts = f"{_float(writer, repr(number.real))}, {_float(writer, repr(number.imag))}"
    return _object(writer, "struct nc_complex @", f"&nc_type_complex, {parts}")


def _object(writer: _Writer, head: str, body: str) -> str:
    return f"(nc_value)&{writer.table('o', head, body)}"


def _text(writer: _Writer, kind: str, data: bytes) -> str:
    if not data:
        return "NC_NAME_VALUE(NC_N_empty_)" if kind == "str" else "(nc_value)&nc_empty_bytes"
    text = writer.table("t", "char @[]", ", ".join(str(byte if byte < 128 else byte - 256) for byte in (*data, 0)))
    return _object(writer, "struct nc_str @", f"&nc_type_{kind}, {hash_bytes(data)}, {len(data)}, {text}")


def _tuple(writer: _Writer, items: list[str]) -> str:
    if not items:
        return "(nc_value)&nc_empty_tuple"
    head = f"struct {{const struct nc_type *type; size_t count; nc_value items[{len(items)}];}} @"
    return _object(writer, head, f"&nc_type_tuple, {len(items)}, {{{', '.join(items)}}}")


def _integer(writer: _Writer, value: int) -> str:
    bits = writer.target.word_bits
    if value in range(-(1 << (bits - 2)), 1 << (bits - 2)):
        return f"(nc_value)(uintptr_t){(value << 1 | 1) & ((1 << bits) - 1)}ull"
    digits, rest = [], abs(value)
    while rest:
        digits.append(f"{rest & 0xFFFFFFFF}u")
        rest >>= 32
    head = f"struct {{const struct nc_type *type; uintptr_t sign_count; uint32_t digits[{len(digits)}];}} @"
    sign_count = len(digits) << 1 | (value < 0)
    return _object(writer, head, f"&nc_type_int, {sign_count}, {{{', '.join(digits)}}}")


def _float(writer: _Writer, text: str) -> str:
    """A float of the program in C."""
    if writer.target.float_bits == 32:
        return _single(text)
    value = float(text)
    if value != value:
        return '__builtin_nan("")'
    return value.hex() if math.isfinite(value) else f"{'-' * (value < 0)}__builtin_inf()"


def _single(text: str) -> str:
    """A single-precision float in C. Rounding to a double on the way could round twice: exact arithmetic does not."""
    value = float(text)
    if value != value or value in (float("inf"), float("-inf")):
        return {"nan": '__builtin_nanf("")', "inf": "__builtin_inff()"}.get(repr(value), "-__builtin_inff()")
    exact = abs(Fraction(text.strip().replace("_", "")))
    if not exact:
        return "-0.0f" if str(value).startswith("-") else "0.0f"
    exponent = max(exact.numerator.bit_length() - exact.denominator.bit_length() - 24, -149)
    units = exact / Fraction(2) ** exponent
    while units >= 1 << 24:
        exponent += 1
        units = exact / Fraction(2) ** exponent
    rounded = round(units)  # a half to the even one
    if rounded * Fraction(2) ** exponent >= Fraction(2) ** 128:
        return f"{'-' * (value < 0)}__builtin_inff()"
    return f"{'-' * (value < 0)}{rounded:#x}p{exponent}f"


def _names(writer: _Writer) -> str:
    own = list(writer.names.own)
    if not own:
        return "NULL"
    arrays = name_table(own)
    if (size := len(arrays["texts"])) > _TEXTS_MAX or writer.names.first + len(own) > _TEXTS_MAX:
        raise FreezeError(f"the program's {len(own)} names take {size} bytes; {_TEXTS_MAX} are possible")
    texts = writer.numbers("t", "unsigned char", arrays.pop("texts"))
    parts = [f".first = NC_NAMES_FIXED, .count = {len(own)}, .index_size = {len(arrays['index'])}"]
    parts += [f".texts = (const char *){texts}"]
    parts += [f".{name} = {writer.numbers('n', 'uint16_t', numbers)}" for name, numbers in arrays.items()]
    return "&" + writer.table("w", "struct nc_name_table @", ", ".join(parts))
