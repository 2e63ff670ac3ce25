"""What an image of compiled functions does not run: statements of the file that are neither definitions nor data.

Such an image starts at `main()`, and a module without objects has no code of its own. What would do something there is
told, since a reader takes it to be done.

    print("hello")          warning
    main()                  what happens anyway
    if __name__ == "__main__": ...      what is for the desk
"""

import ast

from nativecomp.frontend.infer.rules import head
from nativecomp.language.diagnostics import Diagnostics, SourceFile

_SILENT = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign,
           ast.Pass)  # fmt: skip


def warn_of_top_level(tree: ast.Module, source: SourceFile, diagnostics: Diagnostics) -> None:
    """Warn of each statement that does not run."""
    for node in tree.body:
        if not _is_known(node):
            hint = "move it into `main()`"
            diagnostics.warning(source.span(head(node)), "the image starts at `main()`: this does not run", hint)


def _is_known(node: ast.stmt) -> bool:
    """Whether a statement only names things, does what is done anyway (`main()`), or nothing."""
    if isinstance(node, ast.Expr):
        call = node.value
        is_main = isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "main"
        return is_main or isinstance(call, ast.Constant)
    if isinstance(node, ast.If) and any(isinstance(n, ast.Name) and n.id == "__name__" for n in ast.walk(node.test)):
        return True  # for the desk
    if isinstance(node, ast.If | ast.Try):
        inside = [*node.body, *node.orelse]
        if isinstance(node, ast.Try):
            inside += [*node.finalbody, *(one for handler in node.handlers for one in handler.body)]
        return all(map(_is_known, inside))
    return isinstance(node, _SILENT)
