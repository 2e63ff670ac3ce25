"""Build `try`, `with` and the ways out of them.

    try:                    try.begin then=protected, otherwise=handler
        f()               protected:
    finally:                ... ; try.end ; g() ; jump done
        g()               handler:
                            try.exception ; g() ; raise.object

A `finally` block is written once for each way that leaves the region: its end, an exception, and every `return`,
`break` and `continue` in it.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nativecomp.ir import Block, Local, Op
from nativecomp.types import BOOL, OBJECT

if TYPE_CHECKING:
    from nativecomp.frontend.build import FunctionBuilder


@dataclass(frozen=True)
class Region:
    """What a way out has to do when it leaves: end the protected region, then run `leave`."""

    leave: Callable[[], None]
    protected: bool = True


class ExceptionBuilder:
    """The exceptions of one function."""

    def __init__(self, builder: "FunctionBuilder") -> None:
        self.f = builder
        self.b = builder.builder
        self.x = builder.x
        self.regions: list[Region] = []
        self.handled: list[Local] = []
        """The exceptions of the `except` blocks that the statement stands in."""
        self.rules: dict[type[ast.stmt], Callable[..., None]] = {
            ast.Try: self._try,
            ast.With: self._with,
            ast.Raise: self._raise,
            ast.Assert: self._assert,
        }

    # Ways out

    def unwind(self, depth: int) -> None:
        """Leave all regions but the outer `depth` ones."""
        kept = self.regions
        for number in range(len(kept) - 1, depth - 1, -1):
            # What runs on the way out is outside of the region.
            self.regions = kept[:number]
            if kept[number].protected:
                self.b.op("try.end")
            kept[number].leave()
        self.regions = kept

    def _protect(self, body: Callable[[], None], leave: Callable[[], None]) -> tuple[Block, set[Local]]:
        """Build a protected region up to its end; the block that a raise goes to, and what is bound there."""
        protected, handler = self.b.new_block("protected"), self.b.new_block("handler")
        bound = self.f.objects.lasting()
        self.b.op("try.begin", then=protected, otherwise=handler)
        self.b.place(protected)
        self.regions.append(Region(leave))
        body()
        self.regions.pop()
        self.b.op("try.end")
        return handler, bound

    def _catch(self, handler: Block, bound: set[Local]) -> Local:
        """Begin the block that a raise goes to; the exception."""
        self.b.place(handler)
        self.f.objects.bound = set(bound)
        exception = self.b.new_local("exception", OBJECT)
        self.b.store(exception, self.b.op("try.exception", type_=OBJECT))
        self.f.objects.bound.add(exception)
        return exception

    def _again(self, exception: Local) -> None:
        self.b.op("raise.object", self.b.load(exception))

    # Statements

    def _try(self, node: ast.Try) -> None:
        if not node.finalbody:
            self._try_except(node)
            return
        done = self.b.new_block("endtry")

        def last() -> None:
            self.f.body(node.finalbody)

        inner = (lambda: self._try_except(node)) if node.handlers else (lambda: self.f.body(node.body))
        handler, bound = self._protect(inner, last)
        last()
        self.b.jump(done)
        exception = self._catch(handler, bound)
        self.handled.append(exception)
        last()
        self.handled.pop()
        self._again(exception)
        self.b.place(done)
        self.f.objects.bound = bound

    def _try_except(self, node: ast.Try) -> None:
        done = self.b.new_block("endtry")
        handler, bound = self._protect(lambda: self.f.body(node.body), lambda: None)
        self.f.body(node.orelse)
        self.b.jump(done)
        exception = self._catch(handler, bound)
        for clause in node.handlers:
            following = self.b.new_block("except")
            if clause.type is not None:
                caught = self.b.new_block("caught")
                class_ = self.f.objects.value(clause.type)
                match = self.b.op("object.binary", self.b.load(exception), class_, operator="match")
                self.b.branch(self.x.convert(match, BOOL), caught, following)
                self.b.place(caught)
            self._clause(clause, exception)
            self.b.jump(done)
            self.b.place(following)
            self.f.objects.bound = bound | {exception}
        self._again(exception)
        self.b.place(done)
        self.f.objects.bound = bound

    def _clause(self, clause: ast.ExceptHandler, exception: Local) -> None:
        forget: Callable[[], None] = lambda: None  # noqa: E731
        if clause.name:
            name = ast.copy_location(ast.Name(clause.name, ast.Store()), clause)
            self.f.store(name, self.b.load(exception))
            forget = lambda: self.f.delete_name(clause.name or "")  # noqa: E731
        self.handled.append(exception)
        self.regions.append(Region(forget, protected=False))
        self.f.body(clause.body)
        self.regions.pop()
        self.handled.pop()
        forget()

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

        def call_exit(*arguments: Op) -> Op:
            function = self.b.op("tuple.make", *(self.b.load(local) for local in leave), type_=method.type)
            return objects.call_method(function, list(arguments))

        def leave_plainly() -> None:
            call_exit(*(objects.constant(None) for _ in range(3)))

        def run() -> None:
            target = items[0].optional_vars
            if isinstance(target, ast.Tuple | ast.List):
                objects.unpack(target, self.b.load(held))
            elif target is not None:
                self.f.store(target, self.b.load(held))
            self._managed(items[1:], body)

        held = self.b.new_local("entered", OBJECT)
        self.b.store(held, entered)
        done = self.b.new_block("endwith")
        handler, bound = self._protect(run, leave_plainly)
        leave_plainly()
        self.b.jump(done)
        exception = self._catch(handler, bound)
        value = self.b.load(exception)
        class_ = self.b.op("object.attribute", value, name="__class__")
        swallowed = self.x.convert(call_exit(class_, value, objects.constant(None)), BOOL)
        again = self.b.new_block("again")
        self.b.branch(swallowed, done, again)
        self.b.place(again)
        self._again(exception)
        self.b.place(done)
        self.f.objects.bound = bound

    def _raise(self, node: ast.Raise) -> None:
        objects = self.f.objects
        if node.exc is None and self.handled:
            self._again(self.handled[-1])
        elif node.exc is None:
            self.b.op("raise", exception="RuntimeError", message="no active exception to reraise")
        elif self.f.is_plain_raise(node):
            self.f.raise_plainly(node)
        else:
            value = objects.value(node.exc)
            if node.cause is not None:
                objects.value(node.cause)
            self.b.op("raise.object", value)

    def _assert(self, node: ast.Assert) -> None:
        failed, done = self.b.new_block("failed"), self.b.new_block("asserted")
        self.x.condition(node.test, done, failed)
        self.b.place(failed)
        text = self.f.typed.constants.get(node.msg) if node.msg is not None else None
        if node.msg is None or isinstance(text, str):
            self.b.op("raise", exception="AssertionError", message=text)
        else:
            self.b.op("raise.object", self.f.objects.call_global("AssertionError", self.f.objects.value(node.msg)))
        self.b.place(done)
