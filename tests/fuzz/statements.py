"""The statements of random functions: each form writes itself into the function, or says that it does not fit here."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace

from tests.fuzz.functions import INT_UPDATES, RAISED, Block, Functions, int_literal
from tests.fuzz.values import FLOATS, INTEGERS, SCALARS

Form = Callable[[Functions, Block], bool]

MAX_DEPTH = 3
MAX_LOOPS = 2
TURNS = 7


def new_local(f: Functions, where: Block) -> bool:
    if f.rng.random() < 0.5:
        kind = f.rng.choice(SCALARS)
        name = f._name()
        f._line(where.depth, f"{name}: {kind} = {f._value(kind, f.depth())}")
        f._declare(name, kind)
        return True
    kind = f.choice("int", "int", "bool", "float")
    value = {"int": f.make.typed_int, "bool": f.make.bool, "float": f.make._float_arithmetic}[kind](f.depth())
    if kind == "int" and value in f.names.ints:
        value = f"({value} + 1)"
    f._new_local(kind, value, where.depth)
    return True


def assign(f: Functions, where: Block) -> bool:
    name = f._local(*SCALARS)
    if name is None:
        return False
    f._line(where.depth, f"{name} = {f._value(f.body.locals[name], f.depth())}")
    return True


def chain(f: Functions, where: Block) -> bool:
    first, second = f._local(*INTEGERS), f._local(*INTEGERS, *FLOATS)
    if first is None or second is None:
        return False
    f._line(where.depth, f"{first} = {second} = {f.make.operand(f.depth())}")
    return True


def swap(f: Functions, where: Block) -> bool:
    first, second = f._local(*INTEGERS), f._local(*INTEGERS)
    if first is None or second is None:
        return False
    right = f.choice(f"{second}, {first}", f"{f.make.operand(1)}, {f.make.operand(1)}")
    f._line(where.depth, f"{first}, {second} = {right}")
    return True


def unpack(f: Functions, where: Block) -> bool:
    tuples = [c for c in f.body.callees if len(c.results) > 1]
    if not tuples:
        return False
    callee = f.rng.choice(tuples)
    names = []
    call = f._call(callee, 1)
    for kind in callee.results:
        fits = (kind,) if kind in FLOATS or kind == "bool" else INTEGERS
        name = f._local(*fits) if f.rng.random() < 0.5 else None
        if name is None or name in names:
            name = f._name()
        names.append(name)
    f._line(where.depth, f"{', '.join(names)} = {call}")
    for name, kind in zip(names, callee.results, strict=True):
        if name not in f.body.locals:
            f._declare(name, kind)
    return True


def update(f: Functions, where: Block) -> bool:
    name = f._local(*SCALARS)
    if name is None:
        return False
    kind = f.body.locals[name]
    f._line(where.depth, f"{name} {_update(f, kind)}")
    return True


def _update(f: Functions, kind: str) -> str:
    """An operator and a value for `x op= value`, with a result that converts back to the type."""
    if kind == "bool":
        return f"{f.choice('&=', '|=', '^=')} {f.make.bool(f.depth())}"
    if kind in FLOATS:
        value = f.make.float(f.depth()) if f.rng.random() < 0.8 else f.make.operand(f.depth())
        return f"{f.choice('+=', '-=', '*=', '/=')} {value}"
    operator = f.rng.choice(INT_UPDATES)
    if operator in ("//=", "%="):
        return f"{operator} ({f.make.operand(1)} | 1)"
    return f"{operator} {f.make.operand(f.depth()) if f.rng.random() < 0.7 else int_literal(f.rng)}"


def store(f: Functions, where: Block) -> bool:
    if not f.body.buffers:
        return False
    buffer = f.rng.choice(f.body.buffers)
    place = f"{buffer.name}[{buffer.index(f.rng, f.make.operand(1))}]"
    if f.rng.random() < 0.35:
        # An element that is loaded as an int takes an integer operator, whatever its own width.
        f._line(where.depth, f"{place} {_update(f, buffer.kind)}")
    else:
        f._line(where.depth, f"{place} = {f._value(buffer.kind, f.depth())}")
    return True


def swap_elements(f: Functions, where: Block) -> bool:
    if not f.body.buffers:
        return False
    buffer = f.rng.choice(f.body.buffers)
    first, second = (f"{buffer.name}[{buffer.index(f.rng, f.make.operand(0))}]" for _ in range(2))
    f._line(where.depth, f"{first}, {second} = {second}, {first}")
    return True


def new_pointer(f: Functions, where: Block) -> bool:
    """A pointer made from another, with arithmetic through integers and an offset taken back by the index."""
    pointers = [b for b in f.body.buffers if not b.typed and not b.offset]
    if not pointers or where.depth:
        return False
    source = f.rng.choice(pointers)
    name = f._name()
    f._line(0, f"{name} = {source.type}(uint({source.name}) + {4 * {'ptr8': 1, 'ptr16': 2, 'ptr32': 4}[source.type]})")
    made = replace(source, name=name, offset=4)
    f.body.buffers = [*f.body.buffers, made]
    f.names.int_leaves.append(lambda depth: f"{name}[{made.index(f.rng, f.make.operand(max(depth, 0)))}]")
    return True


def _unknown(f: Functions, depth: int) -> str:
    """A condition that is no constant: what a dead branch binds is no local (docs/language.md)."""
    while True:
        text = f.make.condition(depth)
        names = {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
        if names & {*f.body.locals, *(buffer.name for buffer in f.body.buffers)}:
            return text


def condition(f: Functions, where: Block) -> bool:
    if where.depth >= MAX_DEPTH:
        return False
    inner = replace(where, depth=where.depth + 1)
    f._line(where.depth, f"if {_unknown(f, f.depth())}:")
    f._block(inner, f.rng.randint(1, 2))
    if f.rng.random() < 0.3:
        f._line(where.depth, f"elif {_unknown(f, 1)}:")
        f._block(inner, f.rng.randint(1, 2))
    if f.rng.random() < 0.4:
        f._line(where.depth, "else:")
        f._block(inner, f.rng.randint(1, 2))
    return True


def _loop(f: Functions, where: Block, first: list[str], count: int) -> None:
    inner = replace(where, depth=where.depth + 1, in_loop=True, loops=where.loops + 1)
    for line in first:
        f._line(inner.depth, line)
    f._block(inner, count)
    if f.rng.random() < 0.2:
        f._line(where.depth, "else:")
        f._block(replace(where, depth=where.depth + 1), 1)


def while_loop(f: Functions, where: Block) -> bool:
    if where.depth >= MAX_DEPTH or where.loops >= MAX_LOOPS:
        return False
    counter = f"w{f.body.count}"
    f.body.count += 1
    start = f.choice(f"int({f.make.operand(1)}) & {TURNS}", "3", "5")
    f._line(where.depth, f"{counter} = {start}")
    extra = f" and {f.make.bool(1)}" if f.rng.random() < 0.4 else ""
    f._line(where.depth, f"while {counter} > 0{extra}:")
    f.names.ints.append(counter)  # read, never assigned by other statements
    _loop(f, where, [f"{counter} -= 1"], f.rng.randint(1, 2))
    return True


def _range(f: Functions) -> str:
    style = f.rng.random()
    value = f"({f.make.operand(1)} & {TURNS})"
    if style < 0.35:
        return f.choice(value, "3", "5", "1", "0")
    if style < 0.6:
        return f.choice(f"1, {value}", f"{value}, 8", f"{value}, 10, 3", "2, 9, 2", f"0, 8, {value}")
    if style < 0.8:
        return f.choice("7, -1, -1", f"{value}, -1, -1", "9, 0, -4", f"{value}, 0, -2", "3, 3", "5, 2")
    # Near the ends of the types.
    return f.choice(
        "0x7ffffff8, 0x7fffffff, 3",
        "-0x80000000 + 5, -0x80000000, -2",
        f"int64(0x7ffffffffffffff0), int64(0x7fffffffffffffff), {f.choice(5, 4)}",
        "uint32(0xfffffff5), uint32(0xffffffff), 4",
        f"int32({value}), int32(-6), -3",
    )


def for_range(f: Functions, where: Block) -> bool:
    if where.depth >= MAX_DEPTH or where.loops >= MAX_LOOPS:
        return False
    old = f._local(*INTEGERS) if f.rng.random() < 0.3 else None
    name = old or f._name()
    f._line(where.depth, f"for {name} in range({_range(f)}):")
    # The variable of a new loop is read only: its type depends on the range.
    if old is None:
        f.names.add(name, "int")
    _loop(f, where, [], f.rng.randint(1, 2))
    return True


def for_buffer(f: Functions, where: Block) -> bool:
    typed = [b for b in f.body.buffers if b.typed]
    if where.depth >= MAX_DEPTH or where.loops >= MAX_LOOPS or not typed:
        return False
    buffer = f.rng.choice(typed)
    name = f._name()
    f._line(where.depth, f"for {name} in {buffer.name}:")
    f.names.add(name, buffer.kind)
    _loop(f, where, [], f.rng.randint(1, 2))
    return True


def leave_loop(f: Functions, where: Block) -> bool:
    if not where.in_loop:
        return False
    f._line(where.depth, f"if {f.make.condition(1)}:")
    f._line(where.depth + 1, f.choice("break", "continue"))
    return True


def call(f: Functions, where: Block) -> bool:
    if not f.body.callees:
        return False
    f._line(where.depth, f._call(f.rng.choice(f.body.callees), 1))
    return True


def fail(f: Functions, where: Block) -> bool:
    if where.loops > 1 or not f.names.ints:
        return False
    if f.rng.random() < 0.5:
        f._line(where.depth, f"assert {f.make.condition(1)} or {f.make.bool(1)}" + f.choice("", ', "failed"'))
        return True
    f._line(where.depth, f"if {f.make._comparison(1)} and {f.make._comparison(1)}:")
    f._line(where.depth + 1, f"raise {f.rng.choice(RAISED)}")
    return True


_CAUGHT = ("ValueError", "IndexError", "(KeyError, RuntimeError)", "Exception", "(ZeroDivisionError, ValueError)", "")


def guarded(f: Functions, where: Block) -> bool:
    """`try`, with ways out of it, and raises in all of its parts."""
    if where.depth >= MAX_DEPTH:
        return False
    kind = f.rng.random()
    inner = replace(where, depth=where.depth + 1, guarded=f.body.is_main)
    f._line(where.depth, "try:")
    _guarded_block(f, inner)
    if kind < 0.75:
        for caught in f.rng.sample(_CAUGHT[:-1], f.choice(1, 1, 2)) if f.rng.random() < 0.8 else [""]:
            f._line(where.depth, f"except {caught}:" if caught else "except:")
            _guarded_block(f, replace(inner, handles=True))
        if f.rng.random() < 0.2:
            f._line(where.depth, "else:")
            _guarded_block(f, inner)
    if kind > 0.5:
        f._line(where.depth, "finally:")
        _guarded_block(f, inner)
    return True


def _guarded_block(f: Functions, where: Block) -> None:
    """Some statements; then perhaps a way out, which the rest of the block is behind."""
    f._block(where, f.rng.randint(1, 2))
    ways = [f"raise {f.rng.choice(RAISED)}"]
    ways += ["break", "continue"] * where.in_loop + ["raise"] * where.handles
    if where.guarded:
        ways += [f"return {f.make.typed_int(1)}"] * 2
    if f.rng.random() < 0.6:
        way = f.rng.choice(ways)
        f.body.returns_early |= way.startswith("return")
        f._line(where.depth, f"if {f.make.condition(1)}:")
        f._line(where.depth + 1, way)
        f._block(where, 1)


def nothing(f: Functions, where: Block) -> bool:
    f._line(where.depth, "pass")
    return True


_FORMS: tuple[tuple[Form, int], ...] = (
    (new_local, 14),
    (assign, 12),
    (update, 14),
    (store, 16),
    (condition, 10),
    (for_range, 8),
    (while_loop, 5),
    (for_buffer, 5),
    (leave_loop, 5),
    (chain, 3),
    (swap, 4),
    (unpack, 6),
    (swap_elements, 3),
    (new_pointer, 3),
    (call, 3),
    (fail, 3),
    (guarded, 5),
    (nothing, 1),
)
FORMS, WEIGHTS = zip(*_FORMS, strict=True)
