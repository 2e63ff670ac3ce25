"""Checks that a function keeps the rules of the representation. It runs after each pass in every test."""

from collections.abc import Callable
from itertools import chain, repeat
from typing import NoReturn

from nativecomp.ir.attributes import KINDS
from nativecomp.ir.function import Block, Function, Local, Module, Op
from nativecomp.ir.ops import OPS, OpInfo
from nativecomp.language.types import (
    BOOL,
    ITERATOR,
    NONE,
    OBJECT,
    BufferType,
    CellType,
    FloatType,
    IntType,
    PointerType,
    TupleType,
    Type,
)


class VerifierError(Exception):
    """The representation is malformed: a mistake of the compiler, not of the user."""


_KINDS: dict[str, Callable[[Type], bool]] = {
    "int": lambda t: isinstance(t, IntType),
    "bool": lambda t: t == BOOL,
    "float": lambda t: isinstance(t, FloatType),
    "number": lambda t: t == BOOL or isinstance(t, IntType | FloatType),
    "pointer": lambda t: isinstance(t, PointerType),
    "scalar": lambda t: t == BOOL or isinstance(t, IntType | FloatType | PointerType),
    "buffer": lambda t: isinstance(t, BufferType),
    "tuple": lambda t: isinstance(t, TupleType),
    "object": lambda t: t == OBJECT,
    "cell": lambda t: isinstance(t, CellType),
    "any": lambda t: t != NONE,
}


def _fail(function: Function, op: Op, why: str) -> NoReturn:
    raise VerifierError(f"{function.symbol}: `{op.name}` at {op.span}: {why}")


def _check_operands(function: Function, op: Op, info: OpInfo) -> None:
    kinds = info.operands
    if not kinds and not op.operands:
        return
    repeats = bool(kinds) and kinds[-1].endswith("*")
    fixed = len(kinds) - repeats
    if len(op.operands) < fixed or (not repeats and len(op.operands) > fixed):
        _fail(function, op, f"{len(op.operands)} operands, the table says {kinds}")
    wanted = chain(kinds, repeat(kinds[-1])) if repeats else iter(kinds)
    for operand, kind in zip(op.operands, wanted, strict=False):
        if not _KINDS[kind.rstrip("=*")](operand.type):
            _fail(function, op, f"operand of type {operand.type}, the table says {kind}")
        if kind.endswith("=") and operand.type != op.operands[0].type:
            _fail(function, op, f"operand types {op.operands[0].type} and {operand.type} differ")


def _check_attributes(function: Function, op: Op, info: OpInfo) -> None:
    kinds, given = info.attributes, op.attributes
    if not info.required <= given.keys():
        _fail(function, op, f"attributes missing: {[key for key in kinds if key in info.required - given.keys()]}")
    for key, value in given.items():
        if key not in kinds:
            _fail(function, op, f"attributes that the table lacks: {[key for key in given if key not in kinds]}")
        if not KINDS[kinds[key].rstrip("?")](value):
            _fail(function, op, f"attribute {key} is {value!r}, the table says {kinds[key]}")


def _check_op(function: Function, op: Op) -> None:
    info = OPS.get(op.name)
    if info is None:
        _fail(function, op, "not in the table")
    _check_operands(function, op, info)
    _check_attributes(function, op, info)
    result = info.result
    if result == "none":
        fits = op.type == NONE
    elif result == "same":
        fits = bool(op.operands) and op.type == op.operands[0].type
    else:
        fits = result == "given" or _KINDS[result](op.type)
    if not fits:
        _fail(function, op, f"result {op.type}, the table says {result}")
    if op.name == "return":
        given = op.operands[0].type if op.operands else NONE
        if given != function.result:
            _fail(function, op, f"returns {given}, the function {function.result}")
    if op.name == "call":
        callee = op.attributes["callee"]
        if [o.type for o in op.operands] != [p.type for p in callee.params] or op.type != callee.result:
            _fail(function, op, f"does not fit the signature of {callee.symbol}")


