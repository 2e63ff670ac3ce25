"""The names of functions: which each binds and uses, and which it takes from the functions around it."""

import ast
from dataclasses import dataclass, field

from nativecomp.language.syntax import walk

CLASS = "__class__"
"""The variable of a class body that holds the class, for its methods."""

GENERATOR_EXPRESSION = "<genexpr>"
"""The name of the function of a generator expression."""

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef


@dataclass
class Names(ast.NodeVisitor):
    """The names of one function: what it binds, what it uses, and how; what stands in it."""

    bound: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    outer: set[str] = field(default_factory=set)
    """Those declared `nonlocal`."""
    globals: set[str] = field(default_factory=set)
    as_objects: set[str] = field(default_factory=set)
    """Names that are used other than as what is called, with arguments that are known here."""
    children: list[FunctionNode] = field(default_factory=list)

    @property
    def own(self) -> set[str]:
        return set(self.bound) - self.outer - self.globals

    def visit_Name(self, node: ast.Name) -> None:
        self.used.add(node.id)
        if isinstance(node.ctx, ast.Load):
            self.as_objects.add(node.id)
        else:
            self.bound.append(node.id)

    def visit_Call(self, node: ast.Call) -> None:
        starred = any(isinstance(argument, ast.Starred) for argument in node.args)
        if isinstance(node.func, ast.Name) and not starred and all(keyword.arg for keyword in node.keywords):
            self.used.add(node.func.id)
        else:
            self.visit(node.func)
        if is_bare_super(node):
            self.used.add(CLASS)
        for argument in [*node.args, *node.keywords]:
            self.visit(argument)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.bound += [node.name] if node.name != GENERATOR_EXPRESSION else []
        for decorator in node.decorator_list:
            self.visit(decorator)
        self.visit_Lambda(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.bound.append(node.name)
        for part in [*node.decorator_list, *node.bases, *node.keywords]:
            self.visit(part)
        self.children.append(node)

    def visit_Lambda(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        for default in [*node.args.defaults, *node.args.kw_defaults]:
            if default is not None:
                self.visit(default)
        self.children.append(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        for part in (node.target, node.value):
            if part is not None:
                self.visit(part)

    def visit_Global(self, node: ast.Global) -> None:
        self.globals |= set(node.names)

    def visit_Nonlocal(self, node: ast.Nonlocal) -> None:
        self.outer |= set(node.names)
        self.used |= set(node.names)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        self.bound += [node.name] if node.name else []
        self.generic_visit(node)

    def visit_alias(self, node: ast.alias) -> None:
        self.bound.append((node.asname or node.name).split(".")[0])

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> None:
        inside = Names()
        inside.generic_visit(node)
        targets = {n.id for g in node.generators for n in walk(g.target) if isinstance(n, ast.Name)}
        self.bound += [name for name in inside.bound if name not in targets]
        self.used |= inside.used - targets
        self.as_objects |= inside.as_objects - targets
        self.children += inside.children

    visit_AsyncFunctionDef = visit_Coroutine = visit_FunctionDef
    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension


def names_of(node: FunctionNode) -> Names:
    """The names of a function or class, without what is inside of those in it."""
    found = Names()
    if not isinstance(node, ast.ClassDef):
        args = node.args
        extra = [a for a in (args.vararg, args.kwarg) if a is not None]
        found.bound += [a.arg for a in [*args.posonlyargs, *args.args, *args.kwonlyargs, *extra]]
    for part in [node.body] if isinstance(node, ast.Lambda) else node.body:
        found.visit(part)
    return found


def free_names(node: FunctionNode) -> set[str]:
    """The names that a function, with what is inside it, takes from around it."""
    names = names_of(node)
    inner = {name for child in names.children for name in free_names(child)}
    if isinstance(node, ast.ClassDef):  # its methods see no name of it but that of the class
        # For what is inside, comprehensions too, a name that the class binds is a global one, as MicroPython has it.
        return (names.used | (inner - {CLASS})) - names.own - names.globals
    return ((names.used - names.globals) | inner) - names.own


def is_bare_super(node: ast.AST) -> bool:
    """Whether it is the call `super()`, which means `super(__class__, self)`."""
    if not isinstance(node, ast.Call) or node.args or node.keywords:
        return False
    return isinstance(node.func, ast.Name) and node.func.id == "super"
