"""Names with a value known at compile time: `const()`, names assigned once, imports of such names from other files.

A name is a constant of its scope when it is bound exactly once there, by a plain assignment of a constant expression at
the top level of the scope, and no function declares it `global` or `nonlocal`.
"""

import ast
import builtins
import operator
from collections.abc import Callable, Mapping
from pathlib import Path

from nativecomp.diagnostics import CompileError
from nativecomp.frontend.discover import Scope, ScopeNode
from nativecomp.frontend.source import parse, read_source

Constant = int | float | bool | str | bytes
BoardModules = Mapping[str, Mapping[str, int]]
"""The constants of modules that a board's firmware has, such as `stm.GPIOA`, by module and name."""
MAX_BITS = 4096
"""Constant expressions stop here, so that `1 << 10 ** 9` is an error and not a wait."""


class NotConstant(Exception):
    """The expression has no value at compile time. The message says why where that helps."""


def _shift_left(left: int, right: int) -> int:
    if right > MAX_BITS:
        raise NotConstant("the constant is too large")
    return left << right


def _power(left: int | float, right: int | float) -> int | float:
    if isinstance(left, int) and isinstance(right, int) and left.bit_length() * right > MAX_BITS:
        raise NotConstant("the constant is too large")
    result = left**right
    if isinstance(result, complex):
        raise NotConstant("the constant is a complex number")
    return result


