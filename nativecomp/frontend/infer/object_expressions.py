"""Types of expressions on Python objects, where they are allowed: what machine types cannot hold is an `object`.

A machine value becomes an object where one is wanted; an object becomes a machine value by a cast (`int(x)`).
"""

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from nativecomp.frontend.discover import FunctionSource
from nativecomp.frontend.infer.typed import ERROR, ObjectCall, TypedFunction, held_type
from nativecomp.frontend.scopes import CLASS, free_names, is_bare_super
from nativecomp.ir import Local
from nativecomp.language.diagnostics import Located
from nativecomp.language.types import (
    BOOL,
    ITERATOR,
    NONE,
    OBJECT,
    STRING,
    BufferType,
    FloatType,
    LiteralType,
    PointerType,
    TupleType,
    Type,
    TypeContext,
    is_integer,
    is_number,
)

if TYPE_CHECKING:
    from nativecomp.frontend.infer.expressions import ExpressionInference

OBJECTS = (OBJECT, STRING, NONE)
"""The types of what is an object already."""

_BUFFER_HINT = "keep the object too: take it as a parameter without a type, and cast it with `ptr8(x)`"


def first_parameter(function: TypedFunction) -> Local | None:
    """What a function calls `self`, where it is an object; None without."""
    args = function.source.node.args
    first = next(iter([*args.posonlyargs, *args.args]), None)
    local = function.locals.get(first.arg) if first is not None else None
    return local if local is not None and held_type(local) == OBJECT else None


def is_identity(op: ast.cmpop) -> bool:
    """Whether a comparison is one of objects whatever its operands are."""
    return isinstance(op, ast.In | ast.NotIn | ast.Is | ast.IsNot)


def compares_objects(op: ast.cmpop, left: Type, right: Type, context: TypeContext) -> bool:
    """Whether two operands are compared as objects: one is an object or a tuple, or a literal that meets no type."""
    sides = (left, right)
    if is_identity(op) or any(side in OBJECTS or isinstance(side, TupleType) for side in sides):
        return True
    if any(isinstance(side, FloatType) for side in sides):
        return False
    literals = [side.value for side in sides if isinstance(side, LiteralType) and isinstance(side.value, int)]
    if not isinstance(op, ast.Eq | ast.NotEq):
        # An ordering compares by value, in 64 bits where that is needed.
        return any(not -(1 << 63) <= value < 1 << 64 for value in literals)
    return len(literals) == len(sides) and any(context.is_wide(side) for side in sides)


