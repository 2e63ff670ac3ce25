"""Type the statements of a function: locals by their first assignment, results, and what is refused."""

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from nativecomp.frontend.infer.annotations import IGNORED_ON_LOCALS, AnnotationError, parse_annotation, type_name
from nativecomp.frontend.infer.expressions import THE_RESULT, ExpressionInference
from nativecomp.frontend.infer.object_expressions import OBJECTS
from nativecomp.frontend.infer.object_statements import ObjectStatements
from nativecomp.frontend.infer.typed import ERROR, RESULT, GivesWay, TypedFunction, held_type
from nativecomp.frontend.tolerant import Unread
from nativecomp.ir import Local
from nativecomp.language.diagnostics import Located
from nativecomp.language.types import (
    BOOL,
    INT64,
    NONE,
    OBJECT,
    STRING,
    BufferType,
    CellType,
    FloatType,
    IntType,
    LiteralType,
    PointerType,
    TupleType,
    Type,
    is_integer,
    is_number,
)

if TYPE_CHECKING:
    from nativecomp.frontend.infer.program import Program

SMALL = 1 << 30
"""One more than the largest small integer of a board with 32 bits."""

REFUSED: dict[type[ast.stmt], tuple[str, str]] = {
    ast.Match: ("MicroPython has no `match`", "write `if` and `elif`"),
    ast.ClassDef: ("a class cannot stand here", "define it outside of the function"),
    ast.AsyncFunctionDef: ("an asynchronous function cannot be compiled", "define it outside of the function"),
    ast.AsyncFor: ("`async` is not supported in a viper function", "leave the function undecorated"),
    ast.AsyncWith: ("`async` is not supported in a viper function", "leave the function undecorated"),
}


def is_item_by_item(target: ast.Tuple | ast.List, value: ast.expr) -> bool:
    """Whether each target of an unpacking gets one item of a display."""
    plain = not any(isinstance(item, ast.Starred | ast.Tuple | ast.List) for item in target.elts)
    if not plain or not isinstance(value, ast.Tuple | ast.List):
        return False
    return len(value.elts) == len(target.elts) and not any(isinstance(item, ast.Starred) for item in value.elts)


def may_end(body: list[ast.stmt]) -> bool:
    """Whether control may reach the end of a block, as far as its form tells."""
    last = body[-1]
    if isinstance(last, ast.Return | ast.Raise | ast.Continue | ast.Break):
        return False
    if isinstance(last, ast.If):
        return not last.orelse or may_end(last.body) or may_end(last.orelse)
    if isinstance(last, ast.While):
        endless = isinstance(last.test, ast.Constant) and bool(last.test.value)
        return not endless or any(isinstance(node, ast.Break) for node in ast.walk(last))
    if isinstance(last, ast.With):
        return may_end(last.body)
    if isinstance(last, ast.Try):
        blocks = [last.orelse or last.body, *(handler.body for handler in last.handlers)]
        return any(map(may_end, blocks)) and (not last.finalbody or may_end(last.finalbody))
    return True


UNANNOTATED = "{}: annotation"
"""What stands for the annotation of a local, which does not fit its first value, among the names of locals."""