BINARY: dict[type[ast.operator], Callable[..., int | float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: _power,
    ast.LShift: _shift_left,
    ast.RShift: operator.rshift,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
}
UNARY: dict[type[ast.unaryop], Callable[..., int | float | bool]] = {
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Invert: operator.invert,
    ast.Not: operator.not_,
}


def fold_binary(op: ast.operator, left: int | float, right: int | float) -> int | float:
    """Python's own result.

    Raises:
        NotConstant: there is none (division by zero, negative shift, a float where integers are needed, too large).
    """
    try:
        result = BINARY[type(op)](left, right)
    except KeyError:
        raise NotConstant("this operator has no constant value") from None
    except (ArithmeticError, ValueError, TypeError) as error:
        raise NotConstant(str(error)) from None
    if isinstance(result, int) and result.bit_length() > MAX_BITS:
        raise NotConstant("the constant is too large")
    return result


def fold_unary(op: ast.unaryop, operand: int | float) -> int | float | bool:
    """Python's own result.

    Raises:
        NotConstant: there is none (`~` of a float).
    """
    try:
        return UNARY[type(op)](operand)
    except TypeError as error:
        raise NotConstant(str(error)) from None


def is_const_call(node: ast.expr) -> bool:
    """`const(...)` or `micropython.const(...)` with one argument."""
    if not isinstance(node, ast.Call) or len(node.args) != 1 or node.keywords:
        return False
    name = node.func
    return (isinstance(name, ast.Name) and name.id == "const") or (
        isinstance(name, ast.Attribute) and name.attr == "const"
    )


def _bound_names(node: ast.AST) -> list[str]:
    """Names that one node binds by itself."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
        return [node.id]
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [(alias.asname or alias.name).split(".")[0] for alias in node.names]
    if isinstance(node, ast.ExceptHandler) and node.name:
        return [node.name]
    if isinstance(node, ast.MatchAs | ast.MatchStar) and node.name:
        return [node.name]
    if isinstance(node, ast.arg):
        return [node.arg]
    return []


def walk_scope(node: ScopeNode) -> list[ast.AST]:
    """The nodes of a scope without the insides of inner functions and classes (which are listed themselves)."""
    out: list[ast.AST] = []
    todo: list[ast.AST] = list(ast.iter_child_nodes(node))
    while todo:
        item = todo.pop()
        out.append(item)
        if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            todo += item.decorator_list
        elif not isinstance(item, ast.Lambda):
            todo += ast.iter_child_nodes(item)
    return out


class ConstantScope:
    """The constants of one module, class body or function body, evaluated when asked for."""

    def __init__(self, node: ScopeNode, parent: "ConstantScope | None", files: "ConstantFiles", file: str) -> None:
        self.parent = parent
        self.files = files
        self.file = file
        self._values: dict[str, Constant] = {}
        self._pending: set[str] = set()
        nodes = walk_scope(node)
        counts: dict[str, int] = {}
        for item in nodes:
            for name in _bound_names(item):
                counts[name] = counts.get(name, 0) + 1
        declarations = [item for item in ast.walk(node) if isinstance(item, ast.Global | ast.Nonlocal)]
        outside = {name for item in declarations for name in item.names}
        self.bound = set(counts)
        self._assigned: dict[str, ast.expr] = {}
        self._imported: dict[str, tuple[str, str | None, int]] = {}
        body = [] if isinstance(node, ast.Lambda) else node.body
        self.classes = {item.name: item for item in body if isinstance(item, ast.ClassDef)}
        for statement in body:
            for name, value in _simple_assignments(statement):
                if counts[name] == 1 and name not in outside:
                    self._assigned[name] = value
        for item in nodes:
            self._note_import(item, counts)

    def _note_import(self, item: ast.AST, counts: dict[str, int]) -> None:
        if isinstance(item, ast.ImportFrom):
            for alias in item.names:
                name = alias.asname or alias.name
                if counts[name] == 1:
                    self._imported[name] = (item.module or "", alias.name, item.level)
        elif isinstance(item, ast.Import):
            for alias in item.names:
                name = alias.asname or alias.name
                if "." not in name and counts[name] == 1:
                    self._imported[name] = (alias.name, None, 0)

    def is_constant(self, name: str) -> bool:
        """Whether a name bound in this scope has a value."""
        try:
            self.own(name)
        except NotConstant:
            return False
        return True

    def override(self, values: Mapping[str, Constant]) -> None:
        """Give names that are constants here other values, as `--define` asks."""
        self._values = dict(values)

    def assigned_const(self, name: str) -> bool:
        """Whether the name is bound here by `name = const(...)`, the one form that is no variable inside a function."""
        return name in self._assigned and is_const_call(self._assigned[name])

    def own(self, name: str) -> Constant:
        """The value of a name bound in this very scope.

        Raises:
            NotConstant: it has none.
        """
        if name in self._values:
            return self._values[name]
        if name in self._pending:
            raise NotConstant(f"`{name}` is defined by itself")
        self._pending.add(name)
        try:
            if name in self._assigned:
                value = self.evaluate(self._assigned[name])
            elif name in self._imported:
                module, attribute, level = self._imported[name]
                if attribute is None:
                    raise NotConstant(f"`{name}` is a module")
                value = self.files.lookup(self.file, module, level, attribute)
            else:
                raise NotConstant(f"`{name}` is not a constant")
        finally:
            self._pending.discard(name)
        self._values[name] = value
        return value

    def lookup(self, name: str) -> Constant:
        """The value of a name seen from this scope: here, or in the enclosing ones.

        Raises:
            NotConstant: it has none.
        """
        scope: ConstantScope | None = self
        while scope is not None:
            if name in scope.bound:
                return scope.own(name)
            scope = scope.parent
        raise NotConstant(f"`{name}` is not defined here" if not hasattr(builtins, name) else f"`{name}` is built in")

    def dotted(self, base: str, name: str) -> Constant:
        """The value of `base.name` where `base` is an imported module or a class.

        Raises:
            NotConstant: it has none.
        """
        scope: ConstantScope | None = self
        while scope is not None:
            if base in scope.classes:
                return ConstantScope(scope.classes[base], scope, self.files, self.file).own(name)
            if base in scope._imported:
                module, attribute, level = scope._imported[base]
                if attribute is not None:
                    module = f"{module}.{attribute}" if module else attribute
                return self.files.lookup(self.file, module, level, name)
            scope = scope.parent
        raise NotConstant(f"`{base}.{name}` is not a constant")

    def evaluate(self, node: ast.expr) -> Constant:
        """The value of a constant expression.

        Raises:
            NotConstant: it has none.
        """
        if is_const_call(node):
            assert isinstance(node, ast.Call)
            return self.evaluate(node.args[0])
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float | str | bytes):
            return node.value
        if isinstance(node, ast.Name):
            return self.lookup(node.id)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            return self.dotted(node.value.id, node.attr)
        if isinstance(node, ast.UnaryOp):
            return fold_unary(node.op, _number(self.evaluate(node.operand)))
        if isinstance(node, ast.BinOp):
            return fold_binary(node.op, _number(self.evaluate(node.left)), _number(self.evaluate(node.right)))
        raise NotConstant("not a constant expression")


def _number(value: Constant) -> int | float:
    if isinstance(value, str | bytes):
        raise NotConstant("a string has no arithmetic here")
    return value


def _simple_assignments(statement: ast.stmt) -> list[tuple[str, ast.expr]]:
    if isinstance(statement, ast.Assign) and all(isinstance(t, ast.Name) for t in statement.targets):
        return [(t.id, statement.value) for t in statement.targets if isinstance(t, ast.Name)]
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name) and statement.value is not None:
        return [(statement.target.id, statement.value)]
    return []


class ConstantFiles:
    """Constants of the other files of a program: those found beside the importing file, and those of the board."""

    def __init__(self, board: BoardModules) -> None:
        self.board = board
        self._modules: dict[Path, ConstantScope] = {}

    def lookup(self, importer: str, module: str, level: int, name: str) -> Constant:
        """
        Raises:
            NotConstant: the module is not beside the importing file, or the name is no constant there.
        """
        folder = Path(importer).resolve().parent
        for _ in range(level - 1):
            folder = folder.parent
        base = folder.joinpath(*module.split(".")) if module else folder
        for path in (base.with_suffix(".py") if module else base / "__init__.py", base / "__init__.py"):
            if path.is_file():
                if path not in self._modules:
                    try:
                        source = read_source(path)
                        self._modules[path] = ConstantScope(parse(source), None, self, str(path))
                    except CompileError:
                        raise NotConstant(f"module `{module}` cannot be read") from None
                return self._modules[path].own(name)
        if module in self.board and not level:
            if name in self.board[module]:
                return self.board[module][name]
            raise NotConstant(f"the board's module `{module}` has no `{name}`")
        raise NotConstant(f"module `{module or '.'}` is no file beside this one, and the target does not know it")


class ConstantScopes:
    """The constants of one file, by scope."""

    def __init__(self, file: str, defines: Mapping[str, Constant], board: BoardModules | None = None) -> None:
        self.file = file
        self.files = ConstantFiles(board or {})
        self.defines = defines
        self.unknown: list[str] = []
        self._scopes: dict[Scope, ConstantScope] = {}

    def of(self, scope: Scope) -> ConstantScope:
        if scope not in self._scopes:
            outer = scope.parent
            # As in Python, what is inside a function does not see the names of a class body around it.
            while outer is not None and isinstance(outer.node, ast.ClassDef):
                outer = outer.parent
            parent = self.of(outer) if outer else None
            made = self._scopes[scope] = ConstantScope(scope.node, parent, self.files, self.file)
            if parent is None:
                self.unknown = [name for name in self.defines if not made.is_constant(name)]
                made.override(self.defines)
        return self._scopes[scope]
