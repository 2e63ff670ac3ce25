"""Build loops: `while`, and `for` over ranges, typed buffers and objects; comprehensions are such loops too.

for i in range(n):      store counter ; jump for
    f(i)              for:  branch counter < limit, then=body, otherwise=endfor
                      body: store i ; f(i) ; jump next
                      next: store counter + 1 ; jump for
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nativecomp.frontend.generators import ARGUMENT
from nativecomp.ir import Block, Local, Op
from nativecomp.language.types import OBJECT, BufferType, IntType

if TYPE_CHECKING:
    from nativecomp.frontend.build.function import FunctionBuilder


@dataclass
class _Loop:
    """Where `continue` and `break` go."""

    again: Block
    done: Block
    depth: int = 0
    """How many protected regions are around it."""


@dataclass
class _Turns:
    """The turns of a counted loop: while `counter` is before `limit`, by `step` (1 or -1); `item` is what a turn gets.

    `number` says how many turns there will be where that is known, or "strided" where a step had to be divided by.
    """

    counter: Local
    limit: Op
    step: int
    number: int | str
    item: Callable[[], Op]
    advance: Callable[[], None] = lambda: None


class LoopBuilder:
    """The loops of one function."""

    def __init__(self, builder: "FunctionBuilder") -> None:
        self.f = builder
        self.b = builder.builder
        self.x = builder.x
        self.o = builder.objects
        self.typed = builder.typed
        self.context = builder.context
        self.source = builder.source
        self._around: list[_Loop] = []
        """Those that the statement stands in, the innermost last."""
        self.rules: dict[type[ast.stmt], Callable[..., None]] = {
            ast.While: self._while,
            ast.For: self._for,
            ast.Break: lambda node: self._leave(self._around[-1].done),
            ast.Continue: lambda node: self._leave(self._around[-1].again),
        }

    def _while(self, node: ast.While) -> None:
        test, body, done = (self.b.new_block(name) for name in ("while", "body", "endwhile"))
        otherwise = self.b.new_block("else") if node.orelse else done
        self.b.jump(test)
        self.b.place(test)
        self.x.condition(node.test, body, otherwise)
        self.b.place(body)
        self._turn(_Loop(test, done), lambda: self.f.body(node.body))
        self.b.op("jump", target=test, loop="free")
        self.end(node.orelse, otherwise, done)

    def _turn(self, loop: _Loop, body: Callable[[], None]) -> None:
        """The body of a loop."""
        loop.depth = len(self.f.exceptions.regions)
        self._around.append(loop)
        body()
        self._around.pop()

    def turn(self, again: Block, done: Block, body: list[ast.stmt]) -> None:
        """The body of a loop whose `continue` and `break` go to these blocks."""
        self._turn(_Loop(again, done), lambda: self.f.body(body))

    def within(self, done: Block, body: Callable[[], None]) -> None:
        """Build a block in which `break` and `continue` may stand."""
        self._around.append(_Loop(done, done, len(self.f.exceptions.regions)))
        body()
        self._around.pop()

    def _leave(self, target: Block) -> None:
        self.f.exceptions.leave(self._around[-1].depth, target, lambda: self.b.jump(target))

    def end(self, orelse: list[ast.stmt], otherwise: Block, done: Block) -> None:
        if orelse:
            self.b.place(otherwise)
            self.f.body(orelse)
            self.b.jump(done)
        self.b.place(done)

    def _for(self, node: ast.For) -> None:
        self.iterate(node.iter, node.target, lambda: self.f.body(node.body), None, node.orelse)

    def iterate(
        self,
        iterable: ast.expr,
        target: ast.expr,
        body: Callable[[], None],
        names: dict[str, Local] | None = None,
        orelse: list[ast.stmt] | None = None,
    ) -> None:
        """A loop over a range, a typed buffer or an object. `names` are those of a comprehension that begins here."""
        slot = self.typed.iterators.get(iterable)
        if slot is not None:
            self._for_object(iterable, target, body, names, orelse or [], slot)
            return
        type_ = self.typed.types[iterable]
        if type_ == OBJECT:
            self._count_objects(iterable, target, body, orelse or [])
            return
        if isinstance(type_, BufferType):
            turns = self._elements(iterable)
        else:
            assert isinstance(iterable, ast.Call)
            assert isinstance(type_, IntType)
            turns = self._range(iterable.args, type_)
        self.o.inner += [names] if names is not None else []

        def turn() -> None:
            self.f.store(target, turns.item())
            turns.advance()
            body()

        self._counted(iterable, turns, turn, orelse or [])
        if names is not None:
            self.o.inner.pop()

    def _for_object(
        self,
        iterable: ast.expr,
        target: ast.expr,
        body: Callable[[], None],
        names: dict[str, Local] | None,
        orelse: list[ast.stmt],
        slot: Local,
    ) -> None:
        b = self.b
        is_iterator = isinstance(iterable, ast.Name) and iterable.id == ARGUMENT
        b.op("iterator.resume" if is_iterator else "iterator.begin", self.o.value(iterable), local=slot)
        self.o.inner += [names] if names is not None else []
        test, inside, done = (b.new_block(name) for name in ("next", "body", "endfor"))
        otherwise = b.new_block("else") if orelse else done
        b.jump(test)
        b.place(test)
        item = b.op("iterator.next", type_=OBJECT, local=slot)
        b.branch(b.op("object.is_end", item), otherwise, inside)
        b.place(inside)

        def turn() -> None:
            self.f.store(target, item)
            body()

        self._turn(_Loop(test, done), turn)
        b.span = self.source.span(iterable)
        b.op("jump", target=test, loop="free")
        self.end(orelse, otherwise, done)
        if names is not None:
            self.o.inner.pop()

    def _count_objects(
        self, iterable: ast.expr, target: ast.expr, body: Callable[[], None], orelse: list[ast.stmt]
    ) -> None:
        """A loop over a range between objects, as MicroPython has it: the end comes first, and nothing is made."""
        assert isinstance(iterable, ast.Call)
        b, args = self.b, iterable.args
        limit, counter = b.new_local("limit", OBJECT), b.new_local("counter", OBJECT)
        b.store(limit, self.o.value(args[-1] if len(args) < 2 else args[1]))
        b.store(counter, self.o.value(args[0]) if len(args) > 1 else self.o.constant(0))
        step = self.typed.constants[args[2]] if len(args) > 2 else 1
        assert isinstance(step, int)
        test, inside, again, done = (b.new_block(name) for name in ("for", "body", "next", "endfor"))
        otherwise = b.new_block("else") if orelse else done
        b.jump(test)
        b.place(test)
        before = b.op("object.binary", b.load(counter), b.load(limit), operator="<" if step > 0 else ">")
        b.branch(self.x.truth(before), inside, otherwise)
        b.place(inside)

        def turn() -> None:
            self.f.store(target, b.load(counter))
            body()

        self._turn(_Loop(again, done), turn)
        b.span = self.source.span(iterable)
        b.jump(again)
        b.place(again)
        b.store(counter, b.op("object.binary", b.load(counter), self.o.constant(step), operator="+="))
        b.op("jump", target=test, loop="free")
        self.end(orelse, otherwise, done)

    def _counted(self, iterable: ast.expr, turns: _Turns, turn: Callable[[], None], orelse: list[ast.stmt]) -> None:
        """A loop while the counter is before the limit; `turn` is what runs in each turn."""
        b, counter = self.b, turns.counter
        predicate = "<" if turns.step > 0 else ">"
        test, body, again, done = (b.new_block(name) for name in ("for", "body", "next", "endfor"))
        otherwise = b.new_block("else") if orelse else done
        bound = b.new_local("limit", turns.limit.type)
        b.store(bound, turns.limit)
        b.jump(test)
        b.place(test)
        b.branch(b.op("int.compare", b.load(counter), b.load(bound), predicate=predicate), body, otherwise)
        b.place(body)
        self._turn(_Loop(again, done), turn)
        b.span = self.source.span(iterable)
        b.jump(again)
        b.place(again)
        b.store(counter, b.op("int.step", b.load(counter), b.const(turns.step, counter.type)))
        b.op("jump", target=test, loop="counted", turns=turns.number)
        self.end(orelse, otherwise, done)

    def _range(self, args: list[ast.expr], type_: IntType) -> _Turns:
        b = self.b
        values = [self.x.value(argument, type_) for argument in args]
        start = values[0] if len(values) > 1 else b.const(0, type_)
        stop = values[1] if len(values) > 1 else values[0]
        step = self._constant_step(args, type_)
        counter = b.new_local("counter", type_)
        b.store(counter, start)
        if step in (1, -1):
            return _Turns(counter, stop, step, _known_turns(start, stop, step), lambda: b.load(counter))
        # Any other step: count the turns first, which the step cannot overrun at the end of the type.
        unsigned = IntType(f"uint{type_.bits}", type_.bits, False)
        number = _known_turns(start, stop, step) if step else "any"
        if isinstance(number, int):
            count = b.const(number, unsigned)
        else:
            count = b.op("range.count", start, stop, values[2], type_=unsigned)
            number = "strided"
        turns = b.new_local("turn", unsigned)
        b.store(turns, b.const(0, unsigned))
        by = b.new_local("step", type_)
        b.store(by, values[2])

        def advance() -> None:
            distance = b.const(step, type_) if step else b.load(by)
            b.store(counter, b.op("int.add", b.load(counter), distance))

        return _Turns(turns, count, 1, number, lambda: b.load(counter), advance)

    def _constant_step(self, args: list[ast.expr], type_: IntType) -> int:
        """The step where it is known (1 when not given), wrapped to the type; 0 where only run time knows."""
        if len(args) < 3:
            return 1
        value = self.typed.constants.get(args[2])
        return type_.wrap(int(value)) if isinstance(value, int) and type_.signed else 0

    def _elements(self, iterable: ast.expr) -> _Turns:
        b = self.b
        buffer = self.x.value(iterable)
        assert isinstance(buffer.type, BufferType)
        held = b.new_local("buffer", buffer.type)
        b.store(held, buffer)
        element = self.context.element_value(buffer.type.element)
        counter = b.new_local("counter", self.context.int)
        b.store(counter, b.const(0, self.context.int))
        length = b.op("buffer.length", buffer, type_=self.context.int)

        def item() -> Op:
            return b.op("buffer.element", b.load(held), b.load(counter), type_=element)

        return _Turns(counter, length, 1, "any", item)


def _known_turns(start: Op, stop: Op, step: int) -> int | str:
    """The number of turns of a range between constants, else "any"."""
    if start.name != "const" or stop.name != "const":
        return "any"
    return len(range(start.attributes["value"], stop.attributes["value"], step))
