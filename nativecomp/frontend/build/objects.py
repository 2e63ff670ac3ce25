"""Build the IR of expressions on objects: every operand boxed, in Python's order."""

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from nativecomp.frontend.build.classes import ClassBuilder
from nativecomp.frontend.discover import FunctionSource
from nativecomp.frontend.generators import GeneratorCall
from nativecomp.frontend.infer.operators import OPERATORS, compares_objects
from nativecomp.frontend.infer.typed import held_type
from nativecomp.frontend.scopes import CLASS, is_bare_super
from nativecomp.frontend.supers import first_parameter
from nativecomp.ir import Local, Op
from nativecomp.language.types import BOOL, NONE, OBJECT, CellType, tuple_of

if TYPE_CHECKING:
    from nativecomp.frontend.build.expressions import ExpressionBuilder

METHOD = tuple_of((OBJECT, OBJECT))
"""A method that has been looked up: the function and its `self`."""

_COMPARE: dict[type[ast.cmpop], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.Eq: "==", ast.NotEq: "!=", ast.In: "in", ast.NotIn: "in",
}  # fmt: skip
_NEGATED = (ast.NotIn, ast.IsNot)
_UNARY: dict[type[ast.unaryop], str] = {ast.USub: "-", ast.UAdd: "+", ast.Invert: "~"}


