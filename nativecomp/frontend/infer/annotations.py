"""What an annotation says: a type of the language, or why it is none."""

import ast
import difflib

from nativecomp.language.syntax import walk
from nativecomp.language.types import NONE, FloatType, IntType, Type, TypeContext, buffer_of, tuple_of

BUFFER = "Buffer"
"""`Buffer[uint8]` is `uint8[:]`, which no type checker takes for a type."""
TYPE_MODULES = ("nativecomp", "micropython", "nc")
IGNORED_ON_LOCALS = {
    "list", "tuple", "dict", "set", "str", "bytes", "bytearray", "memoryview", "array", "complex", "range", "type",
    "Any", "callable", "function", "None",
}  # fmt: skip
"""Annotations that describe Python objects: on a local they say nothing about the machine type of its value."""


_BUFFER_HINT = "declare a typed buffer such as `uint8[:]`, or `ptr8`: both take any object with a buffer"
OBJECT_HINTS = {
    **dict.fromkeys(("bytes", "bytearray", "memoryview", "array"), _BUFFER_HINT),
    **dict.fromkeys(("list", "tuple"), "declare a typed buffer such as `int32[:]` and pass an array"),
    "str": "pass its bytes: `text.encode()` for a parameter `uint8[:]`",
    **dict.fromkeys(("dict", "set", "Any", "callable", "function"), "leave the annotation out for an object"),
}
RESULT_HINT = "leave the annotation out: the result is an object then"


class AnnotationError(Exception):
    """The annotation is no type of the language. `hint` says what to write."""

    def __init__(self, node: ast.expr, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.node = node
        self.hint = hint


def type_name(node: ast.expr) -> str | None:
    """`uint8` for `uint8`, `nativecomp.uint8` and `"uint8"`."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in TYPE_MODULES:
        return node.attr
    return None


def _is_full_slice(node: ast.expr) -> bool:
    return isinstance(node, ast.Slice) and node.lower is None and node.upper is None and node.step is None


def _buffer(node: ast.expr, element: Type) -> Type:
    if not isinstance(element, IntType | FloatType):
        raise AnnotationError(node, f"a typed buffer holds integers or floats, not `{element}`")
    return buffer_of(element)


def parse_annotation(node: ast.expr, context: TypeContext) -> Type:
    """
    Raises:
        AnnotationError: it is no type of the language.
    """
    if isinstance(node, ast.Constant) and node.value is None:
        return NONE
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            inner = ast.parse(node.value, mode="eval").body
        except SyntaxError:
            raise AnnotationError(node, f"`{node.value}` is no type") from None
        for part in walk(inner):
            ast.copy_location(part, node)
        return parse_annotation(inner, context)
    name = type_name(node)
    if name == BUFFER:
        raise AnnotationError(node, "a typed buffer says what it holds", "write `Buffer[uint8]`, or `uint8[:]`")
    if name is not None:
        if name in context.named:
            return context.named[name]
        close = difflib.get_close_matches(name, context.named, n=1)
        hint = f"did you mean `{close[0]}`?" if close else f"the types are {', '.join(context.named)} and `T[:]`"
        hint = OBJECT_HINTS.get(name, hint)
        raise AnnotationError(node, f"unknown type `{name}`", hint)
    if isinstance(node, ast.Subscript):
        base = type_name(node.value)
        if base == "tuple":
            items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            return tuple_of(tuple(parse_annotation(item, context) for item in items))
        if base == BUFFER:
            return _buffer(node, parse_annotation(node.slice, context))
        element = parse_annotation(node.value, context)
        if not _is_full_slice(node.slice):
            raise AnnotationError(node, "a typed buffer has no size in its type", f"write `{base}[:]`")
        return _buffer(node, element)
    if isinstance(node, ast.Tuple):
        raise AnnotationError(node, "a tuple is no type", f"write `tuple[{', '.join(map(ast.unparse, node.elts))}]`")
    raise AnnotationError(node, "an annotation must be a type name", "for instance `int`, `ptr8` or `uint8[:]`")
