"""Build `try`, `with` and the ways out of them.

    try:                    try.begin then=protected, otherwise=handler
        f()               protected handler=handler:
    finally:                ... ; store way 0 ; try.end target=finally
        g()               handler:
                            store exception (try.exception) ; store way 1 ; jump finally
                          finally:
                            ... ; branch way == 0, then=leave, otherwise=leave.1
                          leave:
                            jump endtry
                          leave.1:
                            raise.object exception

A block names the handler that its operations raise to, so each region begins and ends with blocks of its own. A
`finally` block is written once. Each way into it (the end of the region, an exception, `return`, `break`, `continue`)
has a number, by which control goes on behind it; a result is kept in a slot meanwhile.
"""

import ast
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nativecomp.ir import Block, Local, Op
from nativecomp.language.types import BOOL, OBJECT, CellType

if TYPE_CHECKING:
    from nativecomp.frontend.build.function import FunctionBuilder

_END, _RAISED = "end", "raised"
"""The ways out by the end of a region and by an exception."""


@dataclass(frozen=True)
class Last:
    """What runs on each way out of a region: a block, the slot with the number of the way, and the ways.

    Of a way there is to know how many regions stay around it and what to write in the end.
    """

    block: Block
    way: Local
    ways: dict[Hashable, tuple[int, Callable[[], None]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Region:
    """What leaving it asks for: `plain` code, written at each way out, or the way through `last`.

    `outer` is the handler around a protected region.
    """

    plain: Callable[[], None] | None = None
    last: Last | None = None
    outer: Block | None = None


@dataclass(frozen=True)
class Handled:
    """An exception that a bare `raise` raises again, in a `finally` block only where the way is that of a raise."""

    exception: Local
    last: Last | None = None


class ExceptionBuilder:
    """The exceptions of one function."""

    def __init__(self, builder: "FunctionBuilder") -> None:
        self.f = builder
        self.b = builder.builder
        self.x = builder.x
        self.regions: list[Region] = []
        self.handled: list[Handled] = []
        """The exceptions of the `except` and `finally` blocks that the statement stands in."""
        self.results: dict[int, Local] = {}
        """Where results are kept on the way out, by the number of `finally` blocks around the `return`."""
        self._finals = 0
        self.rules: dict[type[ast.stmt], Callable[..., None]] = {
            ast.Try: self._try,
            ast.With: self._with,
            ast.Raise: self._raise,
            ast.Assert: self._assert,
        }

    # Ways out

    def leave(self, depth: int, way: Hashable, finish: Callable[[], None]) -> None:
        """Leave all regions but the outer `depth` ones, and end with what `finish` writes.

        `finish` is the same for all that leave by a way that is equal.
        """
        if self.b.block.terminator is not None:
            return
        kept, handler = self.regions, self.b.handler
        for number in range(len(kept) - 1, depth - 1, -1):
            region = kept[number]
            # What runs on the way out is outside of the region.
            self.regions = kept[:number]
            if region.plain is not None:
                region.plain()
            elif region.last is not None:
                self._enter(region.last, way, depth, finish)
                self.b.op("try.end", target=region.last.block)
                break
            else:
                self._end_region(region)
        else:
            finish()
        self.regions, self.b.handler = kept, handler

    def leave_function(self, operands: list[Op]) -> None:
        """Return; a result is kept meanwhile. A `return` in a `finally` block on the way keeps its own elsewhere."""
        held: Local | None = None
        if operands and self.regions:
            if self._finals not in self.results:
                self.results[self._finals] = self.b.new_local("result", operands[0].type)
            held = self.results[self._finals]
            self.b.store(held, operands[0])

        def finish() -> None:
            self.b.op("return", *([self.b.load(held)] if held else operands))

        self.leave(0, ("return", held), finish)

    def _enter(self, last: Last, way: Hashable, depth: int, finish: Callable[[], None]) -> None:
        """Note which way leads into what runs last."""
        last.ways.setdefault(way, (depth, finish))
        number = list(last.ways).index(way)
        self.b.store(last.way, self.b.const(number, last.way.type))

    def _end_region(self, region: Region) -> None:
        outside = self.b.new_block("outside")
        self.b.op("try.end", target=outside)
        self.b.handler = region.outer
        self.b.place(outside)

    def protect(self, body: Callable[[], None], last: Last | None, done: Block) -> Block:
        """Build a protected region, up to its end; the block that a raise goes to.

        Without `last` its end is open: go on outside of it.
        """
        protected, handler = self.b.new_block("protected"), self.b.new_block("handler")
        self.b.op("try.begin", then=protected, otherwise=handler)
        region = Region(last=last, outer=self.b.handler)
        self.b.handler = handler
        self.b.place(protected)
        self.regions.append(region)
        body()
        if last is not None:
            self.leave(len(self.regions) - 1, _END, lambda: self.b.jump(done))
        else:
            self._end_region(region)
        self.regions.pop()
        self.b.handler = region.outer
        return handler

    def catch(self, handler: Block) -> Local:
        """Begin the block that a raise goes to; the exception."""
        self.b.place(handler)
        exception = self.b.new_local("exception", OBJECT)
        self.b.store(exception, self.b.op("try.exception", type_=OBJECT))
        return exception

    def again(self, exception: Local) -> None:
        self.b.op("raise.object", self.b.load(exception), again=True)

    def outside(self, write: Callable[[], None]) -> None:
        """Leave all regions for what `write` writes, and enter them again behind it."""
        around = [region for region in self.regions if region.plain is None]
        handlers = [region.outer for region in around[1:]] + [self.b.handler]
        for region in reversed(around):
            self._end_region(region)
        write()
        for handler in handlers:
            inside = self.b.new_block("inside")
            self.b.op("try.begin", then=inside, otherwise=handler)
            self.b.handler = handler
            self.b.place(inside)

    def _last(self, name: str) -> Last:
        return Last(self.b.new_block(name), self.b.new_local("way", self.f.context.int))

    def _run_last(self, last: Last, body: Callable[[], None]) -> None:
        """Write what runs last, and behind it where each way goes on."""
        self.b.place(last.block)
        body()
        ways = [(self.b.new_block("leave"), *way) for way in last.ways.values()]
        for number, (block, _, _) in enumerate(ways[:-1]):
            other = self.b.new_block("other") if number + 2 < len(ways) else ways[-1][0]
            self.b.branch(self._is_way(last, number), block, other)
            if number + 2 < len(ways):
                self.b.place(other)
        if len(ways) == 1:
            self.b.jump(ways[0][0])
        for (block, depth, finish), way in zip(ways, list(last.ways), strict=True):
            self.b.place(block)
            self.leave(depth, way, finish)

    def _is_way(self, last: Last, number: int) -> Op:
        return self.b.op("int.compare", self.b.load(last.way), self.b.const(number, last.way.type), predicate="==")

    # Statements

    def _try(self, node: ast.Try) -> None:
        if not node.finalbody:
            self._try_except(node)
            return
        done, last = self.b.new_block("endtry"), self._last("finally")
        inner = (lambda: self._try_except(node)) if node.handlers else (lambda: self.f.body(node.body))
        handler = self.protect(inner, last, done)
        exception = self.catch(handler)
        self._enter(last, _RAISED, len(self.regions), lambda: self.again(exception))
        self.b.jump(last.block)
        self.handled.append(Handled(exception, last))
        self._finals += 1
        self._run_last(last, lambda: self.f.body(node.finalbody))
        self._finals -= 1
        self.handled.pop()
        self.b.place(done)

    def _try_except(self, node: ast.Try) -> None:
        done = self.b.new_block("endtry")
        handler = self.protect(lambda: self.f.body(node.body), None, done)
        self.f.body(node.orelse)
        self.b.jump(done)
        exception = self.catch(handler)
        for clause in node.handlers:
            following = self.b.new_block("except")
            if clause.type is not None:
                caught = self.b.new_block("caught")
                class_ = self.f.objects.value(clause.type)
                self.b.branch(self.matches(exception, class_), caught, following)
                self.b.place(caught)
            self._clause(clause, exception)
            self.b.jump(done)
            self.b.place(following)
        self.again(exception)
        self.b.place(done)

    def matches(self, exception: Local, class_: Op) -> Op:
        """Whether an exception is of a class, or of one in a tuple of them."""
        return self.x.convert(self.b.op("object.binary", self.b.load(exception), class_, operator="match"), BOOL)

    def _clause(self, clause: ast.ExceptHandler, exception: Local) -> None:
        self.handled.append(Handled(exception))
        if clause.name:
            name = ast.copy_location(ast.Name(clause.name, ast.Store()), clause)
            self.f.store(name, self.b.load(exception))
            self._forgetting(clause.name, clause)
        else:
            self.f.body(clause.body)
        self.handled.pop()

    def _forgetting(self, name: str, clause: ast.ExceptHandler) -> None:
        """Build a block and unbind a name on every way out; by an exception, where somebody may look at it then."""

        def forget() -> None:
            self.f.delete_name(name)

        self.regions.append(Region(plain=forget))
        local = self.x.find_local(name)
        is_seen = local is None or isinstance(local.type, CellType)
        is_seen |= self.b.handler is not None and self._is_used_beside(name, clause)
        if is_seen:
            handler = self.protect(lambda: self.f.body(clause.body), None, self.b.block)
        else:
            self.f.body(clause.body)
        self.regions.pop()
        forget()
        if is_seen:
            done = self.b.new_block("endexcept")
            self.b.jump(done)
            other = self.catch(handler)
            forget()
            self.again(other)
            self.b.place(done)

    def _is_used_beside(self, name: str, clause: ast.ExceptHandler) -> bool:
        inside = set(ast.walk(clause))
        names = (node for node in ast.walk(self.f.typed.source.node) if isinstance(node, ast.Name) and node.id == name)
        return any(not isinstance(node.ctx, ast.Store) and node not in inside for node in names)

    def _with(self, node: ast.With) -> None:
        self._managed(node.items, node.body)

    def _managed(self, items: list[ast.withitem], body: list[ast.stmt]) -> None:
        if not items:
            self.f.body(body)
            return
        objects = self.f.objects
        manager = objects.value(items[0].context_expr)
        leave = [self.b.new_local(name, OBJECT) for name in ("exit", "manager")]
        method = objects.method(manager, "__exit__")
        for number, local in enumerate(leave):
            self.b.store(local, self.b.op("tuple.get", method, type_=OBJECT, index=number))
        entered = objects.call_method(objects.method(manager, "__enter__"), [])

        held = self.b.new_local("entered", OBJECT)
        self.b.store(held, entered)

        def call_exit(*arguments: Op) -> Op:
            function = self.b.op("tuple.make", *(self.b.load(local) for local in leave), type_=method.type)
            return objects.call_method(function, list(arguments))

        def run() -> None:
            target = items[0].optional_vars
            if isinstance(target, ast.Tuple | ast.List):
                objects.unpack(target, self.b.load(held))
            elif target is not None:
                self.f.store(target, self.b.load(held))
            self._managed(items[1:], body)

        self.manage(run, call_exit)

    def manage(self, run: Callable[[], None], call_exit: Callable[..., Op]) -> None:
        """A region that calls something on each way out of it, with an exception, which that may swallow, or `None`."""
        objects = self.f.objects
        done, last = self.b.new_block("endwith"), self._last("exit")
        handler = self.protect(run, last, done)

        def leave_plainly() -> None:
            call_exit(*(objects.constant(None) for _ in range(3)))

        self._run_last(last, leave_plainly)
        exception = self.catch(handler)
        value = self.b.load(exception)
        class_ = self.b.op("object.attribute", value, name="__class__")
        swallowed = self.x.convert(call_exit(class_, value, objects.constant(None)), BOOL)
        again = self.b.new_block("again")
        self.b.branch(swallowed, done, again)
        self.b.place(again)
        self.again(exception)
        self.b.place(done)

    def _raise(self, node: ast.Raise) -> None:
        objects = self.f.objects
        if node.exc is None:
            self._raise_again(len(self.handled))
        elif node in self.f.typed.plain_raises:
            call = node.exc if isinstance(node.exc, ast.Call) else None
            name = call.func if call else node.exc
            assert isinstance(name, ast.Name)
            text = self.f.typed.constants[call.args[0]] if call and call.args else None
            self.b.op("raise", exception=name.id, message=text)
        else:
            value = objects.value(node.exc)
            if node.cause is not None:
                objects.value(node.cause)
            self.b.op("raise.object", value)

    def _raise_again(self, count: int) -> None:
        """Raise the last one again of so many exceptions."""
        if not count:
            self.b.op("raise", exception="RuntimeError", message="no active exception to reraise")
            return
        handled = self.handled[count - 1]
        if handled.last is not None:
            raised, other = self.b.new_block("raised"), self.b.new_block("other")
            number = list(handled.last.ways).index(_RAISED)
            self.b.branch(self._is_way(handled.last, number), raised, other)
            self.b.place(other)
            self._raise_again(count - 1)
            self.b.place(raised)
        self.again(handled.exception)

    def _assert(self, node: ast.Assert) -> None:
        failed, done = self.b.new_block("failed"), self.b.new_block("asserted")
        self.x.condition(node.test, done, failed)
        self.b.place(failed)
        text = self.f.typed.constants.get(node.msg) if node.msg is not None else None
        # In Python the name of the exception is a global one, which the module may bind.
        is_python = self.f.typed.source.emitter == "native"
        if not is_python and (node.msg is None or isinstance(text, str)):
            self.b.op("raise", exception="AssertionError", message=text)
        else:
            class_ = self.b.op("object.global", type_=OBJECT, name="AssertionError")
            if node.msg is not None:
                class_ = self.f.objects.call_object(class_, self.f.objects.value(node.msg))
            self.b.op("raise.object", class_)
        self.b.place(done)