def _check_handlers(function: Function, block: Block, end: Op) -> None:
    """Control goes in and out of the regions of handlers only where they begin and end."""
    handler = block.handler
    if handler is not None and (handler not in function.blocks or handler.ops[0].name != "try.exception"):
        _fail(function, end, f"block {block.name} has a handler that is none")
    if end.name == "try.end" and handler is None:
        _fail(function, end, "ends no region")
    inside = {"try.begin": end.attributes.get("otherwise"), "try.end": handler and handler.handler}.get(
        end.name, handler
    )
    for target in end.targets:
        expected = handler if target is end.attributes.get("otherwise") else inside
        if target.handler is not expected:
            _fail(function, end, f"goes to block {target.name}, whose handler is another")


def _check_local(function: Function, op: Op, locals_: set[Local]) -> None:
    local = op.attributes["local"]
    if local not in locals_:
        _fail(function, op, f"local {local.name} is not one of the function's")
    values = {"local.load": op.type, "local.store": op.operands[0].type if op.operands else NONE}
    if values.get(op.name, ITERATOR) != local.type:
        _fail(function, op, f"local {local.name} is {local.type}, the value is {values.get(op.name, ITERATOR)}")


def _check_static(function: Function, op: Op) -> None:
    static = op.attributes["static"]
    given = op.operands[0].type if op.operands else op.type
    if given != static.type:
        _fail(function, op, f"{static.symbol} is {static.type}, the value is {given}")
    if op.name == "static.store" and static.is_constant:
        _fail(function, op, f"{static.symbol} is constant")


def _check_defined(function: Function) -> None:
    """Each value is computed on every path from the entry to its use.

    A set of values is a number with a bit for each. What is computed at the start of a block is what is at the end of
    all blocks before it; to begin with that is everything, and it shrinks until nothing changes.
    """
    bits = {op: 1 << number for number, op in enumerate(function.ops)}
    everything = (1 << len(bits)) - 1
    made = {block: sum(bits[op] for op in block.ops) for block in function.blocks}
    at_start = dict.fromkeys(function.blocks, everything)
    at_start[function.blocks[0]] = 0
    todo, seen = [function.blocks[0]], {function.blocks[0]}
    while todo:
        block = todo.pop()
        for target in block.successors:
            # Whatever raises first in a block leaves for the handler; no value made in the block is sure to be there.
            own = 0 if target is block.handler else made[block]
            here = at_start[target] & (at_start[block] | own)
            if here != at_start[target] or target not in seen:
                at_start[target] = here
                seen.add(target)
                todo.append(target)
    for block in function.blocks:
        known = at_start[block]
        for op in block.ops:
            for operand in op.operands:
                if not bits.get(operand, 0) & known:
                    _fail(function, op, f"uses a value that is not computed on every path to it: {operand.name}")
            known |= bits[op]


def verify_function(function: Function) -> None:
    """
    Raises:
        VerifierError: a block does not end once, an operation breaks its row of the table, a value is used where it
            is not computed on every path.
    """
    names = [block.name for block in function.blocks]
    if len(set(names)) != len(names):
        raise VerifierError(f"{function.symbol}: two blocks have one name")
    placed = set(function.blocks)
    locals_ = {*function.params, *function.locals, *function.captures}
    for block in function.blocks:
        if block.terminator is None:
            raise VerifierError(f"{function.symbol}: block {block.name} does not end")
        _check_handlers(function, block, block.terminator)
        last = block.ops[-1]
        for op in block.ops:
            _check_op(function, op)
            if op.ends_block and op is not last:
                _fail(function, op, f"ends block {block.name} before its end")
            if not op.attributes:
                continue
            if "local" in op.attributes:
                _check_local(function, op, locals_)
            if "static" in op.attributes:
                _check_static(function, op)
            if strangers := [t.name for t in op.targets if t not in placed]:
                _fail(function, op, f"goes to a block that is not placed: {strangers[0]}")
    if function.blocks:
        _check_defined(function)


def verify_module(module: Module) -> None:
    for function in module.functions:
        verify_function(function)
