"""Types of names, attributes and constants. A name is a local, a constant of the file, or a global of run time."""

import ast

from nativecomp.frontend.folding import NotConstant
from nativecomp.frontend.infer.notes import import_hint
from nativecomp.frontend.infer.rules import FunctionTyping, rule
from nativecomp.frontend.infer.typed import ERROR, held_type
from nativecomp.language.types import OBJECT, BufferType, PointerType, Type


@rule(ast.Constant)
def _constant(t: FunctionTyping, node: ast.Constant) -> Type:
    return t.set_constant(node, node.value)


@rule(ast.Name)
def _name(t: FunctionTyping, node: ast.Name) -> Type:
    local = t.find_local(node.id)
    if local is not None:
        return held_type(local)
    if t.is_hidden(node.id):
        return _global(t, node)
    if t.program.is_local(t.function.source, node.id):
        return t.error(node, f"local `{node.id}` is used before its type is known", f"assign `{node.id}` first")
    static = t.find_static(node.id)
    if static is not None and isinstance(static.type, BufferType):
        return static.type
    try:
        value = t.constants.lookup(node.id)
    except NotConstant as reason:
        if static is not None:
            return static.type
        callee = t.program.find_function(t.function.source, node.id)
        ambiguous = callee is not None and t.program.is_ambiguous(callee)
        close = t.close_name(node.id)
        t.program.names.note_global(node.id, str(reason), callee, close, is_ambiguous=ambiguous)
        if (why := t.program.imports.why(node.id)) is not None:
            t.program.names.notes |= dict.fromkeys((node.id, f"{node.id}()"), why)
        return _global(t, node)
    return t.set_constant(node, value)


def _global(t: FunctionTyping, node: ast.Name) -> Type:
    """A name that is neither a local nor a constant: a global one, looked up when it is read."""
    found = t.program.find_function(t.function.source, node.id)
    if found is not None and found.source.owner is not None:
        hint = f"call it: `{node.id}(...)`; or define it outside of the function"
        return t.error(node, f"the nested function `{node.id}` cannot be used as an object", hint)
    if not t.program.may_be_global(node.id) and node.id not in t.context.named:
        hint = import_hint(node.id) or t.close_name(node.id) or "define it in the file, or pass it as a parameter"
        t.warning(node, f"`{node.id}` is defined nowhere: run time looks for a global variable of that name", hint)
    return OBJECT


@rule(ast.Attribute)
def _attribute(t: FunctionTyping, node: ast.Attribute) -> Type:
    if isinstance(node.value, ast.Name) and not t.program.is_local(t.function.source, node.value.id):
        try:
            return t.set_constant(node, t.constants.dotted(node.value.id, node.attr))
        except NotConstant as reason:
            if (static := t.find_static(node.attr, node.value.id)) is not None:
                return static.type
            why = t.program.imports.why(node.attr, node.value.id)
            t.program.names.note_attribute(node, str(reason), why)
    base = t.type_of(node.value)
    if base == ERROR:
        return ERROR
    if isinstance(base, PointerType):
        return t.error(node, f"a `{base}` has no attributes", "read an element: `p[0]`")
    return t.wanted(node.value, base)
