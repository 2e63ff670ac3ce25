"""Each hint is followed: what it says to write compiles, and does what was meant."""

import ast
import re
import warnings
from array import array
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

import nativecomp
from nativecomp.compiler import compile_source
from nativecomp.language.diagnostics import SourceFile
from nativecomp.mpy.build import build_mpy
from nativecomp.options import Options
from nativecomp.targets import find_target
from tests.frontend.test_statics import OF_IMAGES
from tests.golden import Case, parametrize, read_file
from tests.image.test_externs import OF_EXTERNS
from tests.image.test_files import OF_FILES

HERE = Path(__file__).parent

IMPORTS = (
    "from nativecomp import asm_thumb, viper, native, ptr, ptr8, ptr16, ptr32, uint, int8, int16, int32, int64\n"
    "from nativecomp import uint8, uint16, uint32, uint64, float32, float64\n"
)


def hints(text: str) -> set[str]:
    """The hints of all errors and warnings about a source, at the desk, for a board, and where there are no objects."""
    source = SourceFile("case.py", IMPORTS + text)
    found: set[str] = set()
    ways: tuple[Callable[[], object], ...] = (
        partial(nativecomp.load_source, source.text),
        partial(build_mpy, source, Options(find_target("pico2"))),
        partial(compile_source, source, Options(find_target("cortex-m4f"), product="object")),
    )
    for way in ways:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                way()
            except nativecomp.CompileError as error:
                found |= {one.hint for one in error.diagnostics}
        messages = [one.message for one in caught]
        found |= {one.diagnostic.hint for one in messages if isinstance(one, nativecomp.CompileWarning)}
    return found


@parametrize(HERE / "hints.test")
def test_a_hint_can_be_followed(case: Case) -> None:
    assert case.sections["hint"] in hints(case.input)
    with warnings.catch_warnings():
        warnings.simplefilter("error", nativecomp.CompileWarning)
        module = nativecomp.load_source(IMPORTS + case.sections["followed"])
    names = {"array": array, **module.functions}
    for line in case.sections["check"].splitlines():
        assert eval(line, names), line


def _texts(node: ast.expr) -> list[str]:
    """What a hint says, as far as the code tells: `{}` stands for what is put in."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.JoinedStr):
        return ["".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)]
    if isinstance(node, ast.IfExp):
        return _texts(node.body) + _texts(node.orelse)
    if isinstance(node, ast.BoolOp):
        return [text for value in node.values for text in _texts(value)]
    return []


def _hints_of(node: ast.AST) -> list[str]:
    """The hints that stand in one node of our own code: arguments of reports, variables and tables of hints."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        if name in ("error", "warning", "AnnotationError") and len(node.args) > 2:
            return _texts(node.args[2])
    if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        names = [target.id for target in targets if isinstance(target, ast.Name)]
        if any("hint" in name.lower() for name in names):
            items = node.value.values if isinstance(node.value, ast.Dict) else [node.value]
            return [text for item in items for text in _texts(item)]
        if "REFUSED" in names and isinstance(node.value, ast.Dict):
            pairs = [value.elts for value in node.value.values if isinstance(value, ast.Tuple)]
            return [text for _, hint in pairs for text in _texts(hint)]
    return []


ELSEWHERE = {
    "split the expression or the block": "tests/mpy/test_refusals.py",
    "save it as UTF-8, or declare its encoding in the first line": "tests/mpy/test_refusals.py",
    "write `{} = {}(...)`, or `from nativecomp import {}` to say that it is meant": "tests/frontend/test_warnings.py",
    "`return` belongs in a function": "what follows a `return` that stands outside is no function any more",
    "`yield` belongs in a function": "as above",
    "`nonlocal` belongs in a function inside another function": "as above",
    "its constants are {}": "tests/cli/test_usage.py",
    "write `async def`": "a compiled function is none",
    "MicroPython takes this, but Python {} does not: write it so that both do": "the version decides",
    **dict.fromkeys(OF_IMAGES, "tests/frontend/test_statics.py"),
    **dict.fromkeys(OF_EXTERNS, "tests/image/test_externs.py"),
    **dict.fromkeys(OF_FILES, "tests/image/test_files.py"),
}
"""Hints that no case follows, and why."""


def test_each_hint_has_a_case() -> None:
    followed = [case.sections["hint"] for case in read_file(HERE / "hints.test")[1]]
    lacking = set()
    for path in (Path(nativecomp.__file__).parent / "frontend").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for text in _hints_of(node):
                pattern = re.compile(".*".join(map(re.escape, text.split("{}"))))
                if text and text not in ELSEWHERE and not any(map(pattern.search, followed)):
                    lacking.add(f"{path.name}: {text}")
    assert sorted(lacking) == []


OBJECT_SINCE = """
@viper
def f(p: ptr8, n: int) -> int:
    text, found = "a", n
    found = 1
    text = ""
    return text
@viper
def g(p: ptr8, n: int) -> int:
    for i in range(n):
        names = []
        names += p[i]
    return names
"""


def test_an_object_is_told_where_it_begins() -> None:
    """Not where a later assignment stands, and not where its value came with others."""
    with pytest.raises(nativecomp.CompileError) as caught:
        nativecomp.load_source(IMPORTS + OBJECT_SINCE, "f.py")
    before = IMPORTS.count("\n")
    assert [(one.message, one.span.line - before) for one in caught.value.diagnostics] == [
        ("the result would be a Python object", 7),
        (
            f"the result would be a Python object: `names` is one since line {before + 11}, where it begins as a list",
            13,
        ),
    ]
