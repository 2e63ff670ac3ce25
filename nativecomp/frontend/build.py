"""Build the IR of a typed function, statement by statement, without a thought about speed: later stages have it.

Everything has been checked by inference, so nothing here can fail.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass

from nativecomp.diagnostics import SourceFile
from nativecomp.frontend.build_expressions import ExpressionBuilder
from nativecomp.frontend.constants import is_const_call
from nativecomp.frontend.typed import TypedFunction
from nativecomp.ir import Block, Builder, Function, Local, Op
from nativecomp.types import NONE, BufferType, IntType, LiteralType, PointerType, TupleType, Type, TypeContext


@dataclass
class _Loop:
    """Where `continue` and `break` go."""

    again: Block
    done: Block


class FunctionBuilder:
    """Builds one function."""

    def __init__(self, typed: TypedFunction, context: TypeContext, source: SourceFile) -> None:
        self.typed = typed
        self.context = context
        self.source = source
        self.builder = Builder(typed.ir)
        self.x = ExpressionBuilder(typed, context, source, self.builder)
        self._loops: list[_Loop] = []
        self._rules: dict[type[ast.stmt], Callable[..., None]] = {
            ast.Assign: self._assign,
            ast.AnnAssign: self._annotated_assign,
            ast.AugAssign: self._augmented_assign,
            ast.Expr: self._expression,
            ast.If: self._if,
            ast.While: self._while,
            ast.For: self._for,
            ast.Return: self._return,
            ast.Raise: self._raise,
            ast.Assert: self._assert,
            ast.Break: lambda node: self.builder.jump(self._loops[-1].done),
            ast.Continue: lambda node: self.builder.jump(self._loops[-1].again),
        }

    def build(self) -> Function:
        self.body(self.typed.source.node.body)
        if self.builder.block.terminator is None:
            self._return_zero()
        return self.typed.ir

    def body(self, statements: list[ast.stmt]) -> None:
        for statement in statements:
            rule = self._rules.get(type(statement))
            if rule is not None:
                self.builder.span = self.source.span(statement)
                rule(statement)

    def _return_zero(self) -> None:
        """Control reaches the end: `None`, or zero of the result's type, held by a local that is never assigned."""
        result = self.typed.ir.result
        operands = [] if result == NONE else [self.builder.load(self.builder.new_local("no result", result))]
        self.builder.op("return", *operands)

    # Assignments

    def _assign(self, node: ast.Assign) -> None:
        if is_const_call(node.value) and all(isinstance(t, ast.Name) for t in node.targets):
            return
        if len(node.targets) == 1 and isinstance(node.targets[0], ast.Tuple | ast.List):
            self._unpack(node.targets[0], node.value)
            return
        if any(isinstance(t, ast.Tuple | ast.List) for t in node.targets):
            value = self.x.value(node.value)
            for target in node.targets:
                if isinstance(target, ast.Tuple | ast.List):
                    self._unpack_value(target, value)
                else:
                    self.store(target, value)
            return
        if len(node.targets) == 1:
            self.store(node.targets[0], node.value)
            return
        given = self.typed.types[node.value]
        # A literal goes to each target in that target's own type.
        source = node.value if isinstance(given, LiteralType) else self.x.value(node.value)
        for target in node.targets:
            self.store(target, source)

    def _unpack(self, target: ast.Tuple | ast.List, value: ast.expr) -> None:
        if isinstance(value, ast.Tuple | ast.List):
            values = [self._pending(item, place) for item, place in zip(value.elts, target.elts, strict=True)]
            for place, item in zip(target.elts, values, strict=True):
                self.store(place, item)
        else:
            self._unpack_value(target, self.x.value(value))

    def _pending(self, value: ast.expr, target: ast.expr) -> Op:
        """The value of an item before any target is stored; a literal in the type of its target."""
        given = self.typed.types[value]
        return self.x.value(value, self._target_type(target) if isinstance(given, LiteralType) else None)

    def _unpack_value(self, target: ast.Tuple | ast.List, value: Op) -> None:
        assert isinstance(value.type, TupleType)
        for index, (item, type_) in enumerate(zip(target.elts, value.type.items, strict=True)):
            self.store(item, self.builder.op("tuple.get", value, type_=type_, index=index))

    def _local(self, node: ast.Name) -> Local:
        return self.x.local(node.id)

    def _target_type(self, target: ast.expr) -> Type:
        if isinstance(target, ast.Name):
            return self._local(target).type
        assert isinstance(target, ast.Subscript)
        base = self.typed.types[target.value]
        if isinstance(base, BufferType):
            return base.element
        return self.context.int

    def store(self, target: ast.expr, value: ast.expr | Op) -> None:
        """Store into a name or an element. Python's order: the value first, then the base, then the index."""
        wanted = self._target_type(target)
        op = value if isinstance(value, Op) else self.x.value(value, wanted)
        if isinstance(target, ast.Name):
            self.builder.store(self._local(target), self.x.convert(op, wanted))
            return
        assert isinstance(target, ast.Subscript)
        base = self.x.value(target.value)
        index = self.x.index(target.slice)
        self._store_element(base, index, self.x.convert(op, wanted))

    def _store_element(self, base: Op, index: Op, value: Op) -> None:
        if isinstance(base.type, PointerType):
            self.builder.op("pointer.store", base, index, value, element=base.type.element_bits)
        else:
            self.builder.op("buffer.store", base, index, value)

    def _annotated_assign(self, node: ast.AnnAssign) -> None:
        if node.value is not None and not is_const_call(node.value):
            self.store(node.target, node.value)

    def _augmented_assign(self, node: ast.AugAssign) -> None:
        target = node.target
        if isinstance(target, ast.Name):
            local = self._local(target)
            old = self.builder.load(local)
            result = self.x.binary(node.op, old, node.value)
            self.builder.store(local, self.x.convert(result, local.type))
            return
        assert isinstance(target, ast.Subscript)
        base = self.x.value(target.value)
        index = self.x.index(target.slice)
        old = self.x.element(base, index)
        result = self.x.binary(node.op, old, node.value)
        self._store_element(base, index, self.x.convert(result, self._target_type(target)))

    # Control flow

    def _expression(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Call):
            self.x.call_for_effect(node.value)
        elif not isinstance(node.value, ast.Constant):
            self.x.value(node.value)

    def _if(self, node: ast.If) -> None:
        then, done = self.builder.new_block("then"), self.builder.new_block("endif")
        otherwise = self.builder.new_block("else") if node.orelse else done
        self.x.condition(node.test, then, otherwise)
        self.builder.place(then)
        self.body(node.body)
        self.builder.jump(done)
        if node.orelse:
            self.builder.place(otherwise)
            self.body(node.orelse)
            self.builder.jump(done)
        self.builder.place(done)

    def _while(self, node: ast.While) -> None:
        test, body, done = (self.builder.new_block(name) for name in ("while", "body", "endwhile"))
        otherwise = self.builder.new_block("else") if node.orelse else done
        self.builder.jump(test)
        self.builder.place(test)
        self.x.condition(node.test, body, otherwise)
        self._loop_body(node.body, body, _Loop(test, done))
        self.builder.op("jump", target=test, loop="free")
        self._loop_end(node.orelse, otherwise, done)

    def _loop_body(self, statements: list[ast.stmt], block: Block, loop: _Loop) -> None:
        self.builder.place(block)
        self._loops.append(loop)
        self.body(statements)
        self._loops.pop()

    def _loop_end(self, orelse: list[ast.stmt], otherwise: Block, done: Block) -> None:
        if orelse:
            self.builder.place(otherwise)
            self.body(orelse)
            self.builder.jump(done)
        self.builder.place(done)

    def _for(self, node: ast.For) -> None:
        assert isinstance(node.target, ast.Name)
        type_ = self.typed.types[node.iter]
        if isinstance(type_, BufferType):
            self._for_elements(node, node.target)
        else:
            assert isinstance(node.iter, ast.Call)
            assert isinstance(type_, IntType)
            self._for_range(node, node.target, node.iter.args, type_)

    def _counted(
        self, node: ast.For, counter: Local, limit: Op, step: int, turn: Callable[[], None], turns: int | str = "any"
    ) -> None:
        """A loop while the counter is before the limit; `turn` runs at the start of each turn, `step` is 1 or -1.

        `turns` says how many turns there will be where that is known, or "strided" where a step had to be divided by.
        """
        b = self.builder
        predicate = "<" if step > 0 else ">"
        test, body, again, done = (b.new_block(name) for name in ("for", "body", "next", "endfor"))
        otherwise = b.new_block("else") if node.orelse else done
        bound = b.new_local("limit", limit.type)
        b.store(bound, limit)
        b.jump(test)
        b.place(test)
        b.branch(b.op("int.compare", b.load(counter), b.load(bound), predicate=predicate), body, otherwise)
        b.place(body)
        turn()
        self._loops.append(_Loop(again, done))
        self.body(node.body)
        self._loops.pop()
        b.span = self.source.span(node.iter)
        b.jump(again)
        b.place(again)
        b.store(counter, b.op("int.step", b.load(counter), b.const(step, counter.type)))
        b.op("jump", target=test, loop="counted", turns=turns)
        self._loop_end(node.orelse, otherwise, done)

    def _for_range(self, node: ast.For, target: ast.Name, args: list[ast.expr], type_: IntType) -> None:
        b = self.builder
        values = [self.x.value(argument, type_) for argument in args]
        start = values[0] if len(values) > 1 else b.const(0, type_)
        stop = values[1] if len(values) > 1 else values[0]
        step = self._constant_step(args, type_)
        counter = b.new_local("counter", type_)
        b.store(counter, start)

        def turn() -> None:
            self.store(target, b.load(counter))

        if step in (1, -1):
            self._counted(node, counter, stop, step, turn, _known_turns(start, stop, step))
            return
        # Any other step: count the turns first, which the step cannot overrun at the end of the type.
        unsigned = IntType(f"uint{type_.bits}", type_.bits, False)
        count = b.op("range.count", start, stop, values[2], type_=unsigned)
        turns = b.new_local("turn", unsigned)
        b.store(turns, b.const(0, unsigned))
        by = b.new_local("step", type_)
        b.store(by, values[2])

        def strided_turn() -> None:
            turn()
            step_op = values[2] if step else b.load(by)
            if step:
                step_op = b.const(step, type_)
            b.store(counter, b.op("int.add", b.load(counter), step_op))

        self._counted(node, turns, count, 1, strided_turn, "strided")

    def _constant_step(self, args: list[ast.expr], type_: IntType) -> int:
        """The step where it is known (1 when not given), wrapped to the type; 0 where only run time knows."""
        if len(args) < 3:
            return 1
        value = self.typed.constants.get(args[2])
        return type_.wrap(int(value)) if isinstance(value, int) and type_.signed else 0

    def _for_elements(self, node: ast.For, target: ast.Name) -> None:
        b = self.builder
        buffer = self.x.value(node.iter)
        assert isinstance(buffer.type, BufferType)
        held = b.new_local("buffer", buffer.type)
        b.store(held, buffer)
        element = self.context.element_value(buffer.type.element)
        counter = b.new_local("counter", self.context.int)
        b.store(counter, b.const(0, self.context.int))
        length = b.op("buffer.length", buffer, type_=self.context.int)

        def turn() -> None:
            self.store(target, b.op("buffer.element", b.load(held), b.load(counter), type_=element))

        self._counted(node, counter, length, 1, turn)

    def _return(self, node: ast.Return) -> None:
        result = self.typed.ir.result
        if result == NONE:
            self.builder.op("return")
            return
        assert node.value is not None
        if isinstance(result, TupleType) and isinstance(node.value, ast.Tuple):
            items = [self.x.value(item, type_) for item, type_ in zip(node.value.elts, result.items, strict=True)]
            self.builder.op("return", self.builder.op("tuple.make", *items, type_=result))
            return
        self.builder.op("return", self.x.value(node.value, result))

    def _raise(self, node: ast.Raise) -> None:
        call = node.exc if isinstance(node.exc, ast.Call) else None
        name = call.func if call else node.exc
        assert isinstance(name, ast.Name)
        argument = call.args[0] if call and call.args else None
        text = self.typed.constants.get(argument) if argument is not None else None
        if argument is None or isinstance(text, str):
            self._raise_text(name.id, text)
        else:
            self.builder.op("raise", self.x.value(argument, self.context.int), exception=name.id, message=None)

    def _raise_text(self, exception: str, message: object) -> None:
        self.builder.op("raise", exception=exception, message=message)

    def _assert(self, node: ast.Assert) -> None:
        failed, done = self.builder.new_block("failed"), self.builder.new_block("asserted")
        self.x.condition(node.test, done, failed)
        self.builder.place(failed)
        self._raise_text("AssertionError", self.typed.constants.get(node.msg) if node.msg else None)
        self.builder.place(done)


def _known_turns(start: Op, stop: Op, step: int) -> int | str:
    """The number of turns of a range between constants, else "any"."""
    if start.name != "const" or stop.name != "const":
        return "any"
    return len(range(start.attributes["value"], stop.attributes["value"], step))
