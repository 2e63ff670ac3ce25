"""Global names as objects, and what to say of them where a target has no objects."""

import ast
import builtins
import difflib
import sys

from nativecomp.frontend.bindings import bound_names
from nativecomp.frontend.constants import walk_scope
from nativecomp.frontend.infer.typed import TypedFunction
from nativecomp.language.syntax import walk, walk_statements
from nativecomp.language.types import TypeContext

_MODULES = sys.stdlib_module_names | {
    *("bluetooth", "cryptolib", "deflate", "esp", "esp32", "framebuf", "machine", "micropython", "neopixel", "network"),
    *("openamp", "pyb", "rp2", "stm", "uctypes", "vfs", "zephyr"),
}
"""Names that mean modules, of Python or of MicroPython."""


def import_hint(name: str) -> str:
    """What to write before a name that means a module and is not defined; empty for others."""
    return f"write `import {name}` first" if name in _MODULES else ""


class GlobalNames:
    """What to say of the global names that functions use as objects, where a target has none.

    `notes` has a message and a hint for each: for `f` as a value, for `f()` as what is called, for `module.NAME`.
    """

    def __init__(self, tree: ast.Module, context: TypeContext) -> None:
        self.notes: dict[str, tuple[str, str]] = {}
        self._bound = bound_names(tree)
        self._types = context.named
        aliases = [
            alias
            for node in walk_statements(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        ]
        self._imported = {(alias.asname or alias.name).partition(".")[0] for alias in aliases}
        self._undecorated = {
            n.name for n in walk_scope(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        }

    def note_attribute(self, node: ast.Attribute, reason: str, why: tuple[str, str] | None) -> None:
        """Note an attribute that is no constant; `why` is known of one of an imported file."""
        name = ast.unparse(node)
        plain = (f"`{name}` is an attribute of a Python object", f"pass it as a parameter. ({reason})")
        self.notes[name] = why or plain

    def note_method(self, node: ast.Attribute, why: tuple[str, str] | None) -> None:
        """Note what is known of a function of an imported file."""
        if why is not None:
            self.notes[ast.unparse(node)] = why

    def note_global(
        self, name: str, reason: str, callee: TypedFunction | None, close: str, *, is_ambiguous: bool = False
    ) -> None:
        """Note a global name that is no constant, perhaps that of a compiled function; `close` is a hint at another."""
        if callee is not None:
            hint = f"call it: `{name}(...)`"
            self.notes[name] = (f"the function `{name}` is a Python object when it is not called", hint)
            self.notes[f"{name}()"] = self._indirect(callee, is_ambiguous=is_ambiguous)
        elif name in self._undecorated:
            note = (f"`{name}` is not compiled: it is a Python object here", f"decorate `{name}` too")
            self.notes[name] = self.notes[f"{name}()"] = note
        elif "is not defined" in reason:
            self.notes[name] = (f"`{name}` is not defined", import_hint(name) or close)
            found = difflib.get_close_matches(name, [*vars(builtins), *self._types, *self._bound], n=1)
            hint = "decorated functions of this file and built-in ones can be"
            hint = f"did you mean `{found[0]}`?" if found else hint
            self.notes[f"{name}()"] = (f"`{name}` cannot be called here", hint)
        elif not hasattr(builtins, name):
            hint = f"pass it as a parameter, or make it a constant: `{name} = const(...)` once at the top of the file"
            if name in self._imported:
                hint = "pass what you need of it as a parameter"
            self.notes[name] = (f"`{name}` is a global object: {reason}", hint)

    @staticmethod
    def _indirect(callee: TypedFunction, *, is_ambiguous: bool) -> tuple[str, str]:
        """Why a compiled function is called as Python calls it."""
        name = callee.source.node.name
        if callee.source.is_replaced:
            return f"what `{name}` is, its decorators say at run time", "leave them out, and call what they would call"
        if callee.collects:
            return f"`{name}` collects Python objects", "list the parameters"
        if callee.is_closure:
            return f"`{name}` uses variables of a function around it", "pass them as parameters"
        if callee.computed_defaults:
            return f"a default of `{name}` is not a constant", "use a number or a constant, or pass the argument"
        if callee.result is None:
            hint = f"declare it: `def {name}(...) -> int:`"
            return f"the result type of `{name}` is not known yet where it calls itself", hint
        if is_ambiguous:
            message = f"`{name}` is defined more than once: only run time knows which is meant"
            return message, "give the definitions different names"
        return "a call with stars makes Python objects", "list the arguments"

    def why(self, node: ast.AST) -> tuple[str, str]:
        """Why an expression is an object, by the first name in it of which that is known."""
        called = {item.func: item for item in walk(node) if isinstance(item, ast.Call)}
        for item in walk(node):
            name = f"{item.id}{'()' * (item in called)}" if isinstance(item, ast.Name) else ""
            if name in self.notes:
                return self.notes[name]
        return "", ""
