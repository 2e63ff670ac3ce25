"""Build the IR of expressions: operands in Python's order, each converted to the type that the operation has."""

import ast
from collections.abc import Callable, Iterator

from nativecomp.frontend.build.calls import CallBuilder
from nativecomp.frontend.build.objects import ObjectBuilder
from nativecomp.frontend.folding import Constant
from nativecomp.frontend.infer.operators import needs_objects
from nativecomp.frontend.infer.typed import TypedFunction
from nativecomp.ir import Block, Builder, Local, Op
from nativecomp.language.diagnostics import SourceFile
from nativecomp.language.types import (
    BOOL,
    NONE,
    OBJECT,
    OBJECTS,
    STRING,
    BufferType,
    FloatType,
    IntType,
    LiteralType,
    PointerType,
    TupleType,
    Type,
    TypeContext,
)

BINARY: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "div",
    ast.FloorDiv: "floordiv",
    ast.Mod: "mod",
    ast.Pow: "pow",
    ast.LShift: "shl",
    ast.RShift: "shr",
    ast.BitAnd: "and",
    ast.BitOr: "or",
    ast.BitXor: "xor",
}
COMPARE: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
TAKES_TYPE_OF_LEFT = (ast.LShift, ast.RShift, ast.Pow)


class ExpressionBuilder:
    """Builds the expressions of one function into its current block."""

    def __init__(self, typed: TypedFunction, context: TypeContext, source: SourceFile, builder: Builder) -> None:
        self.typed = typed
        self.context = context
        self.source = source
        self.b = builder
        self.rules: dict[type[ast.expr], Callable[..., Op]] = {
            ast.Name: lambda node: self.o.name(node),
            ast.BinOp: self._binary,
            ast.UnaryOp: self._unary,
            ast.Compare: self._as_value,
            ast.BoolOp: self._boolean,
            ast.IfExp: self._conditional,
            ast.Subscript: self._subscript,
            ast.Call: lambda node: self.calls.value(node),
            ast.Tuple: self._tuple,
        }
        self.o = ObjectBuilder(self)
        self.calls = CallBuilder(self)
        self.rules |= self.o.rules
        self.target_type: Callable[[ast.expr], Type] = lambda node: OBJECT

    def find_local(self, name: str) -> Local | None:
        """The slot of a name, of a comprehension, this function or captured; None of a global name."""
        for names in reversed(self.o.inner):
            if name in names:
                return names[name]
        found = self.typed.locals.get(name)
        if self.o.classes.is_hidden(found):
            return self.typed.cell(name)
        return found or next((local for local in self.typed.ir.captures if local.name == name), None)

    def global_(self, name: str) -> Op:
        """The value of a global name: data of the module, or an object that run time looks up."""
        static = self.typed.statics.get(name)
        if static is None:
            return self.b.op("object.global", type_=OBJECT, name=name)
        kind = "buffer" if isinstance(static.type, BufferType) else "load"
        return self.b.op(f"static.{kind}", type_=static.type, static=static)

    def local(self, name: str) -> Local:
        """The slot of a name that is known to be a local."""
        found = self.find_local(name)
        assert found is not None, f"{name} is no local"
        return found

    def value(self, node: ast.expr, wanted: Type | None = None) -> Op:
        """The value of an expression, converted to `wanted`; a literal takes that type's bits, or its default type."""
        span, self.b.span = self.b.span, self.source.span(node)
        type_ = self.typed.types[node]
        constant = self.typed.constants.get(node)
        known = node in self.typed.constants
        if known and type_ == NONE and wanted not in (None, OBJECT):
            op = self.literal(0, wanted)
        elif known and (type_ in OBJECTS or (isinstance(type_, LiteralType) and wanted == OBJECT)):
            op = self.o.constant(constant)
        elif isinstance(type_, LiteralType):
            assert isinstance(constant, int | float)
            op = self.literal(constant, wanted or self.context.default(type_))
        elif isinstance(constant, bool):
            op = self.b.const(constant, BOOL)
        elif isinstance(node, ast.Tuple) and wanted == OBJECT:
            op = self.o.tuple(node)  # each item as an object: a literal that is wider than a word stays what it is
        else:
            op = self.rules[type(node)](node)
        if wanted == OBJECT:
            op = self.o.void(op)
        if wanted is not None:
            op = self.convert(op, wanted)
        self.b.span = span
        return op

    def literal(self, value: Constant, wanted: Type) -> Op:
        """A constant in a type: integers wrap, what is put in a float place becomes a float."""
        assert isinstance(value, bool | int | float)
        if isinstance(wanted, FloatType):
            return self.b.const(float(value), wanted)
        if wanted == BOOL:
            return self.b.const(bool(value), wanted)
        if isinstance(wanted, PointerType):
            return self.convert(self.b.const(self.context.uint.wrap(int(value)), self.context.uint), wanted)
        assert isinstance(wanted, IntType)
        if isinstance(value, float):
            return self.convert(self.b.const(value, self.context.float), wanted)
        return self.b.const(wanted.wrap(int(value)), wanted)

    def convert(self, op: Op, wanted: Type) -> Op:
        return self.b.convert(op, wanted)

    def truth(self, op: Op) -> Op:
        """Whether a value is true, as a `bool`; of a tuple of machine values, as the object that it is."""
        if op.name == "object.const":
            return self.b.const(bool(op.attributes["value"]), BOOL)
        return self.convert(self.convert(op, OBJECT) if isinstance(op.type, TupleType) else op, BOOL)

    def index(self, node: ast.expr) -> Op:
        """An index, promoted."""
        type_ = self.context.promote(self.context.default(self.typed.types[node]))
        return self.value(node, type_)

    # Operators

    def _binary(self, node: ast.BinOp) -> Op:
        left = self.typed.types[node.left]
        if self.typed.types[node] == OBJECT:
            first = self.o.value(node.left)
            return self.o.binary(node.op, first, self.o.value(node.right))
        if isinstance(left, LiteralType):
            right = self.context.promote(self.typed.types[node.right])
            shifted = isinstance(node.op, TAKES_TYPE_OF_LEFT)
            first = self.value(node.left, self.context.default(left) if shifted else self.context.unify(left, right))
        else:
            first = self.value(node.left)
        return self.binary(node.op, first, node.right)

    def binary(self, op: ast.operator, left: Op, right: ast.expr) -> Op:
        """`left op right`, where the left side has been computed."""
        name = BINARY[type(op)]
        given = self.typed.types[right]
        if isinstance(op, TAKES_TYPE_OF_LEFT):
            promoted = self.convert(left, self.context.promote(left.type))
            count = self.context.promote(self.context.default(given))
            if isinstance(given, LiteralType) and name != "pow":
                # Only the low 8 bits of a count matter, so one that fits no type is fine too.
                return self.b.op(f"int.{name}", promoted, self.b.const(int(given.value) & 0xFF, self.context.uint))
            return self.b.op(f"int.{name}", promoted, self.value(right, count))
        if left.type == BOOL == given and name in ("and", "or", "xor"):
            return self.b.op(f"bool.{name}", left, self.value(right))
        unified = self.context.unify(left.type, given)
        assert unified is not None
        if name == "div" and isinstance(unified, IntType):
            unified = self.context.float
        family = "float" if isinstance(unified, FloatType) else "int"
        second = self.value(right, unified if isinstance(given, LiteralType) else None)
        return self.b.op(f"{family}.{name}", self.convert(left, unified), self.convert(second, unified))

    def augmented(self, op: ast.operator, left: Op, right: ast.expr) -> Op:
        """`left op= right`, where the left side has been computed: of objects, in place."""
        if needs_objects(op, left.type, self.typed.types[right], self.context):
            return self.o.binary(op, self.convert(left, OBJECT), self.o.value(right), in_place=True)
        return self.binary(op, left, right)

    def _unary(self, node: ast.UnaryOp) -> Op:
        if isinstance(node.op, ast.Not):
            return self._as_value(node)
        if self.typed.types[node] == OBJECT:
            return self.o.unary(node)
        wanted = self.context.promote(self.typed.types[node.operand])
        operand = self.value(node.operand, wanted)
        if isinstance(node.op, ast.UAdd):
            return operand
        if isinstance(node.op, ast.Invert):
            return self.b.op("int.invert", operand)
        return self.b.op("float.neg" if isinstance(wanted, FloatType) else "int.neg", operand)

    def compare(self, op: ast.cmpop, left: Op, right: Op) -> Op:
        """One comparison of two computed values."""
        predicate = COMPARE[type(op)]
        if isinstance(left.type, PointerType):
            return self.b.op("pointer.compare", left, right, predicate=predicate)
        if isinstance(left.type, FloatType) or isinstance(right.type, FloatType):
            unified = self.context.unify(left.type, right.type)
            assert unified is not None
            first, second = self.convert(left, unified), self.convert(right, unified)
            return self.b.op("float.compare", first, second, predicate=predicate)
        # By value, whatever the two widths and signs; a bool is 0 or 1.
        return self.b.op("int.compare", self._number(left), self._number(right), predicate=predicate)

    def _number(self, op: Op) -> Op:
        return self.convert(op, self.context.int) if op.type == BOOL else op

    def _compare_operands(self, op: ast.cmpop, left: ast.expr, right: ast.expr) -> tuple[Type | None, Type | None]:
        """The types that the literals among two operands take."""
        types = [self.typed.types[left], self.typed.types[right]]
        wanted: list[Type | None] = [None, None]
        for side in (0, 1):
            literal, other = types[side], types[1 - side]
            if not isinstance(literal, LiteralType):
                continue
            unified = self.context.unify(literal, other)
            if isinstance(unified, IntType) and isinstance(literal.value, int):
                ordered = not isinstance(op, ast.Eq | ast.NotEq)
                inside = unified.minimum <= literal.value <= unified.maximum
                wanted[side] = _holder(literal.value) if ordered and not inside else unified
            else:
                wanted[side] = unified
        return wanted[0], wanted[1]

    def _as_value(self, node: ast.expr) -> Op:
        """The truth of a condition as a `bool`."""
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            return self._single_compare(node)
        if isinstance(node, ast.Compare) and self.typed.types[node] == OBJECT:
            return self._deciding(node)
        result = self.b.new_local("truth", BOOL)
        yes, no, done = (self.b.new_block(name) for name in ("true", "false", "truth"))
        self.condition(node, yes, no)
        for block, truth in ((yes, True), (no, False)):
            self.b.place(block)
            self.b.store(result, self.b.const(truth, BOOL))
            self.b.jump(done)
        self.b.place(done)
        return self.b.load(result)

    def _single_compare(self, node: ast.Compare) -> Op:
        if self.o.is_compared(node.ops[0], node.left, node.comparators[0]):
            first = self.o.value(node.left)
            return self.o.compare(node.ops[0], first, self.o.value(node.comparators[0]))
        types = self._compare_operands(node.ops[0], node.left, node.comparators[0])
        left = self.value(node.left, types[0])
        return self.compare(node.ops[0], left, self.value(node.comparators[0], types[1]))

    def condition(self, node: ast.expr, then: Block, otherwise: Block) -> None:
        """Go to one of two blocks by the truth of an expression."""
        span, self.b.span = self.b.span, self.source.span(node)
        if isinstance(node, ast.BoolOp):
            for value in node.values[:-1]:
                more = self.b.new_block("and" if isinstance(node.op, ast.And) else "or")
                first, second = (more, otherwise) if isinstance(node.op, ast.And) else (then, more)
                self.condition(value, first, second)
                self.b.place(more)
            self.condition(node.values[-1], then, otherwise)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            self.condition(node.operand, otherwise, then)
        elif isinstance(node, ast.Compare) and len(node.ops) > 1:
            self._chain(node, then, otherwise)
        else:
            self.b.branch(self.truth(self.value(node)), then, otherwise)
        self.b.span = span

    def _chain(self, node: ast.Compare, then: Block, otherwise: Block) -> None:
        for number, link in enumerate(self._links(node), 1):
            more = then if number == len(node.ops) else self.b.new_block("chain")
            self.b.branch(self.truth(link), more, otherwise)
            if more is not then:
                self.b.place(more)

    def _deciding(self, node: ast.Compare) -> Op:
        """The value of a chain with objects: that of the comparison that decided."""
        result, done = self.b.new_local("decided", OBJECT), self.b.new_block("decided")
        for number, link in enumerate(self._links(node), 1):
            self.b.store(result, self.convert(link, OBJECT))
            if number < len(node.ops):
                more = self.b.new_block("chain")
                self.b.branch(self.truth(link), more, done)
                self.b.place(more)
        self.b.jump(done)
        self.b.place(done)
        return self.b.load(result)

    def _links(self, node: ast.Compare) -> Iterator[Op]:
        """The comparisons of a chain, each built where the consumer has got to; an operand is computed once."""
        operands = [node.left, *node.comparators]
        computed: Op | None = None
        for op, first, second in zip(node.ops, operands, operands[1:], strict=False):
            is_object = self.o.is_compared(op, first, second)
            wanted = (OBJECT, OBJECT) if is_object else self._compare_operands(op, first, second)
            if computed is None or isinstance(self.typed.types[first], LiteralType):
                left = self.value(first, wanted[0])
            else:
                left = self.convert(self.o.void(computed), OBJECT) if is_object else computed
            is_literal = isinstance(self.typed.types[second], LiteralType)
            computed = self.value(second, wanted[1] if is_literal else None)
            if is_object:
                yield self.o.compare(op, left, self.convert(self.o.void(computed), OBJECT))
            else:
                yield self.compare(op, left, computed)

    def _boolean(self, node: ast.BoolOp) -> Op:
        """`and`, `or` as values: the first operand that decides, or the last one."""
        wanted = self.typed.types[node]
        if wanted == BOOL:
            return self._as_value(node)
        result = self.b.new_local("value", wanted)
        done = self.b.new_block("value")
        for side in node.values[:-1]:
            op = self.value(side, wanted)
            self.b.store(result, op)
            more = self.b.new_block("or" if isinstance(node.op, ast.Or) else "and")
            targets = (done, more) if isinstance(node.op, ast.Or) else (more, done)
            self.b.branch(self.truth(op), *targets)
            self.b.place(more)
        self.b.store(result, self.value(node.values[-1], wanted))
        self.b.jump(done)
        self.b.place(done)
        return self.b.load(result)

    def _conditional(self, node: ast.IfExp) -> Op:
        wanted = self.typed.types[node]
        result = self.b.new_local("value", wanted)
        then, otherwise, done = (self.b.new_block(name) for name in ("then", "else", "value"))
        self.condition(node.test, then, otherwise)
        for block, value in ((then, node.body), (otherwise, node.orelse)):
            self.b.place(block)
            self.b.store(result, self.value(value, wanted))
            self.b.jump(done)
        self.b.place(done)
        return self.b.load(result)

    # Memory

    def _subscript(self, node: ast.Subscript) -> Op:
        if self.typed.types[node] == OBJECT and not isinstance(self.typed.types[node.value], TupleType):
            return self.o.subscript(node)
        base = self.value(node.value)
        if base.type == OBJECT or self.typed.types[node.value] in (STRING, NONE):
            return self.b.op("object.subscript", self.convert(base, OBJECT), self.o.value(node.slice))
        if isinstance(base.type, TupleType):
            index = self.typed.constants[node.slice]
            assert isinstance(index, int)
            return self.b.op("tuple.get", base, type_=self.typed.types[node], index=index % len(base.type.items))
        return self.element(base, self.index(node.slice))

    def element(self, base: Op, index: Op) -> Op:
        """Load an element of a pointer or a typed buffer."""
        if isinstance(base.type, PointerType):
            return self.b.op("pointer.load", base, index, type_=self.context.int, element=base.type.element_bits)
        assert isinstance(base.type, BufferType)
        return self.b.op("buffer.load", base, index, type_=self.context.element_value(base.type.element))

    def _tuple(self, node: ast.Tuple) -> Op:
        wanted = self.typed.types[node]
        if wanted == OBJECT:
            return self.o.tuple(node)
        assert isinstance(wanted, TupleType)
        items = [self.value(item, type_) for item, type_ in zip(node.elts, wanted.items, strict=True)]
        return self.b.op("tuple.make", *items, type_=wanted)


def _holder(value: int) -> IntType:
    """A 64-bit type that holds a literal by value, for an ordering with a type that does not."""
    return IntType("int64", 64, True) if value < 1 << 63 else IntType("uint64", 64, False)
