"""The signature of an assembler function: up to four arguments r0 to r3, and what r0 means on return."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from asm_thumb.errors import Problem
from asm_thumb.reader import span_of

RETURNS = ("object", "bool", "int", "uint")


@dataclass(frozen=True, slots=True)
class Signature:
    """`name(r0, ...)` with `arguments` of them; `returns` is one of `RETURNS`, or None for no annotation."""

    name: str
    arguments: int
    returns: str | None


def read_signature(node: ast.FunctionDef, problems: list[Problem]) -> Signature:
    """The signature of a function; what is wrong with it is appended to `problems`."""
    given = node.args
    extra = [argument for argument in (given.vararg, given.kwarg, *given.kwonlyargs) if argument is not None]
    problems += [
        Problem("an assembler function takes plain arguments only, no `*` and no `**`", span_of(argument))
        for argument in extra
    ]
    for default in [*given.defaults, *(value for value in given.kw_defaults if value is not None)]:
        problems.append(Problem("an assembler function takes no default values", span_of(default)))
    arguments = [*given.posonlyargs, *given.args]
    for position, argument in enumerate(arguments):
        if position >= 4:
            problems.append(Problem("an assembler function takes at most 4 arguments", span_of(argument)))
        elif argument.arg != f"r{position}":
            hint = f"call it `r{position}`"
            problems.append(Problem("arguments are registers in sequence, r0 to r3", span_of(argument), hint))
    return Signature(node.name, min(len(arguments), 4), _returns(node, problems))


def _returns(node: ast.FunctionDef, problems: list[Problem]) -> str | None:
    if node.returns is None:
        return None
    if isinstance(node.returns, ast.Name) and node.returns.id in RETURNS:
        return node.returns.id
    hint = "use `int`, `uint`, `bool` or `object`"
    problems.append(Problem(f"unknown return type `{ast.unparse(node.returns)}`", span_of(node.returns), hint))
    return None
