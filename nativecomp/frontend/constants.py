"""Names with a value known at compile time: those that `const()` makes, and variables that nothing can assign again.

`const` says that a name is a constant, wherever it stands and whatever the value is (tuples, `None`, strings); what
another file says without `const` is a variable of that file. A variable of the file itself has a known value where it
is bound once, by a plain assignment of a number or a text at the top level of its scope, no function declares it
`global` or `nonlocal`, and nothing else in the file can assign it (assignments.py). Other files may assign variables of
the module and of its classes, and only a name in capitals says that they do not.
"""

import ast
import builtins
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from nativecomp.frontend.assignments import Assignments, find_assignments, last_star_import
from nativecomp.frontend.discover import Scope, ScopeNode
from nativecomp.frontend.folding import Constant, NotConstant, evaluate, is_const_call
from nativecomp.frontend.scopes import GENERATOR_EXPRESSION
from nativecomp.frontend.source import parse, read_source
from nativecomp.language.diagnostics import CompileError
from nativecomp.language.syntax import children, walk_statements

BoardModules = Mapping[str, Mapping[str, int]]
"""The constants of modules that a board's firmware has, such as `stm.GPIOA`, by module and name."""


def _bound_names(node: ast.AST) -> list[str]:
    """Names that one node binds by itself."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
        return [node.id]
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name] if node.name != GENERATOR_EXPRESSION else []
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [(alias.asname or alias.name).split(".")[0] for alias in node.names]
    if isinstance(node, ast.ExceptHandler) and node.name:
        return [node.name]
    if isinstance(node, ast.MatchAs | ast.MatchStar) and node.name:
        return [node.name]
    if isinstance(node, ast.arg):
        return [node.arg]
    return []


def _around(node: ast.AST) -> list[ast.AST]:
    """The parts of a definition that the scope around it computes: decorators, defaults, bases."""
    if isinstance(node, ast.ClassDef):
        return [*node.decorator_list, *node.bases, *node.keywords]
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return []
    decorators = [] if isinstance(node, ast.Lambda) else node.decorator_list
    return [*decorators, *node.args.defaults, *(default for default in node.args.kw_defaults if default is not None)]


def walk_scope(node: ScopeNode) -> list[ast.AST]:
    """The nodes of a scope without the insides of inner functions and classes (which are listed themselves)."""
    out: list[ast.AST] = []
    outside = {id(part) for part in _around(node)}
    todo: list[ast.AST] = list(children(node))
    while todo:
        item = todo.pop()
        if id(item) in outside:
            continue
        out.append(item)
        is_definition = isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda)
        todo += _around(item) if is_definition else children(item)
    return out


class ConstantFile:
    """What one file says that all of its scopes rely on."""

    def __init__(self, path: str, tree: ast.Module, files: "ConstantFiles") -> None:
        self.path = path
        self.files = files
        self.tree = tree
        self.last_star_import = last_star_import(tree)

    @cached_property
    def assignments(self) -> Assignments:
        """What it may assign other than in plain view."""
        return find_assignments(self.tree)

    @cached_property
    def consts(self) -> dict[str, ast.expr]:
        """What `name = const(...)` says anywhere in the file, for names of which nothing else is said."""
        found: dict[str, ast.expr] = {}
        several: set[str] = set()
        for node in walk_statements(self.tree):
            if isinstance(node, ast.stmt):
                for name, value in _simple_assignments(node):
                    several |= {name} & found.keys()
                    if is_const_call(value):
                        found[name] = value
        return {name: value for name, value in found.items() if name not in several}


class ConstantScope:
    """The constants of one module, class body or function body, evaluated when asked for."""

    def __init__(self, node: ScopeNode, parent: "ConstantScope | None", file: ConstantFile) -> None:
        self.parent = parent
        self.file = file
        self.is_visible = isinstance(node, ast.Module | ast.ClassDef)
        """Whether code outside of the scope may assign its names."""
        self._values: dict[str, Constant] = {}
        self._pending: set[str] = set()
        nodes = walk_scope(node)
        counts: dict[str, int] = {}
        for item in nodes:
            for name in _bound_names(item):
                counts[name] = counts.get(name, 0) + 1
        declarations = [item for item in walk_statements(node) if isinstance(item, ast.Global | ast.Nonlocal)]
        outside = {name for item in declarations for name in item.names}
        self.bound = set(counts)
        self._assigned: dict[str, ast.expr] = {}
        self.imported: dict[str, tuple[str, str | None, int]] = {}
        """By name: the module, the name in it (None: the name is the module), the dots before it."""
        body = [] if isinstance(node, ast.Lambda) else node.body
        self._classes = {
            item.name: item
            for item in body
            if isinstance(item, ast.ClassDef) and counts[item.name] == 1 and not item.decorator_list
        }
        once = self.bound_once = {name for name, count in counts.items() if count == 1 and name not in outside}
        """The names that one place binds, and no function declares to be of another scope."""
        for item in nodes:
            if isinstance(item, ast.stmt):
                for name, value in _simple_assignments(item):
                    # What `if` and `try` assign, run time decides; `const` says that it does not.
                    if name in once and (item in body or is_const_call(value)):
                        self._assigned[name] = value
            self._note_import(item, once)

    def _note_import(self, item: ast.AST, once: set[str]) -> None:
        if isinstance(item, ast.ImportFrom):
            for alias in item.names:
                name = alias.asname or alias.name
                if name in once:
                    self.imported[name] = (item.module or "", alias.name, item.level)
        elif isinstance(item, ast.Import):
            for alias in item.names:
                name = alias.asname or alias.name
                if "." not in name and name in once:
                    self.imported[name] = (alias.name, None, 0)

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
                if not self.assigned_const(name):
                    self._check_variable(name, value)
            elif name in self.imported:
                module, attribute, level = self.imported[name]
                if attribute is None:
                    raise NotConstant(f"`{name}` is a module")
                value = self.file.files.lookup(self.file.path, module, level, attribute)
            else:
                raise NotConstant(f"`{name}` is not a constant")
        finally:
            self._pending.discard(name)
        self._values[name] = value
        return value

    def _check_variable(self, name: str, value: Constant) -> None:
        """Refuse a variable that may have another value when it is read."""
        if not isinstance(value, int | float | str | bytes):
            raise NotConstant(f"`{name}` is not a constant")
        if self.is_visible:
            line = self._assigned[name].lineno
            if self.file.assignments.assigns(name) or line < self.file.last_star_import:
                raise NotConstant(f"`{name}` is a variable, which this file may assign")
            if name != name.upper():
                raise NotConstant(
                    f"`{name}` is a variable: `const` or a name in capitals says that no other file assigns it"
                )

    def lookup(self, name: str) -> Constant:
        """The value of a name seen from this scope: here, or in the enclosing ones.

        As for MicroPython, a `const` of another class or function of the file is known wherever the name means
        nothing else.

        Raises:
            NotConstant: it has none.
        """
        scope: ConstantScope = self
        while name not in scope.bound:
            if scope.parent is None:
                return scope._elsewhere(name)
            scope = scope.parent
        return scope.own(name)

    def said(self, name: str) -> Constant:
        """The value of a name that `name = const(...)` made, which is all that MicroPython's compiler knows.

        Raises:
            NotConstant: it has none.
        """
        scope: ConstantScope = self
        while name not in scope.bound:
            if scope.parent is None:
                return scope._elsewhere(name)
            scope = scope.parent
        if scope.assigned_const(name):
            return scope.own(name)
        if scope.parent is None:
            return scope._elsewhere(name)
        raise NotConstant(f"`{name}` is a variable")

    def _elsewhere(self, name: str) -> Constant:
        if name in self.file.consts and name not in self._pending:
            self._pending.add(name)
            try:
                return self.evaluate(self.file.consts[name])
            finally:
                self._pending.discard(name)
        raise NotConstant(f"`{name}` is not defined here" if not hasattr(builtins, name) else f"`{name}` is built in")

    def dotted(self, base: str, name: str) -> Constant:
        """The value of `base.name` where `base` is an imported module or a class, and `const` made the name.

        Raises:
            NotConstant: it has none.
        """
        scope: ConstantScope = self
        while base not in scope.bound and scope.parent is not None:
            scope = scope.parent
        if name in self.file.assignments.names:
            raise NotConstant(f"`{base}.{name}` is a variable, which this file may assign")
        if base in scope._classes:
            return ConstantScope(scope._classes[base], scope, self.file).own(name)
        if base in scope.imported:
            module, attribute, level = scope.imported[base]
            if attribute is not None:
                module = f"{module}.{attribute}" if module else attribute
            return self.file.files.lookup(self.file.path, module, level, name)
        raise NotConstant(f"`{base}.{name}` is not a constant")

    def evaluate(self, node: ast.expr, *, exact: bool = False) -> Constant:
        """The value of a constant expression; an `exact` one has no names but those that `const` made.

        Raises:
            NotConstant: it has none.
        """
        return evaluate(node, self._said if exact else self._name)

    def _said(self, node: ast.Name | ast.Attribute) -> Constant:
        if isinstance(node, ast.Name):
            return self.said(node.id)
        raise NotConstant("an attribute is looked up at run time")

    def _name(self, node: ast.Name | ast.Attribute) -> Constant:
        if isinstance(node, ast.Name):
            return self.lookup(node.id)
        if isinstance(node.value, ast.Name):
            return self.dotted(node.value.id, node.attr)
        raise NotConstant("not a constant expression")


def _simple_assignments(statement: ast.stmt) -> list[tuple[str, ast.expr]]:
    if isinstance(statement, ast.Assign) and all(isinstance(t, ast.Name) for t in statement.targets):
        return [(t.id, statement.value) for t in statement.targets if isinstance(t, ast.Name)]
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name) and statement.value is not None:
        return [(statement.target.id, statement.value)]
    return []


def module_file(importer: str, module: str, level: int) -> Path | None:
    """The file of a module beside the file that imports it, with so many dots before its name; None: there is none."""
    path = Path(importer)
    folder = (path.resolve() if path.is_symlink() else path).parent
    for _ in range(level - 1):
        folder /= ".."
    base = folder.joinpath(*module.split(".")) if module else folder
    for path in (base.with_suffix(".py") if module else base / "__init__.py", base / "__init__.py"):
        if path.is_file():
            return path
    return None


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
        path = module_file(importer, module, level)
        if path is not None:
            if path not in self._modules:
                try:
                    tree = parse(read_source(path))
                except CompileError:
                    raise NotConstant(f"module `{module}` cannot be read") from None
                self._modules[path] = ConstantScope(tree, None, ConstantFile(str(path), tree, self))
            found = self._modules[path]
            if not found.assigned_const(name) and name not in found.imported:
                raise NotConstant(f"`{name}` is a variable of `{module}`: make it `const(...)` there")
            return found.own(name)
        if module in self.board and not level:
            if name in self.board[module]:
                return self.board[module][name]
            raise NotConstant(f"the board's module `{module}` has no `{name}`")
        raise NotConstant(f"module `{module or '.'}` is no file beside this one, and the target does not know it")


class ConstantScopes:
    """The constants of one file, by scope."""

    def __init__(self, file: str, defines: Mapping[str, Constant], board: BoardModules | None = None) -> None:
        self.path = file
        self.files = ConstantFiles(board or {})
        self.defines = defines
        self.unknown: list[str] = []
        self._scopes: dict[Scope, ConstantScope] = {}
        self._file: ConstantFile | None = None

    def of(self, scope: Scope) -> ConstantScope:
        if scope not in self._scopes:
            outer = scope.parent
            # As in Python, what is inside a function does not see the names of a class body around it.
            while outer is not None and isinstance(outer.node, ast.ClassDef):
                outer = outer.parent
            parent = self.of(outer) if outer else None
            if self._file is None:
                assert isinstance(scope.node, ast.Module)
                self._file = ConstantFile(self.path, scope.node, self.files)
            made = self._scopes[scope] = ConstantScope(scope.node, parent, self._file)
            if parent is None:
                self.unknown = [name for name in self.defines if not made.is_constant(name)]
                made.override(self.defines)
        return self._scopes[scope]
