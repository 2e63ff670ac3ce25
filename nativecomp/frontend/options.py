"""The options that a decorator takes, as `@viper(opt="speed", bounds=False)`: one table."""

import ast
import difflib
from dataclasses import replace

from nativecomp.ir import FunctionOptions
from nativecomp.language.diagnostics import Diagnostics, SourceFile

ALLOWED: dict[str, tuple[object, ...]] = {
    "opt": ("size", "balanced", "speed"),
    "fastmath": (False, True),
    "bounds": (False, True),
    "pointers": ("auto", "memory", "device"),
    "poll": (False, True),
    "traceback": (False, True),
}


_VALUES: dict[str, tuple[tuple[type, ...], str]] = {
    "interrupt": ((str, int), "the name of an interrupt or its number"),
    "priority": ((int,), "a number, 0 for the most urgent"),
    "extern": ((str,), "the name of a function in C"),
}
"""Options of interrupt handlers, and of declarations, with what they take."""
OPTIONS = (*ALLOWED, *_VALUES)


def _refused(name: str, value: object) -> str:
    """What is wrong with the value of an option; empty where nothing is."""
    types, takes = _VALUES.get(name, ((type(ALLOWED.get(name, (None,))[0]),), ""))
    if type(value) in types and value in ALLOWED.get(name, (value,)):
        return ""
    return f"option `{name}` must be {takes or ' or '.join(map(repr, ALLOWED[name]))}"


def check_options(**options: object) -> None:
    """Refuse options of a call that have other values than those they take.

    Raises:
        ValueError: one has.
    """
    for name, value in options.items():
        if message := _refused(name, value):
            raise ValueError(f"{message}, not {value!r}")


def parse_options(
    call: ast.Call | None, source: SourceFile, diagnostics: Diagnostics, defaults: FunctionOptions
) -> FunctionOptions:
    """The options of a decorator that was written as a call; the defaults for a plain one."""
    chosen: dict[str, object] = {}
    if call is None:
        return defaults
    for argument in call.args:
        diagnostics.error(source.span(argument), "decorator options are keywords", 'write `@viper(opt="speed")`')
    for keyword in call.keywords:
        span = source.span(keyword)
        if keyword.arg not in OPTIONS:
            close = difflib.get_close_matches(keyword.arg or "", OPTIONS, n=1)
            hint = f"did you mean `{close[0]}`?" if close else f"the options are {', '.join(OPTIONS)}"
            diagnostics.error(span, f"unknown option `{keyword.arg}`", hint)
            continue
        value = keyword.value.value if isinstance(keyword.value, ast.Constant) else None
        if message := _refused(keyword.arg, value):
            diagnostics.error(span, message)
        else:
            chosen[keyword.arg] = value
    return replace(defaults, **chosen)  # type: ignore[arg-type]
