"""Trailing zeros counted without a table, on cores that have no instruction for it and code that finds no table.

LLVM counts the trailing zeros of a word on a Cortex-M0 by a table, whose address it would put into the code. But code
of an .mpy lies at an address that only run time knows. So the zeros below the lowest bit are made ones and counted,
which LLVM does by arithmetic:

    %n = call i32 @llvm.cttz.i32(i32 %x, i1 true)        %nc.below.0 = add i32 %x, -1
                                                         %nc.zeros.0 = xor i32 %x, -1
                                                         %nc.bits.0 = and i32 %nc.below.0, %nc.zeros.0
                                                         %n = call i32 @llvm.ctpop.i32(i32 %nc.bits.0)

It is legal for every value: of 0 all bits are counted, which is what `cttz` defines where its flag is false, and where
the flag is true any value is right. It comes after LLVM's passes, which would make `cttz` of it again.

Source: H. S. Warren, Hacker's Delight, section 5-4.
"""

import re

from nativecomp.targets import Target

_COUNT = re.compile(
    r"^  (%\S+) = (?:tail )?call (?:range\([^)]*\) )?(i\d+) "
    r"@llvm\.cttz\.i\d+\(i\d+ (?:\w+ )*(\S+), i1 \w+\)",
    re.MULTILINE,
)


def needs_arithmetic(target: Target) -> bool:
    """Whether movable code on a target can count trailing zeros by arithmetic only: Armv6-M has no `clz`."""
    return target.emulator == "arm" and not target.unaligned


def by_arithmetic(text: str) -> str:
    """LLVM text after optimisation, without calls of `llvm.cttz`."""
    types: set[str] = set()
    number = 0

    def replaced(match: re.Match[str]) -> str:
        nonlocal number
        name, type_, operand = match.groups()
        types.add(type_)
        below, zeros, bits = (f"%nc.{part}.{number}" for part in ("below", "zeros", "bits"))
        number += 1
        return (
            f"  {below} = add {type_} {operand}, -1\n"
            f"  {zeros} = xor {type_} {operand}, -1\n"
            f"  {bits} = and {type_} {below}, {zeros}\n"
            f"  {name} = call {type_} @llvm.ctpop.{type_}({type_} {bits})"
        )

    made = [_COUNT.sub(replaced, text)]
    declarations = {type_: f"declare {type_} @llvm.ctpop.{type_}({type_}" for type_ in sorted(types)}
    made += [f"{head})\n" for head in declarations.values() if head not in text]
    return "\n".join(made)
