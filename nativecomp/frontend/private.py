"""Private names as CPython has them: `__n` inside a class `P` is `_P__n`.

MicroPython does not know this rule, so files for boards keep their names. At the desk CPython makes the class around a
compiled method, and knows its attributes, cells and parameters by the other names only.

    class P:                            | class P:
        def __init__(self):             |     def __init__(self):
            self.__n = 1                |         self._P__n = 1
        @viper                          |     @viper
        def get(self):                  |     def get(self):
            return self.__n             |         return self._P__n
"""

import ast

from nativecomp.frontend.discover import Spellings, find_spellings

_FIELDS: dict[type[ast.AST], str] = {
    ast.Name: "id", ast.Attribute: "attr", ast.arg: "arg", ast.keyword: "arg", ast.ExceptHandler: "name",
}  # fmt: skip
"""The field of a node that holds a name."""


class _Mangler(ast.NodeVisitor):
    def __init__(self, spellings: Spellings) -> None:
        self.spellings = spellings
        self.prefix = ""
        self.is_compiled = False

    def _mangled(self, name: str) -> str:
        is_private = self.prefix and name.startswith("__") and not name.endswith("__") and "." not in name
        return self.prefix + name if is_private else name

    def generic_visit(self, node: ast.AST) -> None:
        field = _FIELDS.get(type(node))
        name = getattr(node, field) if field else None
        if field and name:
            setattr(node, field, self._mangled(name))
        super().generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for part in [*node.decorator_list, *node.bases, *node.keywords]:
            self.visit(part)
        outer = self.prefix
        stem = node.name.lstrip("_")
        if self.is_compiled:
            node.name = self._mangled(node.name)
        self.prefix = f"_{stem}" if stem else ""
        for part in node.body:
            self.visit(part)
        self.prefix = outer

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        outer = self.is_compiled
        if outer:  # CPython gives the others their names, and `__name__` is not mangled
            node.name = self._mangled(node.name)
        self.is_compiled = outer or any(self.spellings.emitter(decorator) for decorator in node.decorator_list)
        self.generic_visit(node)
        self.is_compiled = outer

    def _declaration(self, node: ast.Global | ast.Nonlocal) -> None:
        node.names = [self._mangled(name) for name in node.names]

    visit_Global = visit_Nonlocal = _declaration

    def visit_alias(self, node: ast.alias) -> None:
        bound = node.asname or node.name
        if self._mangled(bound) != bound:
            node.asname = self._mangled(bound)


def mangle_private_names(tree: ast.Module) -> None:
    """Change a tree in place."""
    _Mangler(find_spellings(tree)).visit(tree)
