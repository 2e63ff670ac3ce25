"""Compiled functions as CPython sees functions: how their arguments are bound, and what tracebacks show of them."""

import ast
import inspect
from collections.abc import Callable, Iterable
from pathlib import Path
from types import CellType, TracebackType
from typing import Any

from nativecomp.frontend import TypedFunction

_OURS = str(Path(__file__).resolve().parents[1])

COMPUTED = object()
"""The default of a parameter that only the execution of the file would know."""


def signature_of(typed: TypedFunction, python: Callable[..., Any] | None = None) -> inspect.Signature:
    """The signature of a function: CPython's own of `python`, else what the text says."""
    if python is not None:
        return inspect.signature(python)
    args = typed.source.node.args
    kinds = inspect.Parameter

    def parameter(arg: ast.arg, kind: Any) -> inspect.Parameter:
        missing = COMPUTED if arg.arg in typed.computed_defaults else inspect.Parameter.empty
        return inspect.Parameter(arg.arg, kind, default=typed.defaults.get(arg.arg, missing))

    parameters = [parameter(arg, kinds.POSITIONAL_ONLY) for arg in args.posonlyargs]
    parameters += [parameter(arg, kinds.POSITIONAL_OR_KEYWORD) for arg in args.args]
    parameters += [parameter(args.vararg, kinds.VAR_POSITIONAL)] if args.vararg else []
    parameters += [parameter(arg, kinds.KEYWORD_ONLY) for arg in args.kwonlyargs]
    parameters += [parameter(args.kwarg, kinds.VAR_KEYWORD)] if args.kwarg else []
    return inspect.Signature(parameters)


def with_cells(signature: inspect.Signature, names: Iterable[str]) -> inspect.Signature:
    """A signature with the cells of a closure before the parameters."""
    cells = [inspect.Parameter(name, inspect.Parameter.POSITIONAL_ONLY) for name in names]
    return inspect.Signature([*cells, *signature.parameters.values()])


def closure_of(typed: TypedFunction, python: Callable[..., Any] | None = None) -> tuple[CellType, ...]:
    """The cells of a function's closure, in the order in which its code takes them.

    Raises:
        TypeError: it needs some, but the file has not been executed.
    """
    names = typed.source.free
    if python is None and names:
        variables = ", ".join(f"`{name}`" for name in names)
        raise TypeError(f"{typed.source.qualname}() uses {variables} of the function around it: decorate it and run "
                        "the file, instead of loading it")  # fmt: skip
    if python is None or not names:
        return ()
    cells = dict(zip(python.__code__.co_freevars, python.__closure__ or (), strict=True))
    return tuple(cells[name] for name in names)


def users_traceback(traceback: TracebackType | None) -> TracebackType | None:
    """A traceback from its first frame on that is not the compiler's or the emulator's."""
    while traceback is not None and traceback.tb_frame.f_code.co_filename.startswith(_OURS):
        traceback = traceback.tb_next
    return traceback
