"""Build the IR of a typed function, statement by statement, without a thought about speed: later stages have it.

Everything has been checked by inference, so nothing here can fail.
"""

import ast
from collections.abc import Callable

from nativecomp.frontend.bindings import is_run
from nativecomp.frontend.build.exceptions import ExceptionBuilder
from nativecomp.frontend.build.expressions import ExpressionBuilder
from nativecomp.frontend.build.loops import LoopBuilder
from nativecomp.frontend.build.suspension import SuspensionBuilder
from nativecomp.frontend.generators import Coroutine
from nativecomp.frontend.infer.refused import blocks_inside
from nativecomp.frontend.infer.stores import is_item_by_item
from nativecomp.frontend.infer.typed import TypedFunction, deleted_targets, held_type
from nativecomp.ir import Builder, Function, Op
from nativecomp.language.diagnostics import SourceFile
from nativecomp.language.types import (
    BOOL,
    NONE,
    OBJECT,
    OBJECTS,
    BufferType,
    CellType,
    LiteralType,
    PointerType,
    TupleType,
    Type,
    TypeContext,
)


class FunctionBuilder:
    """Builds one function."""

    def __init__(
        self, typed: TypedFunction, context: TypeContext, source: SourceFile,
        refused: Callable[[ast.AST], bool] = lambda node: False,
    ) -> None:  # fmt: skip
        self.refused = refused
        self.typed = typed
        self.context = context
        self.source = source
        self.builder = Builder(typed.ir)
        self.x = ExpressionBuilder(typed, context, source, self.builder)
        self.objects = self.x.o
        self.objects.store = self.store
        self.x.target_type = self._target_type
        self.exceptions = ExceptionBuilder(self)
        self.loops = LoopBuilder(self)
        self.objects.iterate = self.loops.iterate
        self._rules: dict[type[ast.stmt], Callable[..., None]] = {
            ast.Assign: self._assign,
            ast.AnnAssign: self._annotated_assign,
            ast.AugAssign: self._augmented_assign,
            ast.Expr: self._expression,
            ast.If: self._if,
            ast.Return: self._return,
            ast.Delete: self._delete,
            ast.Import: self._import,
            ast.ImportFrom: self._import_from,
            ast.FunctionDef: self._function,
            Coroutine: self._function,
            ast.ClassDef: lambda node: self._store_name(node.name, self.objects.classes.make(node)),
        }
        self._suspension = SuspensionBuilder(self)
        self._rules |= self.loops.rules | self.exceptions.rules | self._suspension.rules
        self.x.rules |= self._suspension.expressions

    def build(self) -> Function:
        for cell, param in self.typed.cells.items():
            if param is not None:
                value = self.x.convert(self.builder.load(param), OBJECT)
                self.builder.op("cell.store", self.builder.load(cell), value)
        if self.typed.source.is_class:
            self.objects.classes.begin()
        if self.typed.ir.suspends:
            self._suspension.whole(lambda: self.body(self.typed.source.node.body))
            return self.typed.ir
        self.body(self.typed.source.node.body)
        if self.builder.block.terminator is None:
            self._return_zero()
        return self.typed.ir

    def body(self, statements: list[ast.stmt]) -> None:
        for statement in statements:
            rule = self._rules.get(type(statement))
            if self.refused(statement):
                self._inside(statement)
            elif rule is not None:
                self.builder.span = self.source.span(statement)
                rule(statement)

    def _inside(self, statement: ast.stmt) -> None:
        """Build what stands inside a statement that was refused itself."""
        for block in blocks_inside(statement):
            inside, after = self.builder.new_block("inside"), self.builder.new_block("after")
            self.builder.branch(self.builder.const(True, BOOL), inside, after)
            self.builder.place(inside)
            self.loops.within(after, lambda block=block: self.body(block))  # type: ignore[misc]
            self.builder.jump(after)
            self.builder.place(after)

    def _return_zero(self) -> None:
        """Control reaches the end: `None`, or zero of the result's type, held by a local that is never assigned."""
        result = self.typed.ir.result
        if self.typed.source.is_class:
            self.objects.classes.end()
            return
        if result == OBJECT:
            self.builder.op("return", self.objects.constant(None))
            return
        operands = [] if result == NONE else [self.builder.load(self.builder.new_local("no result", result))]
        self.builder.op("return", *operands)

    # Assignments

    def _assign(self, node: ast.Assign) -> None:
        if self.typed.is_compile_time(node):
            return
        if len(node.targets) == 1 and isinstance(node.targets[0], ast.Tuple | ast.List):
            self._unpack(node.targets[0], node.value)
            return
        if any(isinstance(t, ast.Tuple | ast.List) for t in node.targets):
            value = self._held(self.x.value(node.value))
            for target in node.targets:
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

    def _held(self, value: Op) -> Op:
        """What several targets get: of a call that gives nothing, `None`."""
        return self.objects.void(value)

    def _unpack(self, target: ast.Tuple | ast.List, value: ast.expr) -> None:
        if is_item_by_item(target, value):
            assert isinstance(value, ast.Tuple | ast.List)
            values = [self._pending(item, place) for item, place in zip(value.elts, target.elts, strict=True)]
            for place, item in zip(target.elts, values, strict=True):
                self.store(place, item)
        else:
            self._unpack_value(target, self._held(self.x.value(value)))

    def _pending(self, value: ast.expr, target: ast.expr) -> Op:
        """The value of an item before any target is stored; a literal in the type of its target."""
        given = self.typed.types[value]
        return self.x.value(value, self._target_type(target) if isinstance(given, LiteralType) else None)

    def _unpack_value(self, target: ast.Tuple | ast.List, value: Op) -> None:
        plain = not any(isinstance(item, ast.Starred | ast.Tuple | ast.List) for item in target.elts)
        if not (isinstance(value.type, TupleType) and plain):
            self.objects.unpack(target, self.x.convert(value, OBJECT))
            return
        for index, (item, type_) in enumerate(zip(target.elts, value.type.items, strict=True)):
            self.store(item, self.builder.op("tuple.get", value, type_=type_, index=index))

    def _target_type(self, target: ast.expr) -> Type:
        if isinstance(target, ast.Name):
            local, static = self.x.find_local(target.id), self.typed.statics.get(target.id)
            if local is None and static is not None:
                return static.type
            return OBJECT if local is None else held_type(local)
        if not isinstance(target, ast.Subscript):
            return OBJECT
        base = self.typed.types[target.value]
        if base in OBJECTS:
            return OBJECT
        if isinstance(base, BufferType):
            return base.element
        return self.context.int

    def store(self, target: ast.expr, value: ast.expr | Op) -> None:
        """Store into a name or an element. Python's order: the value first, then the base, then the index."""
        if isinstance(target, ast.Tuple | ast.List):
            assert isinstance(value, Op)
            self._unpack_value(target, value)
            return
        wanted = self._target_type(target)
        op = value if isinstance(value, Op) else self.x.value(value, wanted)
        op = self.x.convert(op, wanted)
        if isinstance(target, ast.Name):
            self._store_name(target.id, op)
            return
        if isinstance(target, ast.Attribute):
            self.builder.op("object.set_attribute", self.objects.value(target.value), op, name=target.attr)
            return
        assert isinstance(target, ast.Subscript)
        base = self._base(target)
        if base.type == OBJECT:
            self.builder.op("object.set_subscript", base, self.objects.value(target.slice), op)
            return
        index = self.x.index(target.slice)
        self._store_element(base, index, op)

    def _store_name(self, name: str, value: Op) -> None:
        local = self.x.find_local(name)
        static = self.typed.statics.get(name)
        if local is None and static is not None:
            self.builder.op("static.store", value, static=static)
            return
        if local is None:
            self.builder.op("object.set_global", value, name=name)
            return
        if isinstance(local.type, CellType):
            self.builder.op("cell.store", self.builder.load(local), self.x.convert(value, OBJECT))
            return
        self.builder.store(local, value)
        self.objects.classes.store(local, value)

    def _store_element(self, base: Op, index: Op, value: Op) -> None:
        if isinstance(base.type, PointerType):
            self.builder.op("pointer.store", base, index, value, element=base.type.element_bits)
        else:
            self.builder.op("buffer.store", base, index, value)

    def _annotated_assign(self, node: ast.AnnAssign) -> None:
        if node.value is not None and not self.typed.is_compile_time(node):
            self.store(node.target, node.value)

    def _augmented_assign(self, node: ast.AugAssign) -> None:
        target = node.target
        if isinstance(target, ast.Name):
            result = self.x.augmented(node.op, self._old(target), node.value)
            self._store_name(target.id, self.x.convert(result, self._target_type(target)))
            return
        base = self._base(target)
        if isinstance(target, ast.Attribute):
            base = self.x.convert(base, OBJECT)
            old = self.builder.op("object.attribute", base, name=target.attr)
            result = self.x.augmented(node.op, old, node.value)
            self.builder.op("object.set_attribute", base, self.x.convert(result, OBJECT), name=target.attr)
            return
        if base.type == OBJECT:
            key = self.objects.value(target.slice)
            old = self.builder.op("object.subscript", base, key)
            result = self.x.augmented(node.op, old, node.value)
            self.builder.op("object.set_subscript", base, key, self.x.convert(result, OBJECT))
            return
        index = self.x.index(target.slice)
        old = self.x.element(base, index)
        result = self.x.augmented(node.op, old, node.value)
        self._store_element(base, index, self.x.convert(result, self._target_type(target)))

    def _old(self, target: ast.Name) -> Op:
        """The value of a name before it is changed."""
        local = self.x.find_local(target.id)
        return self.x.global_(target.id) if local is None else self.objects.load(local)

    def _base(self, target: ast.Subscript | ast.Attribute) -> Op:
        """What an element or an attribute of is stored."""
        wanted = OBJECT if self.typed.types[target.value] == OBJECT else None
        return self.x.value(target.value, wanted)

    # Deletion, imports

    def _delete(self, node: ast.Delete) -> None:
        for target in deleted_targets(node.targets):
            if isinstance(target, ast.Name):
                local = self.x.find_local(target.id)
                if local is not None and not self.objects.classes.is_name(local):
                    self.objects.load(local)  # which raises where it is not bound
                self.delete_name(target.id)
            elif isinstance(target, ast.Attribute):
                self.builder.op("object.delete_attribute", self.objects.value(target.value), name=target.attr)
            elif isinstance(target, ast.Subscript):
                base = self.objects.value(target.value)
                self.builder.op("object.delete_subscript", base, self.objects.value(target.slice))

    def delete_name(self, name: str) -> None:
        """Unbind a local or a global name."""
        local = self.x.find_local(name)
        if local is None:
            self.builder.op("object.delete_global", name=name)
            return
        nothing = self.builder.op("object.none", type_=OBJECT)
        if isinstance(local.type, CellType):
            self.builder.op("cell.store", self.builder.load(local), nothing)
        else:
            self.objects.classes.delete(local)
            self.builder.store(local, nothing)

    def _import(self, node: ast.Import) -> None:
        if not is_run(node):
            return
        for alias in node.names:
            module = self._module(alias.name, self.objects.constant(None), 0)
            if alias.asname:
                for part in alias.name.split(".")[1:]:
                    module = self.builder.op("object.attribute", module, name=part)
            self._store_name(alias.asname or alias.name.split(".")[0], module)

    def _import_from(self, node: ast.ImportFrom) -> None:
        if not is_run(node):
            return
        names = [self.objects.constant(alias.name) for alias in node.names]
        module = self._module(node.module or "", self.builder.op("object.tuple", *names, type_=OBJECT), node.level)
        for alias in node.names:
            value = self.builder.op("object.import_from", module, name=alias.name)
            self._store_name(alias.asname or alias.name, value)

    def _module(self, name: str, names: Op, level: int) -> Op:
        return self.builder.op("object.import", names, self.objects.constant(level), name=name)

    def _function(self, node: ast.FunctionDef) -> None:
        """A nested function that is an object; what is only called needs nothing made."""
        if any(child.node is node for child in self.typed.source.children):
            self._store_name(node.name, self.objects.inner_function(node))

    # Control flow

    def _expression(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):
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

    def _return(self, node: ast.Return) -> None:
        result = self.typed.ir.result
        if result == NONE:
            if isinstance(node.value, ast.Call):
                self.x.value(node.value)
            self.exceptions.leave_function([])
            return
        if isinstance(result, TupleType) and isinstance(node.value, ast.Tuple):
            items = [self.x.value(item, type_) for item, type_ in zip(node.value.elts, result.items, strict=True)]
            self.exceptions.leave_function([self.builder.op("tuple.make", *items, type_=result)])
        elif node.value is None:
            self.exceptions.leave_function([self.objects.constant(None)])
        else:
            self.exceptions.leave_function([self.x.value(node.value, result)])
