"""Functions in C that a file declares: typed functions without a body, defined by what they are linked with.

    @viper(extern="arm_cos_f32")
    def cos(x: float32) -> float32: ...          a call of `cos` calls the symbol `arm_cos_f32`

Legal, because nothing is taken for known of such a function but its types: passes find no body, so it is not inlined,
and LLVM sees a call of an external function, which may read and write all memory that others can reach, and takes as
long as it likes. It must return, and raises nothing.
"""

import ast
from collections.abc import Sequence

from nativecomp.frontend.infer.typed import ERROR, TypedFunction
from nativecomp.ir import Op
from nativecomp.language.diagnostics import Diagnostics, SourceFile, Span
from nativecomp.language.types import BOOL, NONE, BufferType, FloatType, IntType, PointerType, Type

_LINKED = "build an object (`-o program.o`) or an image (`-o program.elf --link file.o --target BOARD`)"


def check_externs(functions: Sequence[TypedFunction], source: SourceFile, diagnostics: Diagnostics) -> None:
    """Report declarations that are not right."""
    for function in functions:
        if function.is_extern:
            _check(function, source, diagnostics)


def _check(function: TypedFunction, source: SourceFile, diagnostics: Diagnostics) -> None:
    node, name = function.source.node, f"`{function.source.node.name}`"

    def error(at: ast.stmt | ast.expr | ast.arg, message: str, hint: str) -> None:
        diagnostics.error(source.span(at), f"{name} {message}", hint)

    options = function.source.options
    if not (str(options.extern).isidentifier() and str(options.extern).isascii()):
        error(node, f"is declared as {options.extern!r}, which is no name in C", 'write `extern="name"`')
    if function.source.emitter != "viper" or function.source.scope.parent is None or not _is_global(function):
        error(node, "is declared as a function in C", "write `@viper` above a function of the file, not of a class")
    if options.interrupt is not None:
        error(node, "is a function in C and handles an interrupt", "call it in a handler of the file")
    if not _is_empty(node):
        error(node.body[0], "is a function in C and has a body", "leave `...` for its body")
    if node.returns is None:
        error(node, "does not say what the function in C gives", "write its type, or `-> None`, behind the parameters")
    if node.args.vararg or node.args.kwarg or node.args.kwonlyargs:
        error(node, "collects arguments, which a function in C does not", "name each parameter")
    for param, arg in zip(function.ir.params, [*node.args.posonlyargs, *node.args.args], strict=False):
        if not _is_machine(param.type) and not isinstance(param.type, BufferType):
            error(arg, f"takes `{param.type}`, which a function in C does not", "give the parameter a machine type")
    if node.returns is not None and not _is_machine(function.ir.result) and function.ir.result != NONE:
        error(node.returns, f"gives `{function.ir.result}`, which a function in C does not", "name a machine type")


def _is_global(function: TypedFunction) -> bool:
    return isinstance(getattr(function.source.scope.parent, "node", None), ast.Module)


def _is_machine(type_: Type) -> bool:
    return type_ in (BOOL, ERROR) or isinstance(type_, IntType | FloatType | PointerType)


def _is_empty(node: ast.FunctionDef) -> bool:
    """Whether a body is `...` or `pass`, behind a docstring or not, or a docstring alone."""
    return all(
        isinstance(one, ast.Pass)
        or (
            isinstance(one, ast.Expr)
            and isinstance(one.value, ast.Constant)
            and type(one.value.value) in (str, type(...))
        )
        for one in node.body
    )


def refuse_externs(
    wanted: Sequence[TypedFunction], calls: Sequence[Op], source: SourceFile, diagnostics: Diagnostics
) -> None:
    """Report calls of functions in C, and those that are wanted themselves, where nothing is linked."""
    for function in wanted:
        if function.is_extern:
            message = f"`{function.source.node.name}` is a function in C, which is linked to nothing here"
            diagnostics.error(source.span(function.source.node), message, _LINKED)
    for call in calls if not diagnostics.of("error") else ():
        if call.attributes["callee"].options.extern is not None:
            message = f"this calls `{call.attributes['callee'].name}`, a function in C, which is linked to nothing here"
            diagnostics.error(call.span or Span(source.name), message, _LINKED)