class StatementInference:
    """Walks a function's body once, in the order of the text."""

    def __init__(self, program: "Program", function: TypedFunction) -> None:
        self.program = program
        self.context = program.context
        self.function = function
        self.x = ExpressionInference(program, function)
        self.error = self.x.error
        self._rules: dict[type[ast.stmt], Callable[..., None]] = {
            ast.Assign: self._assign,
            ast.AnnAssign: self._annotated_assign,
            ast.AugAssign: self._augmented_assign,
            ast.Expr: self._expression,
            ast.If: self._if,
            ast.While: self._while,
            ast.Return: self._return,
            ast.Nonlocal: self._nonlocal,
            ast.Pass: lambda node: None,
            ast.Break: lambda node: None,
            ast.Continue: lambda node: None,
            Unread: self._unread,
        }
        self.x.store_name = self.store
        self.x.range_type = lambda node: self._range(node) if self._is_range(node) else None
        self.o = ObjectStatements(self)
        self._rules |= self.o.rules
        self._loose: set[str] = set()
        """Locals that begin as what is an object in MicroPython: where an object follows, they are objects here too."""
        self._guessed: set[str] = set()
        """Locals whose type a literal chose."""
        self._unassigned: dict[str, ast.expr] = {}
        """The annotations of locals that have no value yet."""

    def run(self) -> None:
        source = self.function.source.node
        if self.function.source.is_class:
            for name in sorted(self.program.local_names(self.function.source)):
                self._new_local(name, OBJECT)
        elif (self.function.source, RESULT) in self.program.giving_way or (
            self.function.result is None and may_end(source.body)
        ):
            # At its end a function gives `None`, so what it gives otherwise is an object too.
            self.program.note_result(self.function, OBJECT)
        self.body(self.function.source.node.body)
        if self.function.result is None:
            self.function.result = NONE
        for nested in [*self.function.source.nested.values(), *self.function.source.children]:
            self.program.infer(self.program.functions[nested])

    def body(self, statements: list[ast.stmt]) -> None:
        for statement in statements:
            rule = self._rules.get(type(statement))
            if rule is not None:
                rule(statement)
            else:
                self.refuse(statement)

    def _unread(self, node: Unread) -> None:
        """What Python refuses has been reported; uses of what it binds report nothing more."""
        for target in node.targets:
            if isinstance(target, ast.Name) and self.x.find_local(target.id) is None:
                self._new_local(target.id, ERROR)

    def nested_function(self, node: ast.FunctionDef) -> None:
        """Check that a function inside this one is compiled as this one is; an assembler function is called only."""
        source = self.function.source
        inside = [*source.nested.values(), *source.children]
        found = next((function for function in inside if function.node is node), None)
        callable_ = ("viper",) if source.is_class else ("viper", "asm_thumb")
        if found is not None and found.emitter not in callable_:
            message = f"`{node.name}` is inside a viper function, and so is a viper function itself"
            self.error(self._head(node), message, "leave its decorator out, or define it outside")

    def refuse(self, statement: ast.stmt) -> None:
        """Report a statement that is not supported."""
        message, hint = REFUSED.get(type(statement), ("this statement is not supported here", ""))
        self.error(self._head(statement), message, hint)

    @staticmethod
    def _head(statement: ast.stmt) -> Located:
        """The first line of a statement, so that a caret does not run under a whole block."""
        if statement.end_lineno == statement.lineno:
            return statement
        head = ast.Pass(lineno=statement.lineno, col_offset=statement.col_offset)
        head.end_lineno = statement.lineno
        head.end_col_offset = statement.col_offset + len(type(statement).__name__)
        return head

    # Assignments

    def _assign(self, node: ast.Assign) -> None:
        targets = node.targets
        if self.function.is_compile_time(node):
            self.x.type_of(node.value)
            return
        for target in targets:
            if isinstance(target, ast.Tuple | ast.List):
                if len(targets) > 1:
                    self.x.type_of(node.value)  # which is one value for all of them
                if not self._unpack_object(target, node.value, several=len(targets) > 1):
                    self._unpack(target, node.value)
            else:
                self.store(target, node.value, self.x.type_of(node.value))

    def _unpack_object(self, target: ast.Tuple | ast.List, value: ast.expr, *, several: bool) -> bool:
        """Unpack what is no display of as many items, or goes to several targets; whether that was done."""
        return (several or not is_item_by_item(target, value)) and self.o.unpack(target, self.x.type_of(value))

    def _unpack(self, target: ast.Tuple | ast.List, value: ast.expr) -> None:
        if isinstance(value, ast.Tuple | ast.List) and not any(isinstance(e, ast.Starred) for e in value.elts):
            types = [self.x.type_of(item) for item in value.elts]
            values: list[ast.expr] = value.elts
            if isinstance(value, ast.Tuple):
                self.x.type_of(value)
        else:
            given = self.x.type_of(value)
            if not isinstance(given, TupleType):
                if given != ERROR:
                    self.error(value, f"a value of type `{given}` cannot be unpacked")
                self.give_up(target)
                return
            types = list(given.items)
            values = [value] * len(types)
        starred = [item for item in target.elts if isinstance(item, ast.Starred)]
        if starred:
            self.store(starred[0], value, ERROR)
            self.give_up(target)
            return
        if len(types) != len(target.elts):
            self.error(target, f"{len(types)} values for {len(target.elts)} targets")
            self.give_up(target)
            return
        for item, item_value, type_ in zip(target.elts, values, types, strict=True):
            self.store(item, item_value, type_)

    def give_up(self, target: ast.Tuple | ast.List) -> None:
        """The targets of an unpacking that was refused: their uses report nothing more."""
        for item in target.elts:
            if isinstance(item, ast.Name):
                self._store_name(item, item, ERROR)

    def store(self, target: ast.expr, value: Located, given: Type) -> None:
        """Check one target, and give a local its type if this is its first assignment."""
        if self.o.store(target, given):
            return
        if isinstance(target, ast.Name):
            self._store_name(target, value, given)
        elif isinstance(target, ast.Subscript):
            element = self._element(target, value, given)
            self.x.assignable(value, given, element, "the element")
        elif isinstance(target, ast.Starred):
            self.error(target, "a starred target makes a Python list", "unpack a fixed number of values")

    def _warn_of_lost_bits(self, value: Located, given: Type, base: PointerType) -> None:
        bits = base.element_bits
        constant = given.value if isinstance(given, LiteralType) else 0
        if isinstance(constant, int) and not -(1 << bits - 1) <= constant < 1 << bits:
            hint = f"write the bits that are meant: `0x{constant & (1 << bits) - 1:x}`"
            self.x.warning(value, f"an element of a `{base}` has {bits} bits, which {constant} does not fit", hint)

    def _element(self, target: ast.Subscript, value: Located, given: Type) -> Type:
        type_ = self.x.type_of(target)
        base = self.function.types.get(target.value)
        if isinstance(base, TupleType):
            return self.error(target, "a tuple cannot be changed", "assign to single locals")
        if isinstance(base, BufferType):
            return base.element
        if isinstance(base, PointerType) and type_ != ERROR:
            self._warn_of_lost_bits(value, given, base)
            return self.context.int  # whose low bits are stored
        return ERROR

    def _store_name(self, target: ast.Name, value: Located, given: Type) -> None:
        local = self.x.find_local(target.id)
        if local is None:
            self.declare(target, value, given)
            return
        if local.type == ERROR and given != ERROR:
            return
        if isinstance(local.type, CellType) and isinstance(given, PointerType | BufferType):
            hint = "keep the object, and cast it where it is used: `ptr8(x)`"
            self.error(target, f"`{target.id}` is used by an inner function, and cannot hold a `{given}`", hint)
            return
        if given == OBJECT and target.id in self._loose:
            raise GivesWay(self.function.source, target.id)
        annotation = self._unassigned.pop(target.id, None)
        if annotation is not None and not self.x.accepts(given, held_type(local)):
            raise GivesWay(self.function.source, UNANNOTATED.format(target.id))
        self._warn_of_loss(target.id, value, given, held_type(local))
        self.x.assignable(value, given, held_type(local), f"local `{target.id}`")

    def declare(self, target: ast.Name, value: Located, given: Type) -> None:
        """The first assignment of a local."""
        if not self.program.is_own_local(self.function.source, target.id):
            hint = "assign it in the enclosing function first, or pass it as a parameter"
            self.error(target, f"`{target.id}` is not a local of this function", hint)
            return
        if given in OBJECTS or self.context.is_wide(given) or target.id in self.function.deleted:
            given = OBJECT
        self.x.check_literal(value, given, self.context.int)
        if isinstance(given, TupleType) and self._is_assigned_again(target.id):
            given = OBJECT
        if (self.function.source, target.id) in self.program.giving_way:
            given = OBJECT
        local = self._new_local(target.id, self.context.default(given))
        if isinstance(local.type, FloatType) or self._is_long(given):
            self._loose.add(target.id)
        if isinstance(given, LiteralType):
            self._guessed.add(target.id)

    def _warn_of_loss(self, name: str, value: Located, given: Type, held: Type) -> None:
        """Warn of an assignment that keeps a part of the value only, and was not asked for."""
        if held == BOOL and is_integer(given) and not self._is_truth(value):
            hint = f"write `{name} = ... != 0`, or give the number a name of its own"
            self.x.warning(value, f"`{name}` is a `bool`: of this `{given}` it keeps whether it is zero", hint)
        wider = isinstance(given, IntType | FloatType) and isinstance(held, type(given)) and given.bits > held.bits
        if wider and name in self._guessed:
            message = f"`{name}` is `{held}`, as its first value says, and loses bits of this `{given}`"
            self.x.warning(value, message, f"declare it where it begins: `{name}: {given} = ...`")

    def _is_truth(self, node: Located) -> bool:
        """Whether a value is 0 or 1 as far as its form tells."""
        if isinstance(node, ast.IfExp):
            return self._is_truth(node.body) and self._is_truth(node.orelse)
        if isinstance(node, ast.BoolOp):
            return all(map(self._is_truth, node.values))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd):
            return self._is_truth(node.left) or self._is_truth(node.right)
        if isinstance(node, ast.AugAssign):
            return isinstance(node.op, ast.BitAnd | ast.BitOr | ast.BitXor) and self._is_truth(node.value)
        return isinstance(node, ast.expr) and (
            self.function.types.get(node) == BOOL or self.function.constants.get(node) in (0, 1)
        )

    def _is_long(self, type_: Type) -> bool:
        """Whether it is a literal that is no small integer on 32-bit boards, which MicroPython makes an object."""
        return isinstance(type_, LiteralType) and isinstance(type_.value, int) and not -SMALL <= type_.value < SMALL

    def _is_assigned_again(self, name: str) -> bool:
        """Whether a name is assigned more than once: then a tuple in it may give way to anything."""
        nodes = ast.walk(self.function.source.node)
        return sum(isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Store) for n in nodes) > 1

    def _new_local(self, name: str, type_: Type) -> Local:
        local = Local(name, type_)
        self.function.locals[name] = local
        self.function.ir.locals.append(local)
        return local

    def _annotated_assign(self, node: ast.AnnAssign) -> None:
        if self.function.source.is_class or not isinstance(node.target, ast.Name):
            if node.value is not None:
                self.store(node.target, node.value, self.x.type_of(node.value))
            return
        if node.value is not None and self.function.is_compile_time(node):
            self.x.type_of(node.value)
            return
        declared = self._local_annotation(node.annotation)
        known = self.function.locals.get(node.target.id)
        given = self.x.type_of(node.value) if node.value is not None else None
        if declared is not None and known is None:
            self._declare(node, node.target.id, declared, given)
        elif declared is not None and known is not None and declared != held_type(known) and known.type != ERROR:
            message = f"this annotation says nothing: `{node.target.id}` is `{held_type(known)}` already"
            self.x.warning(node.annotation, message, "annotate its first assignment, or leave it out")
        if node.value is not None and given is not None:
            self.store(node.target, node.value, given)

    def _declare(self, node: ast.AnnAssign, name: str, declared: Type, given: Type | None) -> None:
        """Give a local the type of its annotation, if its first value can have that type; else warn.

        MicroPython ignores annotations of locals. So one that its compiler takes must not be refused here, and one that
        changes what is computed is told where nothing says that the file is written for nativecomp.
        """
        ignored = (self.function.source, UNANNOTATED.format(name)) in self.program.giving_way
        if ignored or (given is not None and not self.x.accepts(given, declared)):
            message = f"this annotation says nothing: the value of `{name}` is no `{declared}`"
            hint = f"write `{name} = {declared}(...)`, or leave the annotation out"
            if isinstance(given, LiteralType) and is_integer(given) and is_integer(declared):
                message = f"this annotation says nothing: {given.value} does not fit `{declared}`"
                hint = f"declare a wider type, or write `{declared}({given.value})` for its low bits"
            self.x.warning(node.annotation, message, hint)
            return
        own = self.context.default(given) if given is not None else declared
        if own not in (declared, ERROR) and not self.program.imports_types:
            message = f"`{name}` is `{declared}` here; MicroPython ignores the annotation and makes it `{own}`"
            hint = f"write `{name} = {declared}(...)`, or `from nativecomp import {declared}` to say that it is meant"
            self.x.warning(node.annotation, message, hint)
        self._new_local(name, declared)
        if node.value is None:
            self._unassigned[name] = node.annotation

    def _local_annotation(self, node: ast.expr) -> Type | None:
        """The type, or None for an annotation that describes Python objects, which is no matter of ours."""
        if isinstance(node, ast.Subscript) and type_name(node.value) in IGNORED_ON_LOCALS:
            return None
        if type_name(node) in IGNORED_ON_LOCALS or (isinstance(node, ast.Constant) and node.value is None):
            return None
        try:
            type_ = parse_annotation(node, self.context)
        except AnnotationError as error:
            self.x.warning(error.node, f"this annotation says nothing: {error}", error.hint or "leave it out")
            return None
        return type_

    def _augmented_assign(self, node: ast.AugAssign) -> None:
        target = node.target
        if isinstance(target, ast.Attribute) or self._is_global(target):
            left = self.x.type_of(target) if isinstance(target, ast.Attribute) else OBJECT
            self.store(target, node, self.x.binary_type(node, node.op, left, self.x.value_type(node.value)))
            return
        # The target is read first: its type is that of the same expression as a value.
        local = self.x.find_local(target.id) if isinstance(target, ast.Name) else None
        if isinstance(target, ast.Name) and local is None:
            self.error(target, f"local `{target.id}` is used before its type is known", f"assign `{target.id}` first")
            return
        left = held_type(local) if local is not None else self.x.type_of(target)
        result = self.x.binary_type(node, node.op, left, self.x.value_type(node.value))
        self.store(target, node, result)

    def _is_global(self, target: ast.expr) -> bool:
        return isinstance(target, ast.Name) and self.o.is_global(target.id)

    # Control flow

    def _expression(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Constant):
            return
        self.x.type_of(node.value)

    def _if(self, node: ast.If) -> None:
        self.x.condition(node.test)
        self.body(node.body)
        self.body(node.orelse)

    def _while(self, node: ast.While) -> None:
        self.x.condition(node.test)
        self.body(node.body)
        self.body(node.orelse)

    def _is_range(self, node: ast.expr) -> bool:
        return (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "range"
            and not self.x.is_local("range")
            and not any(self.x.type_of(argument) == OBJECT for argument in node.args)
        )

    def _range(self, node: ast.expr) -> Type:
        assert isinstance(node, ast.Call)
        if not 1 <= len(node.args) <= 3 or node.keywords:
            return self.error(node, "`range` takes one to three arguments")
        types = [self.x.value_type(argument) for argument in node.args]
        for argument, type_ in zip(node.args, types, strict=True):
            if type_ != ERROR and not is_integer(type_):
                return self.error(argument, f"`range` takes integers, not `{type_}`", "convert it: `int(x)`")
        if ERROR in types:
            return ERROR
        if len(types) == 3 and isinstance(types[2], LiteralType) and types[2].value == 0:
            return self.error(node.args[2], "the step of `range` is zero")
        unified = self.context.unify_all(types)
        assert unified is not None, "all are integers"
        result = self.context.default(self.context.promote(unified))
        for argument, type_ in zip(node.args, types, strict=True):
            self.x.check_literal(argument, type_, result)
        self.function.types[node] = self._counter_type(result, types)
        return result

    @staticmethod
    def _counter_type(type_: Type, arguments: list[Type]) -> Type:
        """An unsigned range that a negative literal bounds, as in `range(n, -1, -1)`, is counted in `int64`."""
        unsigned = isinstance(type_, IntType) and not type_.signed
        return INT64 if unsigned and any(isinstance(a, LiteralType) and a.value < 0 for a in arguments) else type_

    def _return(self, node: ast.Return) -> None:
        given = NONE if node.value is None else self.x.type_of(node.value)
        known = self.function.result
        if known == ERROR:
            return
        declared = self.function.source.node.returns is not None
        items = isinstance(node.value, ast.Tuple) and (declared or isinstance(given, TupleType))
        if isinstance(known, TupleType) and isinstance(node.value, ast.Tuple) and items:
            self._return_items(node.value, known)
            return
        if self._returns_object(given):
            self.program.note_result(self.function, OBJECT)
            self.o.objects.wanted(node, given)
            return
        if given == ERROR:
            self.function.result = known or ERROR
            return
        if given in (OBJECT, STRING):
            cast = given == OBJECT and known is not None and is_number(known)
            hint = f"write `{known}(...)`" if cast else "return machine values"
            tell = self.program.note_conversion if cast else self.error
            tell(node.value or node, "the result would be a Python object", hint)
            self.function.result = known or ERROR
            return
        if known is None:
            self.x.check_literal(node, given, self.context.int)
            self.program.note_result(self.function, given)
            return
        if node.value is None and known not in (NONE, ERROR):
            self.error(node, f"the function returns `{known}`, this gives nothing", "return a value")
        elif known == NONE and given != NONE:
            self.error(node.value or node, "the function returns nothing (`None`)", "declare its result: `-> int`")
        else:
            self.x.assignable(node.value or node, given, known, THE_RESULT)

    def _returns_object(self, given: Type) -> bool:
        """Whether the result is an object, as declared or as the returns that were seen together say."""
        declared = self.function.source.node.returns is not None
        known = self.function.result
        if given == ERROR:
            return False
        boxed = given in OBJECTS or self.context.is_wide(given, *([] if known is None else [known]))
        if known == NONE and given == NONE:
            return False
        return known == OBJECT or (not declared and (boxed or (known is not None and given == NONE)))

    def _return_items(self, node: ast.Tuple, known: TupleType) -> None:
        if len(node.elts) != len(known.items):
            self.error(node, f"the function returns {len(known.items)} values, these are {len(node.elts)}")
            return
        for item, type_ in zip(node.elts, known.items, strict=True):
            self.x.assignable(item, self.x.type_of(item), type_, THE_RESULT)

    def _nonlocal(self, node: ast.Nonlocal) -> None:
        for name in node.names:
            owner = self.function.source.owner
            held = self.x.find_local(name) is not None
            if not held and (owner is None or not self.program.is_local(owner, name)):
                self._new_local(name, ERROR)  # which Python refuses too, and has been reported
