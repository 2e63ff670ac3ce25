"""Build what generators and coroutines do: leave with a value and come back, inside the same handlers.

    try:                    protected handler=handler:
        x = yield v           try.end target=outside
                            outside:
                              yield v, target=resumed
                            resumed:
                              store sent (yield.sent) ; store thrown (yield.thrown)
                              try.begin then=inside, otherwise=handler
                            inside handler=handler:
                              branch thrown is nothing, then=proceed, otherwise=raised
                            raised handler=handler:
                              raise.object thrown

The runtime's handlers lie on the stack, so none is linked in while the generator is away. What a generator raises it
hands to the runtime (`yield.fail`): its whole body is a protected region. The contract is that of MicroPython's native
generators (py/objgenerator.c), which is written down in codegen/generators.py.
"""

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from nativecomp.frontend.generators import Coroutine
from nativecomp.ir import Local, Op
from nativecomp.language.types import BOOL, OBJECT, tuple_of

if TYPE_CHECKING:
    from nativecomp.frontend.build.function import FunctionBuilder

_STEP = tuple_of((BOOL, OBJECT))
"""Whether another iterator yielded, and what it gave."""


class SuspensionBuilder:
    """The ways out of one function that lead back into it."""

    def __init__(self, builder: "FunctionBuilder") -> None:
        self.f = builder
        self.b = builder.builder
        self.o = builder.objects
        self.expressions: dict[type[ast.expr], Callable[..., Op]] = {
            ast.Yield: self._yield,
            ast.YieldFrom: lambda node: self._delegate(self.o.value(node.value)),
            ast.Await: lambda node: self._delegate(self.o.value(node.value)),
        }
        self.rules: dict[type[ast.stmt], Callable[..., None]] = {
            ast.AsyncFor: self._for,
            ast.AsyncWith: lambda node: self._with(node.items, node.body),
        }

    def whole(self, body: Callable[[], None]) -> None:
        """Build all of a generator: what its first resumption throws comes before its body."""
        exceptions = self.f.exceptions

        def run() -> None:
            thrown = self.b.new_local("thrown", OBJECT)
            self.b.store(thrown, self.b.op("yield.thrown"))
            self._raise_thrown(thrown)
            body()

        handler = exceptions.protect(run, None, self.b.block)
        self.b.op("return", self.o.constant(None))
        failed = exceptions.catch(handler)
        self.b.op("yield.fail", self.b.load(failed))

    def _raise_thrown(self, thrown: Local) -> None:
        raised, proceed = self.b.new_block("raised"), self.b.new_block("proceed")
        self.b.branch(self.b.op("object.is_end", self.b.load(thrown)), proceed, raised)
        self.b.place(raised)
        self.b.op("raise.object", self.b.load(thrown))
        self.b.place(proceed)

    def _leave(self, value: Op, sent: Local, thrown: Local) -> None:
        """Leave with a value; `sent` and `thrown` get what comes back."""

        def suspend() -> None:
            resumed = self.b.new_block("resumed")
            self.b.op("yield", value, target=resumed)
            self.b.place(resumed)
            self.b.store(sent, self.b.op("yield.sent"))
            self.b.store(thrown, self.b.op("yield.thrown"))

        self.f.exceptions.outside(suspend)

    def _yield(self, node: ast.Yield) -> Op:
        sent, thrown = (self.b.new_local(name, OBJECT) for name in ("sent", "thrown"))
        self._leave(self.o.constant(None) if node.value is None else self.o.value(node.value), sent, thrown)
        self._raise_thrown(thrown)
        return self.b.load(sent)

    def _delegate(self, iterable: Op) -> Op:
        """Yield what another iterator yields, and hand on to it what comes back; its result."""
        b = self.b
        iterator, sent, thrown, given = (b.new_local(n, OBJECT) for n in ("iterator", "sent", "thrown", "given"))
        b.store(iterator, b.op("object.iterator", iterable))
        b.store(sent, self.o.constant(None))
        b.store(thrown, b.op("object.none"))
        step, more, done = (b.new_block(name) for name in ("step", "more", "done"))
        b.jump(step)
        b.place(step)
        # In coroutines the check would not be worth its bytes: nobody throws the class GeneratorExit into them.
        operands = [b.load(local) for local in (iterator, sent, thrown)]
        checked = {} if isinstance(self.f.typed.source.node, Coroutine) else {"checked": True}
        result = b.op("yield.from", *operands, type_=_STEP, **checked)
        b.store(given, b.op("tuple.get", result, type_=OBJECT, index=1))
        b.branch(b.op("tuple.get", result, type_=BOOL, index=0), more, done)
        b.place(more)
        self._leave(b.load(given), sent, thrown)
        b.jump(step)
        b.place(done)
        return b.load(given)

    def _await_method(self, value: Op, name: str, *arguments: Op) -> Op:
        """Wait for what a method gives."""
        return self._delegate(self.o.call_method(self.o.method(value, name), list(arguments)))

    def _for(self, node: ast.AsyncFor) -> None:
        b, exceptions = self.b, self.f.exceptions
        iterator = b.new_local("iterator", OBJECT)
        b.store(iterator, self.o.call_method(self.o.method(self.o.value(node.iter), "__aiter__"), []))
        test, done = b.new_block("next"), b.new_block("endfor")
        otherwise = b.new_block("else") if node.orelse else done
        b.jump(test)
        b.place(test)
        handler = exceptions.protect(
            lambda: self.f.store(node.target, self._await_method(b.load(iterator), "__anext__")), None, done
        )
        self.f.loops.turn(test, done, node.body)
        b.op("jump", target=test, loop="free")
        exception = exceptions.catch(handler)
        again = b.new_block("again")
        b.branch(exceptions.matches(exception, b.op("object.global", name="StopAsyncIteration")), otherwise, again)
        b.place(again)
        exceptions.again(exception)
        self.f.loops.end(node.orelse, otherwise, done)

    def _with(self, items: list[ast.withitem], body: list[ast.stmt]) -> None:
        if not items:
            self.f.body(body)
            return
        manager, target = self.b.new_local("manager", OBJECT), items[0].optional_vars
        self.b.store(manager, self.o.value(items[0].context_expr))
        entered = self._await_method(self.b.load(manager), "__aenter__")
        if target is not None:
            self.f.store(target, entered)
        self.f.exceptions.manage(
            lambda: self._with(items[1:], body),
            lambda *arguments: self._await_method(self.b.load(manager), "__aexit__", *arguments),
        )