class ObjectInference:
    """The rules of one function. `x` types everything else."""

    def __init__(self, x: "ExpressionInference") -> None:
        self.x = x
        self.program = x.program
        self.function = x.function
        self.rules: dict[type[ast.expr], Callable[..., Type]] = {
            ast.List: self._items,
            ast.Set: self._items,
            ast.Dict: self._dict,
            ast.JoinedStr: self._formatted,
            ast.ListComp: self._comprehension,
            ast.SetComp: self._comprehension,
            ast.DictComp: self._comprehension,
            ast.Slice: self._slice,
            ast.NamedExpr: self._named,
            ast.Lambda: self.inner_function,
        }

    # Values

    def wanted(self, node: Located, given: Type) -> None:
        """Report a value that cannot be an object."""
        if isinstance(given, BufferType):
            self.x.error(node, "a typed buffer is no Python object any more", _BUFFER_HINT)

    def object(self, node: ast.expr) -> None:
        """Check an expression whose value is wanted as an object."""
        self.wanted(node, self.x.type_of(node))

    def name(self, node: ast.Name) -> Type:
        """A name that is neither a local nor a constant: a global one, looked up when it is read."""
        found = self.program.find_function(self.function.source, node.id)
        if found is not None and found.source.owner is not None:
            hint = f"call it: `{node.id}(...)`; or define it outside of the function"
            return self.x.error(node, f"the nested function `{node.id}` cannot be used as an object", hint)
        if not self.program.may_be_global(node.id) and node.id not in self.x.context.named:
            hint = self.x.close_name(node.id) or "define it in the file, or pass it as a parameter"
            self.x.warning(
                node, f"`{node.id}` is defined nowhere: run time looks for a global variable of that name", hint
            )
        return OBJECT

    def attribute(self, node: ast.Attribute, base: Type) -> Type:
        if isinstance(base, PointerType):
            return self.x.error(node, f"a `{base}` has no attributes", "read an element: `p[0]`")
        self.wanted(node.value, base)
        return OBJECT

    def binary(self, node: Located, left: Type, right: Type) -> Type:
        self.wanted(node, left)
        self.wanted(node, right)
        return OBJECT

    def compare(self, node: ast.Compare, types: list[Type]) -> Type:
        """The type of a comparison: a bool; with objects whatever the object says, but for `in` and `is`.

        A chain gives what decided.
        """
        pairs = list(zip(node.ops, types, types[1:], strict=False))
        involved = [compares_objects(op, left, right, self.x.context) for op, left, right in pairs]
        for (op, left, right), is_object in zip(pairs, involved, strict=True):
            if is_object:
                self.wanted(node, left)
                self.wanted(node, right)
            else:
                self.x.compare_pair(node, op, left, right)
        says = any(is_object and not is_identity(op) for op, is_object in zip(node.ops, involved, strict=True))
        return OBJECT if says else BOOL

    def alternatives(self, types: list[Type], values: list[ast.expr]) -> Type | None:
        """The type of a choice between values of which one is an object."""
        mixed = any(t in OBJECTS or self.x.context.is_wide(t, *types) for t in types) or self._differ(types)
        if not mixed:
            return None
        for type_, value in zip(types, values, strict=True):
            self.wanted(value, type_)
        return OBJECT

    def _differ(self, types: list[Type]) -> bool:
        """Whether types have nothing in common but that they are objects."""
        return any(isinstance(t, PointerType | TupleType) for t in types) and len(set(types)) > 1

    def subscript(self, node: ast.Subscript, base: Type) -> Type:
        self.wanted(node.value, base)
        self.object(node.slice)
        return OBJECT

    # Containers

    def _items(self, node: ast.List | ast.Set) -> Type:
        for item in node.elts:
            if isinstance(item, ast.Starred):
                self.x.error(item, "a starred item is not supported in a display", "add the lists: `[a] + list(b)`")
            else:
                self.object(item)
        return OBJECT

    def tuple(self, node: ast.Tuple, types: list[Type]) -> Type:
        for item, type_ in zip(node.elts, types, strict=True):
            self.wanted(item, type_)
        return OBJECT

    def _dict(self, node: ast.Dict) -> Type:
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                self.x.error(value, "`**` is not supported in a dict display", "use `d.update(...)`")
                continue
            self.object(key)
            self.object(value)
        return OBJECT

    def _slice(self, node: ast.Slice) -> Type:
        for part in (node.lower, node.upper, node.step):
            if part is not None:
                self.object(part)
        return OBJECT

    def _formatted(self, node: ast.JoinedStr) -> Type:
        for part in node.values:
            if isinstance(part, ast.Constant):
                self.object(part)
            if isinstance(part, ast.FormattedValue):
                self.object(part.value)
                if part.conversion == ord("a"):
                    self.x.error(part, "MicroPython has no `!a`", "write `!r`")
                spec = part.format_spec
                dynamic = isinstance(spec, ast.JoinedStr) and any(
                    not isinstance(piece, ast.Constant) for piece in spec.values
                )
                if dynamic:
                    hint = "write `'{:{}}'.format(value, width)`"
                    self.x.error(part, "a format that is computed is not supported in an f-string", hint)
        return OBJECT

    def _named(self, node: ast.NamedExpr) -> Type:
        given = self.x.type_of(node.value)
        self.x.store_name(node.target, node.value, given)
        local = self.x.find_local(node.target.id)
        if local is not None:
            return held_type(local)
        return OBJECT if self.program.is_declared_global(self.function.source, node.target.id) else ERROR

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.DictComp) -> Type:
        """Its names are locals of the function that only it sees."""
        names: dict[str, Local] = {}
        self.function.comprehensions[node] = names
        for number, generator in enumerate(node.generators):
            element = self.iterated(generator.iter)
            if number == 0:
                self.x.inner.append(names)
            self._bind(generator.target, element, names)
            for condition in generator.ifs:
                self.x.condition(condition)
        results = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        for result in results:
            self.object(result)
        self.x.inner.pop()
        return OBJECT

    def _bind(self, target: ast.expr, type_: Type, names: dict[str, Local]) -> None:
        if isinstance(target, ast.Name):
            names[target.id] = self.new_local(target.id, self.x.context.default(type_))
        elif isinstance(target, ast.Tuple | ast.List):
            for item in target.elts:
                self._bind(item, OBJECT, names)
        else:
            self.x.error(target, "the target of a comprehension is a name or several names here")

    def new_local(self, name: str, type_: Type) -> Local:
        """A slot that no name of the function means."""
        local = Local(name, type_)
        self.function.ir.locals.append(local)
        return local

    def inner_function(self, node: ast.FunctionDef | ast.Lambda) -> Type:
        """A nested function that is made here, an object."""
        for default in [*node.args.defaults, *node.args.kw_defaults]:
            if default is not None:
                self.object(default)
        child = self.child(node)
        assert child is not None
        inner = {name for names in self.x.inner for name in names}
        for name in free_names(child.written) & inner:
            hint = f"give it a default: `lambda {name}={name}: ...`"
            self.x.error(node, f"`{name}` belongs to a comprehension, whose variables no function can keep", hint)
        return OBJECT

    def child(self, node: ast.FunctionDef | ast.Lambda | ast.ClassDef) -> FunctionSource | None:
        """The function, made at run time, that a definition inside this one is."""
        return next((child for child in self.function.source.children if child.written is node), None)

    # Loops

    def iterated(self, node: ast.expr) -> Type:
        """The type of the items of what a loop runs over; a slot for its iterator where it is an object."""
        found = self.x.range_type(node)
        if found is not None:
            return found
        type_ = self.x.value_type(node)
        if isinstance(type_, BufferType):
            return self.x.context.element_value(type_.element)
        if type_ == ERROR:
            return ERROR
        if is_number(type_) or isinstance(type_, PointerType):
            return self.x.error(node, f"a value of type `{type_}` has no elements to loop over", "loop over `range(n)`")
        self.function.iterators[node] = self.new_local("iterator", ITERATOR)
        return OBJECT

    # Calls

    def call(self, node: ast.Call) -> Type:
        """A call of an object."""
        if is_bare_super(node) and (self.x.find_local(CLASS) is None or first_parameter(self.function) is None):
            hint = "write `super(Class, self)`"
            return self.x.error(node, "`super()` without arguments has a meaning in methods only", hint)
        self.x.function.calls[node] = ObjectCall()
        if isinstance(node.func, ast.Attribute):
            self.object(node.func.value)
        else:
            self.object(node.func)
        for argument in node.args:
            self.object(argument.value if isinstance(argument, ast.Starred) else argument)
        for keyword in node.keywords:
            self.object(keyword.value)
        return OBJECT

    def takes_machine(self, node: ast.Call, name: str) -> bool:
        """Whether a built-in function is called with what its machine form takes."""
        if node.keywords or any(isinstance(argument, ast.Starred) for argument in node.args):
            return False
        types = [self.x.type_of(argument) for argument in node.args]
        if name == "ord":
            return types == [STRING]
        if any(t in OBJECTS or isinstance(t, TupleType) or self.x.context.is_wide(t, *types) for t in types):
            return False
        if name in ("min", "max"):
            return len(types) > 1
        if name == "pow":
            return len(types) == 2 and all(map(is_integer, types))
        return len(types) == 1

    def casts(self, node: ast.Call, wanted: Type) -> bool:
        """Whether `T(x)` is a cast. Of numbers and bools all are; `int("ff", 16)` calls the class."""
        plain = len(node.args) == 1 and not node.keywords and not isinstance(node.args[0], ast.Starred)
        if not plain:
            return not (wanted in (BOOL, OBJECT) or is_number(wanted))
        return True
