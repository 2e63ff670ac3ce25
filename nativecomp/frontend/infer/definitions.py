"""Check what a function defines inside: functions, classes, lambdas, imported modules; and declarations of names."""

import ast

from nativecomp.frontend.bindings import is_run
from nativecomp.frontend.discover import FunctionSource
from nativecomp.frontend.infer.rules import FunctionTyping, head, rule
from nativecomp.frontend.infer.stores import bind
from nativecomp.frontend.infer.typed import ERROR
from nativecomp.frontend.scopes import free_names
from nativecomp.frontend.tolerant import Unread
from nativecomp.language.types import OBJECT, Type


def _child(t: FunctionTyping, node: ast.FunctionDef | ast.Lambda | ast.ClassDef) -> FunctionSource | None:
    """The function, made at run time, that a definition inside this one is."""
    return next((child for child in t.function.source.children if child.written is node), None)


@rule(ast.FunctionDef)
def _function(t: FunctionTyping, node: ast.FunctionDef) -> None:
    """A nested function: where it is an object, its name is a variable."""
    child = _child(t, node)
    if child is not None:
        t.object(*child.decorators)
        _made(t, node)
        bind(t, node.name, node)
        return
    # It is compiled as this one is; an assembler function is called only.
    source = t.function.source
    found = next((one for one in [*source.nested.values(), *source.children] if one.node is node), None)
    callable_ = ("viper",) if source.is_class else ("viper", "asm_thumb")
    if found is not None and found.emitter not in callable_:
        message = f"`{node.name}` is inside a viper function, and so is a viper function itself"
        t.error(head(node), message, "leave its decorator out, or define it outside")


@rule(ast.Lambda)
def _made(t: FunctionTyping, node: ast.FunctionDef | ast.Lambda) -> Type:
    """A nested function that is made here, an object."""
    t.object(*node.args.defaults, *node.args.kw_defaults)
    child = _child(t, node)
    assert child is not None
    inner = {name for names in t.inner for name in names}
    for name in free_names(child.written) & inner:
        hint = f"give it a default: `lambda {name}={name}: ...`"
        t.error(node, f"`{name}` belongs to a comprehension, whose variables no function can keep", hint)
    return OBJECT


@rule(ast.ClassDef)
def _class(t: FunctionTyping, node: ast.ClassDef) -> None:
    """A class, which is made where it stands."""
    child = _child(t, node)
    if child is None:
        t.refuse(node)
        return
    bases = [base.value if isinstance(base, ast.Starred) else base for base in node.bases]
    t.object(*child.decorators, *bases, *(keyword.value for keyword in node.keywords))
    bind(t, node.name, node)


@rule(ast.Import, ast.ImportFrom)
def _import(t: FunctionTyping, node: ast.Import | ast.ImportFrom) -> None:
    for alias in node.names if is_run(node) else []:
        if alias.name == "*":
            t.error(node, "`import *` is for the top of a file", "name what is imported")
        else:
            bind(t, alias.asname or alias.name.split(".")[0], node)


@rule(ast.Nonlocal)
def _nonlocal(t: FunctionTyping, node: ast.Nonlocal) -> None:
    for name in node.names:
        owner = t.function.source.owner
        held = t.find_local(name) is not None
        if not held and (owner is None or not t.program.is_local(owner, name)):
            t.new_local(name, ERROR)  # which Python refuses too, and has been reported


@rule(Unread)
def _unread(t: FunctionTyping, node: Unread) -> None:
    """What Python refuses has been reported; uses of what it binds report nothing more."""
    for target in node.targets:
        if isinstance(target, ast.Name) and t.find_local(target.id) is None:
            t.new_local(target.id, ERROR)
