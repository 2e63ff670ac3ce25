"""The typing of one function: what all its rules share, and the table of the rules by node class.

A rule gives the type of one kind of expression, or checks one kind of statement, for machine types and for objects
alike. The rules stand in a file for each family of nodes and enter themselves into the table:

    @rule(ast.IfExp)
    def _conditional(t: FunctionTyping, node: ast.IfExp) -> Type: ...

A value of a machine type becomes an object where one is wanted; an object becomes a machine value by a cast (`int(x)`).
What is refused has the type `ERROR`, and is a report of the function.
"""

import ast
import difflib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from nativecomp.frontend.discover import FunctionSource
from nativecomp.frontend.folding import Constant
from nativecomp.frontend.infer.beginnings import first_object, shown
from nativecomp.frontend.infer.refused import blocks_inside
from nativecomp.frontend.infer.typed import ERROR, RESULT, Report, TypedFunction
from nativecomp.ir import Local, Static
from nativecomp.language.diagnostics import Located
from nativecomp.language.types import (
    BOOL,
    NONE,
    OBJECT,
    OBJECTS,
    STRING,
    BufferType,
    LiteralType,
    PointerType,
    Type,
    is_number,
)

if TYPE_CHECKING:
    from nativecomp.frontend.infer.program import Program

_Rule = TypeVar("_Rule", bound=Callable[..., Type | None])
RULES: dict[type[ast.AST], Callable[..., Any]] = {}

_ASYNC = ("`async` is not supported in a viper function", "leave the function undecorated")
_REFUSED: dict[type[ast.AST], tuple[str, str]] = {
    ast.GeneratorExp: ("a generator is not supported in a viper function", "write a list comprehension, or a loop"),
    ast.Yield: ("a generator is not supported in a viper function", "fill a list or a buffer, or leave it undecorated"),
    ast.YieldFrom: ("a generator is not supported in a viper function", "leave the function undecorated"),
    ast.Await: ("`await` is not supported in a viper function", "leave the function undecorated"),
    ast.Starred: ("a starred expression is not supported here", "write the items out"),
    ast.Match: ("MicroPython has no `match`", "write `if` and `elif`"),
    ast.TryStar: ("MicroPython has no `except*`", "write `except`"),
    ast.ClassDef: ("a class cannot stand here", "define it outside of the function"),
    ast.AsyncFunctionDef: ("an asynchronous function cannot be compiled", "define it outside of the function"),
    ast.AsyncFor: _ASYNC,
    ast.AsyncWith: _ASYNC,
}
_BUFFER_HINT = "keep the object too: take it as a parameter without a type, and cast it with `ptr8(x)`"


def rule(*kinds: type[ast.AST]) -> Callable[[_Rule], _Rule]:
    """Enter a function into the table as the rule of these kinds of nodes."""

    def enter(function: _Rule) -> _Rule:
        RULES.update(dict.fromkeys(kinds, function))
        return function

    return enter


