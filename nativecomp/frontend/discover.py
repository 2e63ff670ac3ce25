"""Find the decorated functions of a file, at any depth: under classes, functions, `if` and `try`."""

import ast
import difflib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from nativecomp.frontend.checks import check_function
from nativecomp.frontend.generators import as_coroutine, suspends, take_out_generators
from nativecomp.frontend.options import parse_options
from nativecomp.frontend.scopes import CLASS, free_names, names_of
from nativecomp.ir import FunctionOptions
from nativecomp.language.diagnostics import Diagnostics, SourceFile
from nativecomp.language.syntax import walk_statements

PLAIN = FunctionOptions()
EMITTERS = ("viper", "native", "asm_thumb")
COMPILED = ("viper", "native")
"""The emitters whose functions are Python, compiled here."""
MICROPYTHON_DECORATORS = ("bytecode", *EMITTERS, "asm_rv32", "asm_xtensa")
MODULES = ("micropython", "nativecomp")
Binding = Literal["plain", "method", "staticmethod", "classmethod", "property"]

Prune = Callable[[ast.FunctionDef, "Scope", str], None]
"""Changes a function that stands in a scope and has an emitter."""


def _keep_all(node: ast.FunctionDef, scope: "Scope", emitter: str) -> None:
    """Take nothing out."""


ScopeNode = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass(eq=False)
class Scope:
    """A region of names: the module, a class body or a function body."""

    node: ScopeNode
    parent: "Scope | None" = None

    @property
    def statements(self) -> list[ast.stmt]:
        """The statements that stand directly in the region."""
        return [] if isinstance(self.node, ast.Lambda) else self.node.body


@dataclass(eq=False)
class FunctionSource:
    """A function to be compiled, as it stands in the file.

    `owner` is the compiled function that encloses it directly, if any; `binding` how a class hands it out.
    """

    node: ast.FunctionDef
    emitter: str
    options: FunctionOptions
    qualname: str
    scope: Scope
    owner: "FunctionSource | None"
    binding: Binding
    nested: dict[str, "FunctionSource"] = field(default_factory=dict)
    free: list[str] = field(default_factory=list)
    """The variables of enclosing functions, in the order in which Python passes their cells."""
    decorators: list[ast.expr] = field(default_factory=list)
    """Those that name no emitter."""
    maker: "FunctionSource | None" = None
    """The compiled function that makes this one, an object, when it runs (escape.py)."""
    children: list["FunctionSource"] = field(default_factory=list)
    """The functions that this one makes."""
    site: ast.Lambda | ast.ClassDef | None = None
    """The lambda that this function is, or the class whose body it is, if it is one of them."""

    def __post_init__(self) -> None:
        first = self.node.body[0]
        places = [(first.lineno, first.col_offset)]
        places += [(node.lineno, node.col_offset - 1) for node in getattr(first, "decorator_list", ())]
        self.body_start = min(places)
        """Line and column at which its body begins in the file."""

    @property
    def suspends(self) -> bool:
        """Whether calling it makes a generator."""
        return not self.is_class and suspends(self.node)

    @property
    def is_class(self) -> bool:
        """Whether it is the body of a class inside a compiled function, which runs as a function of its own."""
        return isinstance(self.site, ast.ClassDef)

    @property
    def written(self) -> ast.FunctionDef | ast.Lambda | ast.ClassDef:
        """The definition as it stands in the file."""
        return self.site or self.node

    @property
    def cells(self) -> list[str]:
        """Its own variables that the functions it makes use too."""
        return sorted({name for child in self.children for name in child.free} - set(self.free))

    @property
    def is_replaced(self) -> bool:
        """Whether its name means what a decorator makes of it."""
        return any(not (isinstance(d, ast.Name) and d.id == "staticmethod") for d in self.decorators)

    @property
    def position(self) -> tuple[int, int]:
        """Line and column of its `def` or `lambda`."""
        return self.node.lineno, self.node.col_offset

    @property
    def first_line(self) -> int:
        """The line of the first decorator, or of `def`: what Python calls the function's first line."""
        return min([self.node.lineno, *(d.lineno for d in self.node.decorator_list)])

    @property
    def key(self) -> tuple[str, int]:
        """What it is known by in another reading of the same file: its qualified name and the line of its `def`."""
        return self.qualname, self.node.lineno


