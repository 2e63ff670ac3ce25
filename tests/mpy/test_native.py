"""`@native` functions on the real MicroPython: what its own bytecode prints, they print, at every level."""

from pathlib import Path

import pytest

from nativecomp.language.diagnostics import SourceFile
from nativecomp.mpy.build import build_mpy
from nativecomp.mpy.container import Kind, RawCode
from nativecomp.mpy.reader import read_mpy
from nativecomp.options import Options
from nativecomp.targets import find_target
from tests.mpy.micropython import build, run

PROGRAMS = sorted((Path(__file__).parent / "native").glob("*.py"))


def bytecode(source: str) -> str:
    """What the program prints as bytecode."""
    return run({"app.py": source.replace("@micropython.native", "@micropython.bytecode").encode()}, "import app")


@pytest.fixture(scope="module")
def expected() -> dict[Path, str]:
    return {path: bytecode(path.read_text()) for path in PROGRAMS}


ALL_LEVELS = ("language", "generators", "direct", "defaults")
BUILDS = [
    *((path, "balanced") for path in PROGRAMS),
    *((path, opt) for path in PROGRAMS if path.stem in ALL_LEVELS for opt in ("size", "speed")),
]


@pytest.mark.parametrize(("path", "opt"), BUILDS, ids=lambda value: getattr(value, "stem", value))
def test_prints_what_bytecode_prints(path: Path, opt: str, expected: dict[Path, str]) -> None:
    assert "Traceback" not in expected[path]
    assert run({"app.mpy": build(path.read_text(), opt=opt)}, "import app") == expected[path]


@pytest.mark.parametrize("path", [p for p in PROGRAMS if p.stem != "polling"], ids=lambda path: path.stem)
def test_a_collection_at_any_time(path: Path, expected: dict[Path, str]) -> None:
    assert run({"app.mpy": build(path.read_text(), collect=True)}, "import app") == expected[path]


@pytest.mark.parametrize("target", ["cortex-m0plus", "cortex-m4f", "rv32imc"])
def test_boards(target: str) -> None:
    assert build(PROGRAMS[0].read_text(), target)


def kinds(code: RawCode) -> list[Kind]:
    return [kind for child in code.children or [] for kind in [child.kind, *kinds(child)]]


def test_everything() -> None:
    source = "def f(a):\n    def g():\n        return a\n    return g\nclass C:\n    def m(self):\n        return 1\n"
    options = Options(find_target("x64"), everything="native")
    data = build_mpy(SourceFile("app.py", source), options)
    assert kinds(read_mpy(data).root) == [Kind.NATIVE, Kind.NATIVE, Kind.BYTECODE, Kind.NATIVE]
    assert run({"app.mpy": data}, "import app\nprint(app.f(5)(), app.C().m())") == "5 1\n"


@pytest.mark.parametrize(
    "body",
    ["const = 1\n    return A + const", "global A\n    A = 2\n    return A", "return globals()['A'], A"],
)
def test_a_variable_of_the_module_is_read_when_the_function_runs(body: str) -> None:
    source = f"import micropython\nA = 5\n@micropython.native\ndef f():\n    {body}\n"
    call = "import app\nprint(app.f())\napp.A = 9\nprint(app.f())"
    assert run({"app.mpy": build(source)}, call) == run({"app.py": source.encode()}, call)


def test_what_const_names_is_a_constant_whatever_else_has_the_name() -> None:
    source = "import micropython\nfrom micropython import const\nX = const(1)\n"
    source += "@micropython.native\ndef X():\n    return X\n"
    assert run({"app.mpy": build(source)}, "import app\nprint(app.X())") == "1\n"


def test_a_local_that_is_not_bound_raises() -> None:
    source = "import micropython\n@micropython.native\ndef f(a):\n    if a:\n        b = 1\n    return b\n"
    call = "import app\nprint(app.f(1))\ntry:\n    app.f(0)\nexcept NameError as e:\n    print(e)"
    assert run({"app.mpy": build(source)}, call) == "1\nlocal variable referenced before assignment\n"


BOOLS = """\
import micropython
@micropython.native
def f(t, f):
    return True & False, True | False, True ^ True, (True & True) is True, str(True & True), t & f, t | f, True + True
print(f(True, False))
"""


def test_operations_of_two_constant_bools_give_integers_as_bytecode_does() -> None:
    assert run({"app.mpy": build(BOOLS)}, "import app") == bytecode(BOOLS) == "(0, 1, 0, False, '1', 0, 1, 2)\n"
