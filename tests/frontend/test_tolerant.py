"""Files of which this version of Python reads only a part: what is read keeps its place, what is not is told."""

import ast

import pytest

from nativecomp.frontend import find_functions, parse
from nativecomp.frontend.constants import ConstantScopes
from nativecomp.frontend.discover import Scope
from nativecomp.frontend.tolerant import unread, with_plain_comments
from nativecomp.language.diagnostics import CompileError, Diagnostics, SourceFile

BROKEN = "f(x for x in y, 1)"
"""A line that MicroPython takes and no version of Python."""


def read(text: str) -> tuple[SourceFile, ast.Module]:
    source = SourceFile("case.py", text)
    return source, parse(source)


def test_columns_are_those_of_the_file() -> None:
    source, tree = read(f"{BROKEN}\nclass A:\n\tif x:\n            'é'; first = 1\n\t    other = (first,\nlast)\n")
    spans = {node.id: source.span(node) for node in ast.walk(tree) if isinstance(node, ast.Name)}
    for name, span in spans.items():
        assert source.line(span.line)[span.column : span.end_column] == name
    assert {"first", "other", "last"} <= set(spans)


def test_nested_quotes_are_read_where_other_quotes_mean_the_same() -> None:
    _, tree = read(BROKEN + '\nx = f"{d["k"]} {{}} {d["k"]!r:>{3}}" if 1 else 2\n')
    assert len(unread(tree)) == 1
    assert "d['k']" in ast.unparse(tree)


def refused(text: str) -> str:
    source, tree = read(text)
    diagnostics = Diagnostics({source.name: source})
    find_functions(tree, source, diagnostics)
    with pytest.raises(CompileError) as caught:
        diagnostics.raise_if_any()
    return str(caught.value)


def test_what_a_compiled_function_holds_must_be_read() -> None:
    told = refused(f"{BROKEN}\n@viper\ndef a():\n    {BROKEN}\n@viper\ndef b():\n    if {BROKEN}:\n\tbreak\n{BROKEN}\n")
    assert [line for line in told.splitlines() if "error" in line] == [
        "case.py:4:7: error: invalid syntax: Generator expression must be parenthesized",
        "case.py:7:10: error: invalid syntax: Generator expression must be parenthesized",
    ]


def test_what_python_refuses_of_each_function_is_told_and_of_the_rest_is_not() -> None:
    told = refused("return 1\n@viper\ndef a():\n    break\ndef b():\n    nonlocal x\n@viper\ndef c(y, y):\n    pass\n")
    assert told.startswith("case.py:4:5: error: `break` outside a loop")
    assert "case.py:8:10: error: duplicate argument 'y'" in told or "duplicate parameter" in told
    assert told.count("error: ") == 2


@pytest.mark.parametrize(
    ("binding", "is_constant"),
    [
        ("print(f(x for x in y, LIMIT))", True),
        ("LIMIT = f(x for x in y, 1)", False),
        ("a = LIMIT = f(x for x in y, 1)", False),
        ("a, (LIMIT, b) = f(x for x in y, 1)", False),
        ("for LIMIT in f(x for x in y, 1): pass", False),
        ("for a in f(x for x in y, LIMIT):\n    pass", True),
        ("with f(x for x in y, 1) as LIMIT:\n    pass", False),
        ("print(LIMIT := f(x for x in y, 1))", False),
        ("def LIMIT(a=f(x for x in y, 1)): pass", False),
        ("def LIMIT(a=f(x for x in y, 1)):\n    pass", False),
        ("def g(LIMIT=f(x for x in y, 1)):\n    pass", True),
    ],
)
def test_names_that_an_unread_statement_binds_are_no_constants(binding: str, is_constant: bool) -> None:
    source, tree = read(f"LIMIT = 4\n{binding}\n")
    assert unread(tree)
    assert ConstantScopes(source.name, {}).of(Scope(tree)).is_constant("LIMIT") == is_constant


@pytest.mark.parametrize(
    "text",
    ["x = (1,", "x = 'a", "if x:\n    y\n  z", "else:\n    y", "  y = 1", "if 1:", f"match x:\n  case {BROKEN}: pass"],
)
def test_a_text_without_a_structure_is_refused(text: str) -> None:
    with pytest.raises(CompileError, match="error: "):
        read(f"{BROKEN}\n{text}\n")


def test_blanks_that_python_refuses_are_spaces_but_in_strings() -> None:
    _, tree = read("x =\v'\v\f' # \v\n\v\nif x:\n\v\f y\n")
    assert ast.unparse(tree) == r"x = '\x0b\x0c'" + "\nif x:\n    y"


def test_comments_may_hold_any_bytes() -> None:
    assert with_plain_comments(b"x = '#\xe9' # \xe9 \xc3\xa9\n") == b"x = '#\xe9' # ? \xc3\xa9\n"