@dataclass(frozen=True)
class Spellings:
    """The names by which a file knows the decorators: `viper`, and `nc.viper` after `import nativecomp as nc`."""

    modules: frozenset[str]
    names: dict[str, str]

    def emitter(self, decorator: ast.expr) -> str | None:
        """`viper` for `@viper`, `@micropython.viper`, `@nativecomp.viper(...)`; None for any other decorator."""
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        if isinstance(target, ast.Name):
            return self.names.get(target.id)
        if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
            known = target.attr in EMITTERS and target.value.id in self.modules
            return target.attr if known else None
        return None

    def is_bytecode(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """Whether `@micropython.bytecode` decorates a function, which leaves it to mpy-cross whatever is around it."""
        return any(
            isinstance(d, ast.Attribute)
            and d.attr == "bytecode"
            and isinstance(d.value, ast.Name)
            and d.value.id in self.modules
            for d in node.decorator_list
        )


def find_spellings(tree: ast.Module) -> Spellings:
    """The decorators' names, with those that the file's imports add."""
    modules = set(MODULES)
    names = {name: name for name in EMITTERS}
    for node in walk_statements(tree):
        if isinstance(node, ast.Import):
            modules |= {alias.asname for alias in node.names if alias.asname and alias.name in MODULES}
        elif isinstance(node, ast.ImportFrom) and node.module in MODULES:
            names |= {a.asname: a.name for a in node.names if a.asname and a.name in EMITTERS}
    return Spellings(frozenset(modules), names)


def _binding(node: ast.FunctionDef, scope: Scope) -> Binding:
    names = {d.id for d in node.decorator_list if isinstance(d, ast.Name)}
    names |= {d.attr for d in node.decorator_list if isinstance(d, ast.Attribute)}
    if names & {"setter", "getter", "deleter"}:
        return "method"
    bindings: tuple[Binding, ...] = ("staticmethod", "classmethod", "property")
    for binding in bindings:
        if binding in names:
            return binding
    return "method" if isinstance(scope.node, ast.ClassDef) else "plain"


_Emitter = tuple[str, FunctionOptions]


class _Place(NamedTuple):
    """Where statements stand: their scope, what stands before the qualified names of functions in it, the compiled
    function around, and the emitter of functions that name none.
    """

    scope: Scope
    prefix: str = ""
    owner: FunctionSource | None = None
    inherited: _Emitter | None = None


@dataclass(eq=False)
class _Finder:
    source: SourceFile
    diagnostics: Diagnostics
    defaults: FunctionOptions
    spellings: Spellings
    undecorated: _Emitter | None
    prune: Prune
    found: list[FunctionSource] = field(default_factory=list)

    def emitter_of(self, node: ast.FunctionDef | ast.ClassDef) -> tuple[str, FunctionOptions] | None:
        """The emitter that decorates a function or class, and the options it is given."""
        found = [(name, d) for d in node.decorator_list if (name := self.spellings.emitter(d))]
        if len(found) > 1:
            span = self.source.span(found[1][1])
            self.diagnostics.error(span, f"`{node.name}` has two emitter decorators", "keep one of them")
        self._check_decorators(node)
        if not found:
            return None
        name, decorator = found[0]
        call = decorator if isinstance(decorator, ast.Call) else None
        return name, parse_options(call, self.source, self.diagnostics, self.defaults)

    def _check_decorators(self, node: ast.FunctionDef | ast.ClassDef) -> None:
        for decorator in node.decorator_list:
            if not isinstance(decorator, ast.Attribute) or not isinstance(decorator.value, ast.Name):
                continue
            if decorator.value.id == "micropython" and decorator.attr not in MICROPYTHON_DECORATORS:
                close = difflib.get_close_matches(decorator.attr, MICROPYTHON_DECORATORS, n=1)
                hint = f"did you mean `{close[0]}`?" if close else f"there are {', '.join(MICROPYTHON_DECORATORS)}"
                message = f"MicroPython has no decorator `{decorator.attr}`"
                self.diagnostics.error(self.source.span(decorator), message, hint)

    def statements(self, body: list[ast.stmt], place: _Place) -> None:
        for number, statement in enumerate(body):
            if isinstance(statement, ast.AsyncFunctionDef) and self._is_native(statement, place.inherited):
                body[number] = statement = as_coroutine(statement)
            path = f"{place.prefix}{getattr(statement, 'name', '')}."
            if isinstance(statement, ast.FunctionDef):
                self.function(statement, place)
            elif isinstance(statement, ast.ClassDef) and place.owner is not None:
                if place.inherited is not None:
                    self.inner_class(statement, place, place.owner, place.inherited)
            elif isinstance(statement, ast.ClassDef):
                emitter = self.emitter_of(statement) or self.undecorated
                self.statements(statement.body, _Place(Scope(statement, place.scope), path, None, emitter))
            elif isinstance(statement, ast.AsyncFunctionDef):
                self.asynchronous(statement)
                self.statements(statement.body, _Place(Scope(statement, place.scope), f"{path}<locals>."))
            else:
                for _, value in ast.iter_fields(statement):
                    if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                        self.statements(value, place)
                    for part in value if isinstance(value, list) else ():
                        if isinstance(part, ast.ExceptHandler | ast.match_case):
                            self.statements(part.body, place)

    def _is_native(self, node: ast.AsyncFunctionDef, inherited: _Emitter | None) -> bool:
        """Whether an asynchronous function is native, by its decorator or by what is around it."""
        own = next((name for d in node.decorator_list if (name := self.spellings.emitter(d))), None)
        around = inherited or ("", PLAIN)
        return (own or around[0]) == "native" and not self.spellings.is_bytecode(node)

    def asynchronous(self, node: ast.AsyncFunctionDef) -> None:
        """Refuse our own decorators; what MicroPython's viper makes of what can be suspended is mpy-cross's affair."""
        for decorator in node.decorator_list:
            if (name := self.spellings.emitter(decorator)) and not ast.unparse(decorator).startswith("micropython."):
                message = f"`{node.name}` is asynchronous: `@{name}` compiles plain functions only"
                self.diagnostics.error(self.source.span(decorator), message, "leave it undecorated, or write `@native`")

    def inner_class(self, node: ast.ClassDef, place: _Place, owner: FunctionSource, inherited: _Emitter) -> None:
        """A class inside a compiled function: its body is a function that runs where the class stands."""
        made = ast.FunctionDef(node.name, ast.arguments([], [], None, [], [], None, []), node.body, [])
        body = FunctionSource(
            ast.fix_missing_locations(ast.copy_location(made, node)), inherited[0], inherited[1],
            f"{place.prefix}{node.name}", Scope(node, place.scope), owner, "plain", site=node,
        )  # fmt: skip
        body.decorators = [d for d in node.decorator_list if self.spellings.emitter(d) is None]
        self.found.append(body)
        owner.nested[node.name] = body
        emitter = self.emitter_of(node) or inherited
        self.statements(node.body, _Place(body.scope, f"{place.prefix}{node.name}.", body, emitter))

    def function(self, node: ast.FunctionDef, place: _Place) -> None:
        scope, prefix, owner, inherited = place
        emitter = self.emitter_of(node) or (None if self.spellings.is_bytecode(node) else inherited)
        inner = Scope(node, scope)
        path = f"{prefix}{node.name}.<locals>."
        if emitter is None:
            if owner is not None:
                message = f"`{node.name}` is bytecode, which a compiled function cannot make"
                self.diagnostics.error(self.source.span(node), message, "define it outside of the function")
            self.statements(node.body, _Place(inner, path))
            return
        name, options = emitter
        function = FunctionSource(node, name, options, f"{prefix}{node.name}", inner, owner, _binding(node, scope))
        if owner is None and name in COMPILED:
            self.prune(node, scope, name)
        function.decorators = [d for d in node.decorator_list if self.spellings.emitter(d) is None]
        self.found.append(function)
        if owner is not None:
            owner.nested[node.name] = function
        if name in COMPILED:
            # A function inside a compiled function is compiled as that one is, as in MicroPython.
            self.statements(node.body, _Place(inner, path, function, emitter))


def find_functions(
    tree: ast.Module,
    source: SourceFile,
    diagnostics: Diagnostics,
    defaults: FunctionOptions = PLAIN,
    *,
    everything: str = "",
    prune: Prune = _keep_all,
) -> list[FunctionSource]:
    """The functions with an emitter decorator, and those inside them or in a decorated class, in source order.

    `defaults` are the options of what a decorator does not say. `everything` names the emitter of functions
    without a decorator, but for asynchronous ones. The bodies of classes inside compiled functions are among them.
    `prune` takes out of a compiled function what is never run.
    """
    undecorated = (everything, defaults) if everything else None
    finder = _Finder(source, diagnostics, defaults, find_spellings(tree), undecorated, prune)
    finder.statements(tree.body, _Place(Scope(tree), inherited=undecorated))
    for function in finder.found:
        if is_closure(function):
            function.free = _closed_over(function)
        if function.owner is None:
            check_function(source, function.node, function.free, diagnostics)
    for function in finder.found:
        if function.emitter == "native" and (function.owner is None or function.owner.emitter != "native"):
            take_out_generators(function.node)
    return finder.found


def is_closure(function: FunctionSource) -> bool:
    """Whether a function stands in a function or class that is not compiled, whose variables it may use."""
    outer = function.scope.parent
    return function.owner is None and outer is not None and outer.parent is not None


def _closed_over(function: FunctionSource) -> list[str]:
    """The variables of enclosing functions that a function uses, sorted; of a class only `__class__` is one."""
    names, found = free_names(function.node), set[str]()
    scope = function.scope.parent
    while scope is not None and not isinstance(scope.node, ast.Module):
        if isinstance(scope.node, ast.ClassDef):
            here, hidden = {CLASS}, set[str]()
        else:
            outer = names_of(scope.node)
            here, hidden = outer.own, outer.globals
        found |= names & here
        names -= here | hidden
        scope = scope.parent
    return sorted(found)
