"""Mark calls of functions of the file, by their names, so that code goes to them without the runtime.

before                                              after
    %0: object = object.global name='gcd'               %0: object = object.global name='gcd'
    %3: object = object.call %0, %1, %2                 %3: object = object.call ..., direct=('m_gcd')
    %4: tuple = object.method %5, name='step'           %4: tuple = object.method %5, name='step'
    %6: object = object.call_method %4                  %6: object = object.call_method %4, direct=('m_A_step', ...)

A name is no more than a guess: what is called is compared with the functions themselves (codegen/lower/direct.py).
Those of the file that have the name and take the arguments are guessed, parameters with defaults among them that get
none, and those that are given by their names; a method may be that of a few classes. Generators are left to the
runtime, and functions that get variables of others.

The runtime looks at the stack whenever it calls a function; here the caller does (codegen/abi/stack.py). A function
that calls none itself needs no look: it takes its frame and no more. Others are `recursive`: they get the floor.
"""

from collections.abc import Iterable

from nativecomp.analysis.calls import CallGraph
from nativecomp.ir import Function, Module, Op
from nativecomp.language.types import OBJECT

_MOST = 3
"""Methods of one name that are compared with what is called."""


def mark_direct_calls(module: Module, word_bits: int, opt: str) -> None:
    """In functions on objects that are not compiled for size; doing it again changes nothing."""
    by_name: dict[str, list[Function]] = {}
    for function in module.functions:
        if _can_be_called(function):
            by_name.setdefault(function.name, []).append(function)
            if "." in function.name:
                by_name.setdefault(f".{function.name.rpartition('.')[2]}", []).append(function)
    for function in module.functions:
        if function.python and (function.options.opt or opt) != "size":
            for op in function.ops:
                if (found := _guessed(op, by_name)) and "direct" not in op.attributes:
                    op.attributes["direct"] = found
    _give_floors(module)


def _can_be_called(function: Function) -> bool:
    objects = all(param.type == OBJECT for param in function.params)
    return function.python and objects and not (function.always_bound or function.suspends or function.captures)


def _guessed(op: Op, by_name: dict[str, list[Function]]) -> tuple[Function, ...]:
    if op.name not in ("object.call", "object.call_method"):
        return ()
    callee, positional, keywords = op.operands[0], op.attributes["positional"], op.attributes["keywords"]
    if op.name == "object.call" and callee.name == "object.global":
        return _taking(by_name.get(callee.attributes["name"], ()), positional, keywords)
    if op.name == "object.call_method" and callee.name == "object.method":
        return _taking(by_name.get(f".{callee.attributes['name']}", ()), 1 + positional, keywords)
    return ()


def _taking(functions: Iterable[Function], positional: int, keywords: tuple[str | None, ...]) -> tuple[Function, ...]:
    found = tuple(one for one in functions if arrange(one, positional, keywords) is not None)
    return found if len(found) <= _MOST else ()


def arrange(function: Function, positional: int, keywords: tuple[str | None, ...]) -> list[int | None] | None:
    """For each parameter the number of its argument, None for its default; None where the call does not fit."""
    names = [param.name for param in function.params]
    found: list[int | None] = [*range(positional), *[None] * (len(names) - positional)]
    for number, name in enumerate(keywords, positional):
        if name not in names[positional:] or found[names.index(name)] is not None:
            return None
        found[names.index(name)] = number
    needed = found[: len(names) - function.defaults]
    return found if len(found) == len(names) and None not in needed else None


def directly_called(module: Module) -> dict[Function, set[Function]]:
    """The functions that each function may go to."""
    return {one: {f for op in one.ops for f in op.attributes.get("direct", ())} for one in module.functions}


def _give_floors(module: Module) -> None:
    """Mark those that look at the stack, and those that call these in the ways of other passes."""
    called = directly_called(module)
    graph = CallGraph(module)
    calling = graph.callers_of(function for function, found in called.items() if found)
    looking = {function for function, found in called.items() if found & calling and not function.suspends}
    for function in module.functions:
        if function.suspends:
            for op in function.ops:
                if set(op.attributes.get("direct", ())) & calling:
                    del op.attributes["direct"]
    for function in graph.callers_of(looking):
        function.recursive = True
