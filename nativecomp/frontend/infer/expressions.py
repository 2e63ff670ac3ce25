"""The type of every expression, by the rules of docs/language.md; constants are folded on the way."""

import ast
import difflib
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from nativecomp.frontend.discover import FunctionSource
from nativecomp.frontend.folding import Constant, NotConstant, fold_binary, fold_unary
from nativecomp.frontend.infer.object_expressions import OBJECTS, ObjectInference
from nativecomp.frontend.infer.typed import ERROR, TypedFunction, held_type
from nativecomp.ir import Local
from nativecomp.language.diagnostics import Located
from nativecomp.language.types import (
    BOOL,
    NONE,
    OBJECT,
    STRING,
    BufferType,
    FloatType,
    IntType,
    LiteralType,
    PointerType,
    TupleType,
    Type,
    is_integer,
    is_number,
    tuple_of,
)

if TYPE_CHECKING:
    from nativecomp.frontend.infer.program import Program

OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.LShift: "<<", ast.RShift: ">>", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^", ast.MatMult: "@",
}  # fmt: skip
BITWISE = (ast.BitAnd, ast.BitOr, ast.BitXor)
ORDERED = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)

REFUSED: dict[type[ast.expr], tuple[str, str]] = {
    ast.GeneratorExp: ("a generator is not supported in a viper function", "write a list comprehension, or a loop"),
    ast.Yield: ("a generator is not supported in a viper function", "fill a list or a buffer, or leave it undecorated"),
    ast.YieldFrom: ("a generator is not supported in a viper function", "leave the function undecorated"),
    ast.Await: ("`await` is not supported in a viper function", "leave the function undecorated"),
    ast.Starred: ("a starred expression is not supported here", "write the items out"),
}


THE_RESULT = "the result"
"""What the value of a `return` is assigned to. A `bool` is asked for, as in MicroPython, which takes one elsewhere."""


