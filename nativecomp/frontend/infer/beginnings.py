"""Where a local became an object: a first value that is none of a machine type is the cause of what is refused later.

text = "a"           # here
for i in range(n):
    text += i
return text          # refused here: the result would be a Python object
"""

import ast

from nativecomp.language.syntax import walk, walk_statements

_WORDS: dict[type[ast.expr], str] = {
    ast.List: "a list",
    ast.ListComp: "a list",
    ast.Tuple: "a tuple",
    ast.Dict: "a dict",
    ast.DictComp: "a dict",
    ast.Set: "a set",
    ast.SetComp: "a set",
    ast.JoinedStr: "a text",
}
_CONSTANTS: dict[type, str] = {str: "a text", bytes: "bytes", type(None): "`None`"}


def first_object(function: ast.AST, node: object) -> ast.expr | None:
    """The display or constant that the first assignment of a local gives it, if that is an object."""
    if not isinstance(node, ast.Name):
        return None
    stores = [item for item in walk(function) if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Store)]
    first = min(
        (item for item in stores if item.id == node.id), key=lambda item: (item.lineno, item.col_offset), default=None
    )
    for item in walk_statements(function):
        if isinstance(item, ast.Assign) and first in item.targets and shown(item.value):
            return item.value
    return None


def shown(value: ast.expr) -> str:
    """What errors call an object that a display or a constant makes; empty for others."""
    if isinstance(value, ast.Constant):
        return _CONSTANTS.get(type(value.value), "")
    return _WORDS.get(type(value), "")
