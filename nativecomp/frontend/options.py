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
}


_VALUES: dict[str, tuple[tuple[type, ...], str]] = {
    "interrupt": ((str, int), "the name of an interrupt or its number"),
    "priority": ((int,), "a number, 0 for the most urgent"),
}
"""Options of interrupt handlers, with what they take."""


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
        if keyword.arg in _VALUES:
            types, takes = _VALUES[keyword.arg]
            given = keyword.value.value if isinstance(keyword.value, ast.Constant) else None
            if type(given) in types:
                chosen[keyword.arg] = given
            else:
                diagnostics.error(span, f"option `{keyword.arg}` must be {takes}")
            continue
        if keyword.arg not in ALLOWED:
            known = [*ALLOWED, *_VALUES]
            close = difflib.get_close_matches(keyword.arg or "", known, n=1)
            hint = f"did you mean `{close[0]}`?" if close else f"the options are {', '.join(known)}"
            diagnostics.error(span, f"unknown option `{keyword.arg}`", hint)
            continue
        allowed = ALLOWED[keyword.arg]
        value = keyword.value.value if isinstance(keyword.value, ast.Constant) else None
        if value not in allowed or type(value) is not type(allowed[0]):
            words = " or ".join(repr(v) for v in allowed)
            diagnostics.error(span, f"option `{keyword.arg}` must be {words}")
            continue
        chosen[keyword.arg] = value
    return replace(defaults, **chosen)  # type: ignore[arg-type]
