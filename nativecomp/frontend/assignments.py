"""What a file may assign other than by a plain `name = value`: attributes of modules and classes, the dict of a module.

    Count.n += 1              n
    setattr(C, "speed", 9)    speed
    globals()["LIMIT"] = 3    LIMIT
    exec(text)                anything

Whose attribute it is does not matter, since only run time knows it; but what a method stores in its own instance
(`self.n = 1`) is an attribute of no module and no class.
"""

import ast
from dataclasses import dataclass, field

from nativecomp.frontend.tolerant import Unread
from nativecomp.language.syntax import walk_statements

DECORATORS_WITHOUT_INSTANCE = ("classmethod", "staticmethod")
_NAMESPACES = ("globals", "locals", "vars")


@dataclass
class Assignments(ast.NodeVisitor):
    """The names that a file may assign in ways that its scopes do not show."""

    names: set[str] = field(default_factory=set)
    anything: bool = False
    """Whether it may assign names that only run time knows."""
    _instances: list[str] = field(default_factory=list)

    def assigns(self, name: str) -> bool:
        """Whether the file may assign a name in such a way."""
        return self.anything or name in self.names

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for statement in node.body:
            if isinstance(statement, ast.FunctionDef) and statement.args.args and not _is_unbound(statement):
                self._instances.append(statement.args.args[0].arg)
                self.visit(statement)
                self._instances.pop()
            else:
                self.visit(statement)
        for part in [*node.decorator_list, *node.bases, *node.keywords]:
            self.visit(part)

    def visit_Delete(self, node: ast.Delete) -> None:
        self.anything |= isinstance(node, Unread)
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if not isinstance(node.ctx, ast.Load):
            of_instance = isinstance(node.value, ast.Name) and node.value.id in self._instances[-1:]
            self.names |= set() if of_instance else {node.attr}
        self.anything |= node.attr == "__dict__"
        self.visit(node.value)

    def visit_Name(self, node: ast.Name) -> None:
        self.anything |= node.id in ("exec", "eval", "setattr", "delattr", *_NAMESPACES)

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.id if isinstance(node.func, ast.Name) else None
        key = _text(node.args[1]) if name in ("setattr", "delattr") and len(node.args) > 1 else None
        if key is not None:
            self.names.add(key)
        else:
            self.visit(node.func)
        for argument in [*node.args, *node.keywords]:
            self.visit(argument)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if _is_namespace(node.value) and isinstance(node.ctx, ast.Load):
            self.visit(node.slice)
        elif _is_namespace(node.value) and (key := _text(node.slice)) is not None:
            self.names.add(key)
        else:
            self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        for part in [node.left, *node.comparators]:
            if not _is_namespace(part):
                self.visit(part)


def find_assignments(tree: ast.Module) -> Assignments:
    """What a file may assign."""
    found = Assignments()
    found.visit(tree)
    return found


def last_star_import(tree: ast.Module) -> int:
    """The line of the last `from module import *`, which may assign any name that was assigned before it; 0 if none."""
    stars = [n for n in walk_statements(tree) if isinstance(n, ast.ImportFrom) and any(a.name == "*" for a in n.names)]
    return max((node.lineno for node in stars), default=0)


def _is_unbound(node: ast.FunctionDef) -> bool:
    return any(isinstance(d, ast.Name) and d.id in DECORATORS_WITHOUT_INSTANCE for d in node.decorator_list)


def _is_namespace(node: ast.expr) -> bool:
    """Whether it is the dict of a module or a class: `globals()`, `C.__dict__`."""
    if isinstance(node, ast.Attribute):
        return node.attr == "__dict__"
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _NAMESPACES


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