class ObjectBuilder:
    """Builds into the current block of an expression builder."""

    def __init__(self, x: "ExpressionBuilder") -> None:
        self.x = x
        self.b = x.b
        self.typed = x.typed
        self.inner: list[dict[str, Local]] = []
        self.classes = ClassBuilder(self)
        self.store: Callable[[ast.expr, Op], None] = lambda target, value: None
        self.iterate: Callable[..., None] = lambda *arguments: None
        self.rules: dict[type[ast.expr], Callable[..., Op]] = {
            ast.Attribute: self._attribute,
            ast.List: lambda node: self._sequence("list", node),
            ast.Set: lambda node: self._sequence("set", node),
            ast.Dict: self._dict,
            ast.ListComp: self._comprehension,
            ast.SetComp: self._comprehension,
            ast.DictComp: self._comprehension,
            ast.Slice: self._slice,
            ast.NamedExpr: self._named,
            ast.Lambda: self.inner_function,
            GeneratorCall: self._generator,
        }

    # Values

    def constant(self, value: Any) -> Op:
        return self.b.op("object.const", type_=OBJECT, value=value)

    def value(self, node: ast.expr) -> Op:
        """The value as an object."""
        return self.x.value(node, OBJECT)

    def name(self, node: ast.Name) -> Op:
        """A local that holds an object, or a global name."""
        local = self.x.find_local(node.id)
        return self.x.global_(node.id) if local is None else self.load(local)

    def load(self, local: Local) -> Op:
        """A local's value; where it may hold nothing, NameError."""
        if self.classes.is_name(local):
            return self.classes.load(local)
        value = self.b.load(local)
        held = held_type(local)
        if isinstance(local.type, CellType):
            value = self.b.op("cell.load", value, type_=OBJECT)
        elif local.type != OBJECT:
            return value
        unbound, bound = self.b.new_block("unbound"), self.b.new_block("bound")
        self.b.branch(self.b.op("object.is_end", value), unbound, bound)
        self.b.place(unbound)
        self.b.op("raise", exception="NameError", message="local variable referenced before assignment")
        self.b.place(bound)
        return self.x.convert(value, held)

    # Operators

    def binary(self, op: ast.operator, left: Op, right: Op, *, in_place: bool = False) -> Op:
        return self.b.op("object.binary", left, right, operator=OPERATORS[type(op)] + "=" * in_place)

    def unary(self, node: ast.UnaryOp) -> Op:
        return self.b.op("object.unary", self.value(node.operand), operator=_UNARY[type(node.op)])

    def is_compared(self, op: ast.cmpop, left: ast.expr, right: ast.expr) -> bool:
        """Whether two operands are compared as objects."""
        return compares_objects(op, self.typed.types[left], self.typed.types[right], self.x.context)

    def compare(self, op: ast.cmpop, left: Op, right: Op) -> Op:
        """One comparison; `in` and `is` give a bool."""
        if isinstance(op, ast.Is | ast.IsNot):
            result = self.b.op("object.is", left, right)
        else:
            result = self.b.op("object.binary", left, right, operator=_COMPARE[type(op)])
            if not isinstance(op, ast.In | ast.NotIn):
                return result
            result = self.x.convert(result, BOOL)
        return self.b.op("bool.not", result) if isinstance(op, _NEGATED) else result

    # Attributes and elements

    def _attribute(self, node: ast.Attribute) -> Op:
        if ast.unparse(node) in self.typed.statics:
            return self.x.global_(ast.unparse(node))
        return self.b.op("object.attribute", self.value(node.value), name=node.attr)

    def subscript(self, node: ast.Subscript) -> Op:
        base = self.value(node.value)
        return self.b.op("object.subscript", base, self.value(node.slice))

    def _slice(self, node: ast.Slice) -> Op:
        parts = [
            self.constant(None) if part is None else self.value(part) for part in (node.lower, node.upper, node.step)
        ]
        return self.b.op("object.slice", *parts)

    # Containers

    def _sequence(self, kind: str, node: ast.List | ast.Set | ast.Tuple) -> Op:
        return self.b.op(f"object.{kind}", *[self.value(item) for item in node.elts], type_=OBJECT)

    def tuple(self, node: ast.Tuple) -> Op:
        return self._sequence("tuple", node)

    def _dict(self, node: ast.Dict) -> Op:
        made = self.b.op("object.dict", type_=OBJECT, count=len(node.keys))
        for key, value in zip(node.keys, node.values, strict=True):
            assert key is not None
            held = self.value(value)  # before its key, as in MicroPython
            self.b.op("object.dict_store", made, self.value(key), held)
        return made

    def _named(self, node: ast.NamedExpr) -> Op:
        self.store(node.target, self.x.value(node.value, self.x.target_type(node.target)))
        return self.name(node.target)

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.DictComp) -> Op:
        kind = {ast.ListComp: "list", ast.SetComp: "set"}.get(type(node), "dict")
        made = self.b.new_local(kind, OBJECT)
        fresh = self.b.op("object.dict", type_=OBJECT, count=0) if kind == "dict" else None
        self.b.store(made, fresh or self.b.op(f"object.{kind}", type_=OBJECT))
        self._generate(node, 0, made)
        return self.b.load(made)

    def _generate(self, node: ast.ListComp | ast.SetComp | ast.DictComp, number: int, made: Local) -> None:
        if number == len(node.generators):
            self._add(node, made)
            return
        generator = node.generators[number]

        def turn() -> None:
            following = self.b.new_block("filtered")
            for condition in generator.ifs:
                more = self.b.new_block("kept")
                self.x.condition(condition, more, following)
                self.b.place(more)
            self._generate(node, number + 1, made)
            self.b.jump(following)
            self.b.place(following)

        names = self.typed.comprehensions[node]
        self.iterate(generator.iter, generator.target, turn, names if number == 0 else None)

    def _add(self, node: ast.ListComp | ast.SetComp | ast.DictComp, made: Local) -> None:
        if isinstance(node, ast.DictComp):
            value = self.value(node.value)
            self.b.op("object.dict_store", self.b.load(made), self.value(node.key), value)
        else:
            name = "object.list_append" if isinstance(node, ast.ListComp) else "object.set_store"
            item = self.value(node.elt)
            self.b.op(name, self.b.load(made), item)

    # Calls

    def method(self, base: Op, name: str) -> Op:
        return self.b.op("object.method", base, type_=METHOD, name=name)

    def call_method(self, method: Op, arguments: list[Op]) -> Op:
        return self.b.op("object.call_method", method, *arguments, type_=OBJECT, positional=len(arguments), keywords=())

    def call_object(self, function: Op, *arguments: Op) -> Op:
        return self.b.op("object.call", function, *arguments, type_=OBJECT, positional=len(arguments), keywords=())

    def call(self, node: ast.Call) -> Op:
        """A call of an object or of a method."""
        is_method = isinstance(node.func, ast.Attribute)
        if isinstance(node.func, ast.Attribute) and is_bare_super(node.func.value):
            # By its form alone, as in MicroPython: no object stands for `super()`.
            callee = self.b.op("object.super_method", *self._super(), type_=METHOD, name=node.func.attr)
        elif isinstance(node.func, ast.Attribute):
            callee = self.method(self.value(node.func.value), node.func.attr)
        else:
            callee = self.value(node.func)
        first = self._super() if is_bare_super(node) else []
        name = "object.call_method" if is_method else "object.call"
        return self.call_with(name, callee, first, node.args, node.keywords)

    def _super(self) -> list[Op]:
        """The class and the instance of `super()`."""
        instance = first_parameter(self.typed.source.node.args)
        assert instance is not None
        names = [ast.Name(name, ast.Load()) for name in (CLASS, instance)]
        return [self.x.convert(self.name(name), OBJECT) for name in names]

    def call_with(self, name: str, callee: Op, first: list[Op], args: list[ast.expr], named: list[ast.keyword]) -> Op:
        """Call with arguments of which the first ones have been computed."""
        plain = [item.value if isinstance(item, ast.Starred) else item for item in args]
        values = [*first, *(self.value(item) for item in [*plain, *(keyword.value for keyword in named)])]
        starred = sum(1 << n for n, item in enumerate(args, len(first)) if isinstance(item, ast.Starred))
        keywords = tuple(keyword.arg for keyword in named)
        attributes: dict[str, Any] = {"positional": len(values) - len(keywords), "keywords": keywords}
        if starred or None in keywords:
            name, attributes["starred"] = f"{name}_star", starred
        return self.b.op(name, callee, *values, type_=OBJECT, **attributes)

    # Functions

    def _generator(self, node: GeneratorCall) -> Op:
        made = self.function(node.definition)
        iterator = self.b.op("object.iterator", self.value(node.iterable))
        return self.b.op("object.call", made, iterator, type_=OBJECT, positional=1, keywords=())

    def inner_function(self, node: ast.FunctionDef | ast.Lambda) -> Op:
        """Make the object of a nested function, of its defaults and cells; call its decorators with it."""
        decorators = [self.value(decorator) for decorator in self.child(node).decorators]
        return self.decorate(self.function(node), decorators)

    def child(self, node: ast.FunctionDef | ast.Lambda | ast.ClassDef) -> FunctionSource:
        """The function that a definition inside this one makes."""
        return next(child for child in self.typed.source.children if child.written is node)

    def function(self, node: ast.FunctionDef | ast.Lambda | ast.ClassDef) -> Op:
        """The object of a nested function or of a class's body."""
        child = self.child(node)
        args, number = child.node.args, self.typed.source.children.index(child)
        nothing = self.b.op("object.none", type_=OBJECT)
        defaults = [self.value(default) for default in args.defaults]
        given = self.b.op("object.tuple", *defaults, type_=OBJECT) if defaults else nothing
        shared = [self.typed.cell(name) for name in child.free]
        cells = [self.b.load(cell) for cell in shared if cell is not None]
        keywords = self._keyword_defaults(args) or nothing
        return self.b.op("object.function", given, keywords, *cells, type_=OBJECT, number=number)

    def decorate(self, made: Op, decorators: list[Op]) -> Op:
        """Call decorators with what they decorate, the last one first."""
        for decorator in reversed(decorators):
            made = self.b.op("object.call", decorator, made, type_=OBJECT, positional=1, keywords=())
        return made

    def _keyword_defaults(self, args: ast.arguments) -> Op | None:
        pairs = [(a.arg, d) for a, d in zip(args.kwonlyargs, args.kw_defaults, strict=True) if d is not None]
        if not pairs:
            return None
        made = self.b.op("object.dict", type_=OBJECT, count=len(pairs))
        for name, default in pairs:
            self.b.op("object.dict_store", made, self.constant(name), self.value(default))
        return made

    # Unpacking

    def unpack(self, target: ast.Tuple | ast.List, value: Op) -> None:
        """Store the items of an object in several targets."""
        starred = next((n for n, item in enumerate(target.elts) if isinstance(item, ast.Starred)), None)
        count = len(target.elts)
        type_ = tuple_of((OBJECT,) * count)
        if starred is None:
            items = self.b.op("object.unpack", value, type_=type_, count=count)
        else:
            items = self.b.op("object.unpack_star", value, type_=type_, before=starred, after=count - 1 - starred)
        for number, item in enumerate(target.elts):
            place = item.value if isinstance(item, ast.Starred) else item
            self.store(place, self.b.op("tuple.get", items, type_=OBJECT, index=number))

    def void(self, op: Op) -> Op:
        """The value of a call that gives nothing."""
        return self.constant(None) if op.type == NONE else op
