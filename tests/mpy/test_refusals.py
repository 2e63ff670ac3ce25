"""What mpy-cross refuses is refused here too, by both commands, with the place, the line, a caret and a reason.

`refused_statements.txt` holds statements and `refused_functions.txt` decorated functions, one a line, in which `\\n` is
the end of a line.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from nativecomp.cli.mpycross import main
from nativecomp.host.crosscompile import CrossCompileError, MpyCrossError, cross_compile
from tests.cli.command import nativecomp

IMPORT = "import micropython\n"
VIPER = IMPORT + "@micropython.viper\ndef v(x: int) -> int:\n    return x\n"


def _cases(name: str) -> list[str]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n") for line in lines]


STATEMENTS = _cases("refused_statements.txt")
FUNCTIONS = _cases("refused_functions.txt")
TAKEN_IN_FUNCTIONS = {
    text.replace("\\n", "\n")
    for text in (
        r"x = '\N{LATIN SMALL LETTER A}'",
        "del ()",
        "del [x, y]",
        r"@1\ndef g(): pass",
        r"@f[0]\ndef g(): pass",
        r"@f or g\ndef h(): pass",
        r"with (x as y, z as w): pass",
        r"with (x as y): pass",
        r"with (x, y as z,): pass",
        r"def g(a, /): pass",
        r"def g(a, /, b, *, c): pass",
        r"lambda a, /: a",
        r"x = 1if y else 2",
        r"x[a:=1]",
        r"from micropython import const\nX = const()",
        r"from micropython import const\nX = const(1, 2)",
        r"from micropython import const\nX = const(1)\nX = const(2)",
        r"from micropython import const\nX = const(1)\nX = 2",
        r"import micropython\n@micropython\ndef f(): pass",
        r"import micropython\n@micropython.viper.x\ndef f(): pass",
    )
}
"""Python that MicroPython lacks, which compiled functions may hold, since mpy-cross does not see them."""


def _alone(text: str) -> str:
    return f"{text}\n"


def _beside(text: str) -> str:
    return f"{VIPER}{text}\n"


def _in_viper(text: str) -> str:
    body = "".join(f"    {line}\n" for line in text.split("\n"))
    return f"{IMPORT}@micropython.viper\ndef f(y):\n{body}"


def _after_import(text: str) -> str:
    return f"{IMPORT}{text}\n"


Command = Callable[[str], tuple[int, str]]
"""Compiles x.py for an architecture: the exit code, and what was written to standard error."""


def _cross(capsys: pytest.CaptureFixture[str]) -> Command:
    def run(arch: str) -> tuple[int, str]:
        code = main([f"-march={arch}", "x.py"])
        return code, capsys.readouterr().err

    return run


def _build(_: pytest.CaptureFixture[str]) -> Command:
    def run(arch: str) -> tuple[int, str]:
        answer = nativecomp("build", "x.py", "-o", "x.mpy", "--target", arch)
        return answer.code, re.sub(r"\n\n\d+ errors?\n$", "\n", answer.err)

    return run


def _faults(text: str, code: int, told: str) -> list[str]:
    """What is wrong with a refusal."""
    found = [] if code == 1 else [f"exit code {code}"]
    if "Traceback" in told or "internal" in told:
        found.append("a traceback")
    if Path("x.mpy").exists():
        found.append("a file was made")
    parts = re.split(r"\n(?=x\.py:)", told.strip())
    errors = [part for part in parts if not re.match(r"x\.py:[\d:]+ warning: ", part)]
    for error in errors or parts:
        head, line, caret, *_ = [*error.split("\n"), "", ""]
        place = re.fullmatch(r"x\.py:(\d+):\d+: error: .+", head)
        if place is None:
            found.append(f"no place: {head}")
        elif line[4:] != text.split("\n")[int(place[1]) - 1]:
            found.append(f"not the line of the place: {line}")
        elif set(caret.strip()) != {"^"}:
            found.append(f"no caret: {caret}")
    return found


CONTEXTS = [
    pytest.param(STATEMENTS, _alone, _cross, "x64", id="statement"),
    pytest.param(STATEMENTS, _beside, _build, "armv6m", id="statement beside a viper function"),
    pytest.param(STATEMENTS, _in_viper, _cross, "armv6m", id="statement in a viper function"),
    pytest.param(FUNCTIONS, _after_import, _cross, "armv6m", id="function for mpy-cross"),
    pytest.param(FUNCTIONS, _after_import, _build, "x64", id="function for build"),
]


PARTS = [
    pytest.param(part, *context.values, id=f"{context.id}-{part}", marks=[pytest.mark.slow] * ((number + part) % 2))
    for number, context in enumerate(CONTEXTS)
    for part in range(4)
]
"""Each text is tried in half of the contexts, one of each kind among them."""


@pytest.mark.parametrize(("part", "texts", "around", "command", "arch"), PARTS)
def test_refused_with_place_and_reason(
    part: int,
    texts: list[str],
    around: Callable[[str], str],
    command: Callable[[pytest.CaptureFixture[str]], Command],
    arch: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    faults = {}
    for text in texts[part::4]:
        source = around(text)
        Path("x.py").write_text(source, encoding="utf-8")
        with pytest.raises((CrossCompileError, MpyCrossError)):
            cross_compile(source.encode(), "x.py", [f"-march={arch}"])
        code, told = command(capsys)(arch)
        if code == 0 and around is _in_viper and text in TAKEN_IN_FUNCTIONS:
            Path("x.mpy").unlink()
            continue
        if found := _faults(source, code, told):
            faults[source] = found
        assert not Path("x.mpy").exists(), source
    assert faults == {}


@pytest.mark.parametrize(
    ("data", "place"), [(b"x = 1\ny = \0\n", "x.py:2:5: error: "), (b"nativecomp\n  = '\xff'\n", "x.py:2:6: error: ")]
)
def test_bytes_that_are_no_text(
    data: bytes, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.py").write_bytes(data)
    assert main(["-march=x64", "x.py"]) == 1
    assert capsys.readouterr().err.startswith(place)


HINTS = {
    "def f(a, /): pass": "1:7: error: MicroPython has no positional-only parameters|leave the `/` out",
    "match x:\n    case 1: pass": "1:1: error: MicroPython has no `match`|write `if` and `elif`",
    "x = [\n    1,\n    *a]": "3:5: error: MicroPython has no star in a list, tuple or set|add them: `list(a) + [b]`",
    "x = {'a': 1,\n     **b}": "2:8: error: MicroPython has no `**` in a dict|write `d.update(...)`",
    "with (a as b, c as d): pass": "1:7: error: MicroPython has no parentheses around what `with` takes|leave them out",
    "try: pass\nexcept* A: pass": "2:1: error: MicroPython has no `except*`|write `except`",
    "@f[0]\ndef g(): pass": "1:2: error: MicroPython has no decorators that are no names|"
    "give it a name before the definition",
    "x = f'{a!a}'": "1:5: error: MicroPython has no `!a` in an f-string|write `!r`",
    "x[y:=1]": "1:3: error: MicroPython has no `:=` in an index|put it in parentheses",
    "del [a, b]": "1:5: error: MicroPython has no `del` of a list of names|write `del a, b`",
    "y = 1\nx = '\\N{SPACE}'": "2:1: error: MicroPython knows no characters by their names|write the character itself",
    "def f(a, a): pass": "1:10: error: duplicate |give each parameter a name of its own",
    "def f(a):\n    global a": "2:5: error: name 'a' is parameter and global|give the parameter another name",
    "from micropython import const\nX = const(1)\nX = 2": "3:1: error: `X` is a constant, made by `const(...)`|"
    "give the variable another name, or leave `const` out",
    "class A:\n    def f(self):\n        y = 1\n        x = 1 << 9999999\n        z = 1": "4:9: error: "
    "this is too large or nested too deeply for mpy-cross|split it, or use `-X heapsize=<n>`",
    "@micropython.viper\ndef g():\n    f(a for a in b, 1)": "3:7: error: invalid syntax: Generator expression must be "
    "parenthesized|put parentheses around it",
    "@micropython.vipr\ndef f(): pass": "1:2: error: MicroPython has no decorator `vipr`|did you mean `viper`?",
}


@pytest.mark.parametrize("text", HINTS, ids=repr)
def test_what_to_write_instead(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.py").write_text(f"{text}\n# viper\n", encoding="utf-8")
    assert main(["-march=x64", "x.py"]) == 1
    head, *_, hint = capsys.readouterr().err.splitlines()
    place, _, instead = HINTS[text].partition("|")
    assert head.startswith(f"x.py:{place}")
    assert hint.startswith(f"  hint: {instead}")


@pytest.mark.parametrize("text", ["def f(*): pass", "def f(a, *, **k): return k", "lambda *: 1", "lambda a, *,: a"])
def test_a_bare_star_that_means_nothing(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.py").write_text(f"{VIPER}{text}\n", encoding="utf-8")
    assert main(["-march=x64", "x.py"]) == 0


@pytest.mark.parametrize(
    ("expression", "place"),
    [
        ("lambda: " * 3000 + "x", "5:1: error: this is nested too deeply to be parsed"),
    ],
)
def test_deep_nesting_has_a_place(
    expression: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.py").write_text(f"{VIPER}y = {expression}\nz = 1\n", encoding="utf-8")
    assert main(["-march=x64", "x.py"]) == 1
    head, line, caret, *_ = capsys.readouterr().err.splitlines()
    assert head == f"x.py:{place}"
    assert line
    assert set(caret.strip()) == {"^"}


def test_half_of_a_surrogate_pair_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.py").write_text(f'{VIPER}y = "\\ud800"\n', encoding="utf-8")
    assert main(["-march=x64", "x.py"]) == 0
    assert b"\xed\xa0\x80" in Path("x.mpy").read_bytes()


def test_assembler_inside_a_compiled_function(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    inner = "    @micropython.asm_thumb\n    def g(r0):\n        add(r0, r0, 1)\n    return int(g(x))\n"
    Path("x.py").write_text(f"{IMPORT}@micropython.viper\ndef f(x: int) -> int:\n{inner}", encoding="utf-8")
    assert main(["-march=armv6m", "x.py"]) == 0


EVERY_KIND = """\
import micropython
@micropython.viper(opt="fast")
def options(x: int) -> int:
    return x
@micropython.viper
def types(x: foo) -> int:
    return x
@micropython.viper
def statements(x: int) -> int:
    y = x + [1]
    return y
@micropython.asm_thumb
def instructions(r0):
    add(r0, 3.5)
@micropython.viper
def python(x: int) -> int:
    break
def rest(a, /):
    return a
"""
PLACES = {
    "board": [(2, 20), (6, 14), (11, 12), (14, 13), (17, 5), (18, 10)],
    "object": [(2, 20), (6, 14), (10, 13), (14, 13), (17, 5)],
}


@pytest.mark.parametrize(("way", "arguments"), [
    ("board", ["-o", "x.mpy", "--target", "pico2"]), ("object", ["-o", "x.o", "--target", "cortex-m4f"]),
])  # fmt: skip
def test_errors_of_all_kinds_in_one_run(
    way: str, arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.py").write_text(EVERY_KIND, encoding="utf-8")
    answer = nativecomp("build", "x.py", *arguments)
    places = re.findall(r"^x\.py:(\d+):(\d+): error: ", answer.err, flags=re.MULTILINE)
    assert [(int(line), int(column)) for line, column in places] == PLACES[way], answer.err