class ExpressionInference:
    """Types the expressions of one function. `calls` is filled in by the call rules (calls.py)."""

    def __init__(self, program: "Program", function: TypedFunction) -> None:
        from nativecomp.frontend.infer.calls import CallInference

        self.program = program
        self.context = program.context
        self.function = function
        self.constants = program.constants.of(function.source.scope)
        self.calls = CallInference(self)
        self.inner: list[dict[str, Local]] = []
        """The names of the comprehensions around the expression."""
        self.store_name: Callable[[ast.Name, Located, Type], None] = lambda target, value, given: None
        self.range_type: Callable[[ast.expr], Type | None] = lambda node: None
        self._rules: dict[type[ast.expr], Callable[..., Type]] = {
            ast.Constant: self._constant,
            ast.Name: self._name,
            ast.Attribute: self._attribute,
            ast.BinOp: self._binary,
            ast.UnaryOp: self._unary,
            ast.Compare: self._compare,
            ast.BoolOp: self._boolean,
            ast.IfExp: self._conditional,
            ast.Subscript: self._subscript,
            ast.Call: self.calls.type_of,
            ast.Tuple: self._tuple,
        }
        self.objects = ObjectInference(self)
        self._rules |= self.objects.rules

    def error(self, node: Located, message: str, hint: str = "") -> Type:
        self.program.diagnostics.error(self.program.source.span(node), message, hint)
        return ERROR

    def warning(self, node: Located, message: str, hint: str) -> None:
        self.program.diagnostics.warning(self.program.source.span(node), message, hint)

    def close_name(self, name: str) -> str:
        """A hint at a name of the function or file that is written nearly so."""
        known = [*self.function.locals, *self.program.known_names()]
        close = difflib.get_close_matches(name, [one for one in known if one != name], n=1)
        return f"did you mean `{close[0]}`?" if close else ""

    def type_of(self, node: ast.expr) -> Type:
        """The type of an expression used as a value; `ERROR` when it was refused, which has been reported then."""
        if node not in self.function.types:
            rule = self._rules.get(type(node))
            if rule is not None:
                self.function.types[node] = rule(node)
            else:
                message, hint = REFUSED.get(type(node), ("this expression is not supported in a viper function", ""))
                self.function.types[node] = self.error(node, message, hint)
        return self.function.types[node]

    def value_type(self, node: ast.expr) -> Type:
        """The type as the operand of an operation: strings and `None` are objects."""
        type_ = self.type_of(node)
        return OBJECT if type_ in OBJECTS else type_

    def condition(self, node: ast.expr) -> None:
        """Check an expression whose truth decides where control goes."""
        if isinstance(node, ast.BoolOp):
            for value in node.values:
                self.condition(value)
            return
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            self.condition(node.operand)
            return
        type_ = self.value_type(node)
        if isinstance(type_, PointerType):
            self.error(node, f"a `{type_}` has no truth value", f"write `int({ast.unparse(node)}) != 0`")
        elif isinstance(type_, BufferType):
            self.error(node, "a typed buffer has no truth value", f"write `len({ast.unparse(node)}) != 0`")

    def set_constant(self, node: ast.expr, value: Constant) -> Type:
        self.function.constants[node] = value
        if isinstance(value, bool):
            return BOOL
        if isinstance(value, int | float):
            return LiteralType("float constant" if isinstance(value, float) else "integer constant", value)
        if value is None:
            return NONE
        if not isinstance(value, str):
            return OBJECT
        if any("\ud800" <= character <= "\udfff" for character in value):
            return self.error(node, "half of a surrogate pair is no character", "write the character itself")
        return STRING

    # Names

    def _constant(self, node: ast.Constant) -> Type:
        return self.set_constant(node, node.value)

    def _name(self, node: ast.Name) -> Type:
        local = self.find_local(node.id)
        if local is not None:
            return held_type(local)
        if self._is_hidden(node.id):
            return self.objects.name(node)
        if self.program.is_local(self.function.source, node.id):
            return self.error(node, f"local `{node.id}` is used before its type is known", f"assign `{node.id}` first")
        try:
            value = self.constants.lookup(node.id)
        except NotConstant as reason:
            callee = self.program.find_function(self.function.source, node.id)
            ambiguous = callee is not None and self.program.is_ambiguous(callee)
            close = self.close_name(node.id)
            self.program.names.note_global(node.id, str(reason), callee, close, is_ambiguous=ambiguous)
            return self.objects.name(node)
        return self.set_constant(node, value)

    def find_local(self, name: str) -> Local | None:
        """The slot of a name: one of this function, or one of an enclosing compiled one, which it then captures."""
        for names in reversed(self.inner):
            if name in names:
                return names[name]
        if self._is_hidden(name):
            return self.function.cell(name)
        if name in self.function.locals:
            return self.function.locals[name]
        if self.program.is_own_local(self.function.source, name):
            return None
        return self.program.capture(self.function, name)

    def is_local(self, name: str) -> bool:
        """Whether a name is a local here, of a comprehension, this function or one around it."""
        source: FunctionSource | None = self.function.source
        if self.find_local(name) is not None or self.program.is_local(source, name):
            return True
        while source is not None and name not in source.nested:
            source = source.owner
        return source is not None

    def _is_hidden(self, name: str) -> bool:
        """Whether a comprehension in the body of a class looks for a name of the class outside of it."""
        is_class = self.function.source.is_class
        return is_class and bool(self.inner) and self.program.is_own_local(self.function.source, name)

    def _attribute(self, node: ast.Attribute) -> Type:
        if isinstance(node.value, ast.Name) and not self.program.is_local(self.function.source, node.value.id):
            try:
                return self.set_constant(node, self.constants.dotted(node.value.id, node.attr))
            except NotConstant as reason:
                self.program.names.note_attribute(node, str(reason))
        base = self.type_of(node.value)
        return ERROR if base == ERROR else self.objects.attribute(node, base)

    # Operators

    def _binary(self, node: ast.BinOp) -> Type:
        left, right = self.value_type(node.left), self.value_type(node.right)
        folded = self._fold(node, left, right)
        return folded or self.binary_type(node, node.op, left, right)

    def _fold(self, node: ast.BinOp, left: Type, right: Type) -> Type | None:
        values = [self.function.constants.get(side) for side in (node.left, node.right)]
        if any(not isinstance(value, int | float) for value in values) or left == BOOL == right:
            return None
        first, second = values
        assert isinstance(first, int | float)
        assert isinstance(second, int | float)
        try:
            return self.set_constant(node, fold_binary(node.op, first, second))
        except NotConstant as reason:
            return self.error(node, f"this constant cannot be computed: {reason}")

    def binary_type(self, node: Located, op: ast.operator, left: Type, right: Type) -> Type:
        """The type of `left op right`, reporting at `node` what cannot be."""
        if ERROR in (left, right):
            return ERROR
        if self._needs_objects(op, left, right):
            return self.objects.binary(node, left, right)
        sign = OPERATORS[type(op)]
        pointer = next((t for t in (left, right) if isinstance(t, PointerType)), None)
        if pointer:
            hint = f"compute with the address and cast back: `{pointer}(uint(p) {sign} n)`"
            return self.error(node, f"a `{pointer}` has no `{sign}`", hint)
        if not (is_number(left) and is_number(right)):
            return self.error(node, f"no `{sign}` between `{left}` and `{right}`")
        if isinstance(op, ast.Pow | ast.LShift | ast.RShift):
            return self._integer_only(node, sign, left, right, power=isinstance(op, ast.Pow))
        if isinstance(op, BITWISE) and left == BOOL == right:
            return BOOL
        unified = self.unify(node, left, right)
        if isinstance(op, ast.Div) and isinstance(unified, IntType):
            return self.context.float
        if isinstance(op, BITWISE) and isinstance(unified, FloatType):
            return self.error(node, f"no `{sign}` of a float", "convert first: `int(x)`")
        return unified

    def _needs_objects(self, op: ast.operator, left: Type, right: Type) -> bool:
        """Whether an operation is one of objects: an operand is one, or no machine type has the operation."""
        if OBJECT in (left, right) or isinstance(op, ast.MatMult):
            return True
        if any(isinstance(t, TupleType) for t in (left, right)):
            return True
        if isinstance(op, ast.LShift | ast.RShift | ast.Pow) and self.context.is_wide(left):
            return True
        return isinstance(op, ast.Pow) and not (is_integer(left) and is_integer(right))

    def _integer_only(self, node: Located, sign: str, left: Type, right: Type, *, power: bool) -> Type:
        if not (is_integer(left) and is_integer(right)):
            hint = "write the multiplication" if power else "convert first: `int(x)`"
            return self.error(node, f"`{sign}` needs integers, not `{left}` and `{right}`", hint)
        result = self.context.default(self.context.promote(left))
        self.check_literal(node, left, result)
        if power:
            self.check_literal(node, right, self.context.int)
        return result

    def unify(self, node: Located, left: Type, right: Type) -> Type:
        """The common type, with literals checked against it."""
        if ERROR in (left, right):
            return ERROR
        unified = self.context.unify(left, right)
        if unified is None:
            if left == right:
                return left
            return self.error(node, f"`{left}` and `{right}` have no common type")
        for side in (left, right):
            self.check_literal(node, side, unified)
        return unified

    def check_literal(self, node: Located, literal: Type, wanted: Type) -> None:
        """Report a literal integer that fits no bits of the type that it meets, or is larger than every float."""
        if not (isinstance(literal, LiteralType) and isinstance(literal.value, int)):
            return
        if isinstance(wanted, FloatType) and abs(literal.value) > sys.float_info.max:
            self.error(node, f"this integer is larger than every `{wanted}`")
        if not isinstance(wanted, IntType):
            return
        if not wanted.takes_literal(literal.value):
            wide = "int64" if -(1 << 63) <= literal.value < 1 << 63 else "uint64"
            hint = f"compute in 64 bits: `{wide}(...)`" if wanted.bits < 64 else "no type is that wide"
            if wanted.bits < 32:
                hint = f"write the bits that are meant: `0x{literal.value & (1 << wanted.bits) - 1:x}`"
            self.error(node, f"{literal.value} does not fit `{wanted}` ({wanted.bits} bits)", hint)

    def _unary(self, node: ast.UnaryOp) -> Type:
        if isinstance(node.op, ast.Not):
            self.condition(node.operand)
            return BOOL
        type_ = self.value_type(node.operand)
        if type_ == OBJECT:
            return OBJECT
        value = self.function.constants.get(node.operand)
        if isinstance(type_, LiteralType) and isinstance(value, int | float):
            try:
                return self.set_constant(node, fold_unary(node.op, value))
            except NotConstant as reason:
                return self.error(node, f"this constant cannot be computed: {reason}")
        if type_ == ERROR:
            return ERROR
        sign = {ast.USub: "-", ast.UAdd: "+", ast.Invert: "~"}[type(node.op)]
        if not is_number(type_):
            return self.error(node, f"no unary `{sign}` of `{type_}`")
        if isinstance(node.op, ast.Invert) and isinstance(type_, FloatType):
            return self.error(node, "no `~` of a float", "convert first: `int(x)`")
        return self.context.promote(type_)

    def _compare(self, node: ast.Compare) -> Type:
        types = [self.type_of(operand) for operand in (node.left, *node.comparators)]
        return ERROR if ERROR in types else self.objects.compare(node, types)

    def compare_pair(self, node: ast.Compare, op: ast.cmpop, left: Type, right: Type) -> None:
        if ERROR in (left, right):
            return
        if is_number(left) and is_number(right):
            if not isinstance(op, ORDERED) or isinstance(left, FloatType) or isinstance(right, FloatType):
                # `==` compares a literal's bits, so it must have some; an ordering of integers compares its value.
                self.unify(node, left, right)
            return
        if isinstance(left, PointerType) and isinstance(right, PointerType):
            return
        hint = (
            "compare the address: `int(p)`" if isinstance(left, PointerType) or isinstance(right, PointerType) else ""
        )
        self.error(node, f"`{left}` and `{right}` cannot be compared", hint)

    def _boolean(self, node: ast.BoolOp) -> Type:
        word = "and" if isinstance(node.op, ast.And) else "or"
        return self._alternatives(node, node.values, f"the sides of `{word}`")

    def _conditional(self, node: ast.IfExp) -> Type:
        self.condition(node.test)
        return self._alternatives(node, [node.body, node.orelse], "the two sides of a conditional expression")

    def _alternatives(self, node: ast.expr, values: list[ast.expr], what: str) -> Type:
        types = [self.value_type(value) for value in values]
        if ERROR in types:
            return ERROR
        if isinstance(node, ast.BoolOp):
            for value in values:
                self.condition(value)
        found = self.objects.alternatives(types, values)
        if found is not None:
            return found
        first = types[0]
        if all(t == BOOL for t in types) or (not is_number(first) and all(t == first for t in types)):
            return first
        unified = self.context.unify_all(types)
        if unified is None:
            shown = " and ".join(f"`{t}`" for t in dict.fromkeys(types))
            return self.error(node, f"{what} have the types {shown}", "give both the same type")
        result = self.context.default(self.context.promote(unified))
        for type_, value in zip(types, values, strict=True):
            self.check_literal(value, type_, result)
        return result

    # Memory

    def _subscript(self, node: ast.Subscript) -> Type:
        base = self.value_type(node.value)
        if (item := self._constant_item(node)) is not None:
            return item
        if isinstance(base, TupleType) and self._is_fixed(node.slice):
            return self._tuple_item(node, base)
        if base == OBJECT or isinstance(base, TupleType):
            return self.objects.subscript(node, base)
        if isinstance(node.slice, ast.Slice | ast.Tuple):
            if isinstance(node.slice, ast.Slice):
                return self.error(node.slice, "slices are not supported here", "pass start and length as integers")
            hint = "index one element: `b[y * width + x]`"
            return self.error(node.slice, "several indices are not supported here", hint)
        index = self.value_type(node.slice)
        if ERROR in (base, index):
            return ERROR
        if not is_integer(index):
            return self.error(node.slice, f"an index must be an integer, not `{index}`", "convert it: `int(i)`")
        self.check_literal(node.slice, index, self.context.int)
        if isinstance(base, PointerType) and base.element_bits:
            return self.context.int
        if isinstance(base, PointerType):
            return self.error(node, "a `ptr` only holds an address", "cast it: `ptr8(p)[i]`")
        if isinstance(base, BufferType):
            return self.context.element_value(base.element)
        return self.error(node, f"a value of type `{base}` has no elements", "only pointers and typed buffers have")

    def _constant_item(self, node: ast.Subscript) -> Type | None:
        """The item of a constant, such as a tuple that `const` names, at a constant index."""
        items = self.function.constants.get(node.value)
        if not isinstance(items, tuple | str | bytes) or isinstance(node.slice, ast.Slice):
            return None
        self.type_of(node.slice)
        index = self.function.constants.get(node.slice)
        if not isinstance(index, int) or not -len(items) <= index < len(items):
            return None
        return self.set_constant(node, items[index])

    def _is_fixed(self, node: ast.expr) -> bool:
        """Whether an index is known at compile time."""
        return isinstance(self.type_of(node), LiteralType)

    def _tuple_item(self, node: ast.Subscript, base: TupleType) -> Type:
        self.type_of(node.slice)
        index = self.function.constants.get(node.slice)
        if not isinstance(index, int) or not -len(base.items) <= index < len(base.items):
            return self.error(node.slice, f"the index of a tuple must be a constant below {len(base.items)}")
        return base.items[index]

    def _tuple(self, node: ast.Tuple) -> Type:
        given = [self.value_type(item) for item in node.elts]
        items = [self.context.default(type_) for type_ in given]
        is_object = OBJECT in items or not items or self._holds_tuples(items) or any(map(self.context.is_wide, given))
        if ERROR not in items and is_object:
            return self.objects.tuple(node, items)
        for item in node.elts:
            self.check_literal(item, self.type_of(item), self.context.int)
        if ERROR in items:
            return ERROR
        return tuple_of(tuple(items))

    @staticmethod
    def _holds_tuples(items: list[Type]) -> bool:
        return any(isinstance(item, TupleType) for item in items)

    # Implicit conversions

    def accepts(self, given: Type, wanted: Type) -> bool:
        """Whether a local of type `wanted` takes a value as it is, or converted without a cast or a loss."""
        if ERROR in (given, wanted) or given == wanted:
            return True
        if wanted == OBJECT:
            return not isinstance(given, BufferType)
        if isinstance(given, LiteralType) and isinstance(given.value, int) and isinstance(wanted, IntType):
            return wanted.takes_literal(given.value)
        if given == NONE or (given == OBJECT and wanted == BOOL):
            return self.objects is not None and (is_number(wanted) or wanted == BOOL)
        return is_number(given) and (isinstance(wanted, FloatType) or (is_number(wanted) and is_integer(given)))

    def assignable(self, node: Located, given: Type, wanted: Type, what: str, *, argument: bool = False) -> None:
        """Report where a value of type `given` may not be put into a place of type `wanted` without a cast."""
        if ERROR in (given, wanted) or given == wanted:
            return
        if wanted == OBJECT:
            self.objects.wanted(node, given)
            return
        if given == NONE and node in self.function.constants:
            return  # `None` in the place of a number is 0, as in MicroPython
        if given in OBJECTS and (argument or (given == OBJECT and wanted == BOOL)):
            return
        self.check_literal(node, given, wanted)
        numbers = is_number(given) and is_number(wanted)
        if numbers and isinstance(wanted, FloatType):
            return
        if numbers and is_integer(given) and (isinstance(wanted, IntType) or (wanted == BOOL and what != THE_RESULT)):
            return
        is_address = is_integer(given) or isinstance(given, PointerType | BufferType)
        if argument and isinstance(wanted, PointerType) and is_address:
            return
        if argument and isinstance(wanted, IntType) and isinstance(given, PointerType):
            return
        shown = f"a {given}".replace("a i", "an i") if isinstance(given, LiteralType) else f"`{given}`"
        from_address = isinstance(given, PointerType) and isinstance(wanted, IntType)
        if wanted == self.context.int and isinstance(given, FloatType) and what.startswith("local"):
            begin = f"{what.split('`')[1]} = 0.0"
            hint = f"`{wanted}(...)` drops the fraction; a local that begins as a float keeps it, as in `{begin}`"
        elif wanted == BOOL:
            hint = "write `... != 0` or `bool(...)`"
        elif numbers or isinstance(wanted, PointerType) or from_address or (given == OBJECT and is_number(wanted)):
            hint = f"write `{wanted}(...)`"
            if given == OBJECT and what.startswith("local"):
                hint += f", or declare it: `{what.split('`')[1]}: object = ...`"
        else:
            hint = "a local keeps its first type: use another name" if what.startswith("local") else ""
        tell = self.program.note_conversion if given == OBJECT and is_number(wanted) else self.error
        tell(node, f"{what} is `{wanted}`, the value is {shown}", hint)