class FunctionTyping:
    """One walk over a function's body, in the order of the text."""

    def __init__(self, program: "Program", function: TypedFunction) -> None:
        self.program = program
        self.context = program.context
        self.function = function
        self.constants = program.constants.of(function.source.scope)
        self.inner: list[dict[str, Local]] = []
        """The names of the comprehensions around the expression."""
        self.loose: set[str] = set()
        """Locals that begin as what is an object in MicroPython: where an object follows, they are objects here too."""
        self.guessed: set[str] = set()
        """Locals whose type a literal chose."""
        self.unassigned: dict[str, ast.expr] = {}
        """The annotations of locals that have no value yet."""

    # Reports

    def error(self, node: Located, message: str, hint: str = "") -> Type:
        self.function.reports.append(Report(node, message, hint, "error"))
        return ERROR

    def warning(self, node: Located, message: str, hint: str) -> None:
        self.function.reports.append(Report(node, message, hint, "warning"))

    def no_conversion(self, node: Located, given: Type, wanted: Type, message: str, hint: str) -> None:
        """Report a value in a place of another type. An object may be refused for what it is (notes.py)."""
        is_object = given == OBJECT and is_number(wanted)
        first = first_object(self.function.source.node, node) if is_object else None
        if first is not None and isinstance(node, ast.Name):
            message += f": `{node.id}` is one since line {first.lineno}, where it begins as {shown(first)}"
            hint = f"begin with a number, `{node.id} = 0`"
        self.function.reports.append(Report(node, message, hint, "conversion" if is_object else "error"))

    def refuse(self, node: ast.expr | ast.stmt) -> Type:
        """Report an expression or a statement that is not supported."""
        if isinstance(node, ast.expr):
            return self.error(
                node, *_REFUSED.get(type(node), ("this expression is not supported in a viper function",))
            )
        return self.error(head(node), *_REFUSED.get(type(node), ("this statement is not supported here",)))

    def close_name(self, name: str) -> str:
        """A hint at a name of the function or file that is written nearly so."""
        known = [*self.function.locals, *self.program.known_names()]
        close = difflib.get_close_matches(name, [one for one in known if one != name], n=1)
        return f"did you mean `{close[0]}`?" if close else ""

    # Expressions

    def type_of(self, node: ast.expr) -> Type:
        """The type of an expression used as a value; `ERROR` when it was refused, which has been reported then."""
        types = self.function.types
        if node not in types:
            found = RULES.get(type(node))
            types[node] = self.refuse(node) if found is None else found(self, node)
        return types[node]

    def value_type(self, node: ast.expr) -> Type:
        """The type as the operand of an operation: strings and `None` are objects."""
        type_ = self.type_of(node)
        return OBJECT if type_ in OBJECTS else type_

    def object(self, *nodes: ast.expr | None) -> Type:
        """Check expressions whose values are wanted as objects; `OBJECT`, for the rule of what is made of them."""
        for node in nodes:
            if node is not None:
                self.wanted(node, self.type_of(node))
        return OBJECT

    def wanted(self, node: Located, *given: Type) -> Type:
        """Report a value that is wanted as an object and cannot be one; `OBJECT`."""
        if any(isinstance(type_, BufferType) for type_ in given):
            self.error(node, "a typed buffer is no Python object any more", _BUFFER_HINT)
        return OBJECT

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
        """Note the value of an expression; its type."""
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

    # Statements

    def body(self, *blocks: list[ast.stmt]) -> None:
        """Check the statements of blocks."""
        for block in blocks:
            for statement in block:
                found = RULES.get(type(statement))
                if found is None:
                    self.refuse(statement)
                    self.body(*blocks_inside(statement))
                else:
                    found(self, statement)

    # Names

    def find_local(self, name: str) -> Local | None:
        """The slot of a name: one of this function, or one of an enclosing compiled one, which it then captures."""
        for names in reversed(self.inner):
            if name in names:
                return names[name]
        if self.is_hidden(name):
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

    def find_static(self, name: str, base: str = "") -> Static | None:
        """The data that `name`, or `base.name` of an imported module, means, which the function uses from here on."""
        found = None if self.is_local(base or name) else self.program.find_static(name, base)
        if found is not None:
            self.function.statics[f"{base}.{name}" if base else name] = found
        return found

    def is_hidden(self, name: str) -> bool:
        """Whether a comprehension in the body of a class looks for a name of the class outside of it."""
        is_class = self.function.source.is_class
        return is_class and bool(self.inner) and self.program.is_own_local(self.function.source, name)

    def is_global(self, name: str) -> bool:
        """Whether the function declares the name `global`."""
        return self.program.is_declared_global(self.function.source, name)

    def new_slot(self, name: str, type_: Type) -> Local:
        """A slot that no name of the function means."""
        local = Local(name, type_, from_source=True)
        self.function.ir.locals.append(local)
        return local

    def new_local(self, name: str, type_: Type) -> Local:
        """The slot of a name."""
        self.function.locals[name] = local = self.new_slot(name, type_)
        return local

    def note_result(self, type_: Type) -> None:
        """A `return` with a value has given an undeclared result its type: the first one, or one that gives an object.

        An object after another type makes the result an object in the next round, since calls may have been typed.
        """
        function = self.function
        if function.result not in (None, NONE, ERROR, type_):
            function.widened.add(RESULT)
        function.result = function.ir.result = self.context.default(type_)


def head(statement: ast.stmt) -> Located:
    """The first line of a statement, so that a caret does not run under a whole block."""
    if statement.end_lineno == statement.lineno:
        return statement
    first = ast.Pass(lineno=statement.lineno, col_offset=statement.col_offset)
    first.end_lineno = statement.lineno
    first.end_col_offset = statement.col_offset + len(type(statement).__name__)
    return first
