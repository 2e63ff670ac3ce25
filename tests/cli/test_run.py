"""`nativecomp run`: the user's program as Python itself would run it."""

from pathlib import Path

import pytest

from tests.cli.command import Answer, nativecomp


@pytest.fixture
def run(folder: Path):  # type: ignore[no-untyped-def]
    def run_text(text: str, *options: str, name: str = "program.py") -> Answer:
        (folder / name).write_text(text)
        return nativecomp("run", *options[: options.index("--")] if "--" in options else options, name,
                          *options[options.index("--") :] if "--" in options else ())  # fmt: skip

    return run_text


def test_main_guard(folder: Path) -> None:
    assert nativecomp("run", "dsp.py") == Answer(0, "14\n", "")
    assert nativecomp("run", "dsp.py", "--target", "cortex-m0", "--opt", "size") == Answer(0, "14\n", "")


def test_micropython_spelling_and_bare_type_names(run) -> None:  # type: ignore[no-untyped-def]
    text = """\
import micropython
from micropython import const
N = const(4)
@micropython.viper
def f(p: ptr8, n: uint) -> uint:
    return p[N] + n
print(f(b"abcde", 1))
"""
    assert run(text) == Answer(0, "102\n", "")


def test_the_program_sees_itself(run) -> None:  # type: ignore[no-untyped-def]
    text = "import sys\nprint(sys.argv, __name__, __file__)\nimport __main__\nprint(__main__.__file__)\n"
    assert run(text).out == "['program.py'] __main__ program.py\nprogram.py\n"
    assert run(text, "--", "-x", "--target", "3").out.startswith("['program.py', '-x', '--target', '3'] ")


@pytest.mark.parametrize(("leave", "code", "err"), [
    ("sys.exit()", 0, ""),
    ("sys.exit(None)", 0, ""),
    ("sys.exit(0)", 0, ""),
    ("sys.exit(7)", 7, ""),
    ("sys.exit(True)", 1, ""),
    ("sys.exit('broken')", 1, "broken\n"),
    ("raise SystemExit", 0, ""),
])  # fmt: skip
def test_exit_codes(run, leave: str, code: int, err: str) -> None:  # type: ignore[no-untyped-def]
    assert run(f"import sys\nprint('before')\n{leave}\n") == Answer(code, "before\n", err)


def test_imports_beside_the_file(run, folder: Path) -> None:  # type: ignore[no-untyped-def]
    (folder / "some" / "mate_of_program.py").write_text(
        "from nativecomp import viper\nVALUE = 9\n@viper\ndef twice(x: int) -> int:\n    return x * 2\n"
    )
    text = "import mate_of_program\nfrom mate_of_program import VALUE, twice\nprint(twice(VALUE))\n"
    assert run(text, name="some/program.py") == Answer(0, "18\n", "")


def test_a_traceback_holds_the_users_frames_only(run) -> None:  # type: ignore[no-untyped-def]
    text = """\
from nativecomp import viper
@viper
def f(a: int) -> int:
    return 5 // a
def g(x):
    return f(x)
g(0)
"""
    answer = run(text)
    assert answer.code == 1
    assert (
        answer.err
        == """\
Traceback (most recent call last):
  File "program.py", line 7, in <module>
    g(0)
  File "program.py", line 6, in g
    return f(x)
           ^^^^
ZeroDivisionError: divide by zero
  raised by compiled code: File "program.py", line 4, in f
"""
    )


def test_errors_of_plain_python(run) -> None:  # type: ignore[no-untyped-def]
    answer = run("def f():\n    return {}['key']\nf()\n")
    assert answer.code == 1
    assert answer.err.splitlines()[1:3] == ['  File "program.py", line 3, in <module>', "    f()"]
    assert answer.err.endswith("KeyError: 'key'\n")
    answer = run("import no_such_module_anywhere\n")
    assert answer.err.endswith("ModuleNotFoundError: No module named 'no_such_module_anywhere'\n")
    answer = run("open('nowhere.txt')\n")
    assert answer.err.endswith("FileNotFoundError: [Errno 2] No such file or directory: 'nowhere.txt'\n")


def test_a_cause_is_shown_too(run) -> None:  # type: ignore[no-untyped-def]
    answer = run("try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    raise ValueError('outer') from error\n")
    assert "ZeroDivisionError: division by zero" in answer.err
    assert "The above exception was the direct cause of the following exception" in answer.err
    assert answer.err.endswith("ValueError: outer\n")


def test_errors_of_the_emulator(run) -> None:  # type: ignore[no-untyped-def]
    head = """\
from nativecomp import viper, ptr8
@viper
def f(p: ptr8, n: int) -> int:
    while n: pass
    return p[0]
"""
    answer = run(head + "f(b'', 1)\n", "--limit", "100000")
    assert answer.code == 1
    assert answer.err.splitlines()[-1].startswith(
        "InstructionLimit: still running after 100000 instructions: an endless loop"
    )
    assert answer.err.splitlines()[-1].endswith("in f (program.py:4)")
    answer = run(head + "f(0, 0)\n")
    assert (
        answer.err.splitlines()[-1]
        == "UnmappedAccess: read of 1 byte at 0x00000000, outside memory in f (program.py:5)"
    )


def test_a_refused_function_is_told_as_a_diagnostic(run) -> None:  # type: ignore[no-untyped-def]
    answer = run("from nativecomp import viper\n@viper\ndef f(a: int) -> int:\n    return [a][0]\nprint(1)\nf(2)\n")
    assert answer.code == 1
    assert answer.out == "1\n"
    assert answer.err.startswith("program.py:4:12: error: the result would be a Python object\n        return [a][0]\n")
    assert answer.err.endswith("\n1 error\n")


def test_a_program_may_catch_what_compiled_code_raises(run) -> None:  # type: ignore[no-untyped-def]
    text = """\
from nativecomp import viper
@viper
def f(a: int) -> int:
    if a < 0:
        raise ValueError("negative")
    return a
try:
    f(-1)
except ValueError as error:
    print("caught", error)
"""
    assert run(text) == Answer(0, "caught negative\n", "")


def test_print_of_compiled_functions_keeps_its_order(run) -> None:  # type: ignore[no-untyped-def]
    text = """\
from nativecomp import viper
@viper
def f(a: int):
    print("two", a)
print("one")
f(2)
print("three")
"""
    assert run(text).out == "one\ntwo 2\nthree\n"


def test_refused_is_told_of_its_own_function_only(run) -> None:  # type: ignore[no-untyped-def]
    text = """\
import micropython
@micropython.viper
def count(*args, on=None) -> int:
    return int(len(args))
@micropython.viper
def wrong(a: int, b) -> int:
    return b.x
print(count(1, 2))
print(wrong(1, 2))
"""
    answer = run(text)
    assert answer.out == "2\n"
    assert "`args`" not in answer.err
    assert answer.err.endswith("\n1 error\n")
