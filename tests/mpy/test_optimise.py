"""The level -O of mpy-cross, and options that are no options."""

from pathlib import Path

import pytest

from nativecomp.cli.mpycross import main
from nativecomp.options import Options
from nativecomp.targets import find_target
from tests.mpy.micropython import run

SOURCE = """\
def f(x):
    assert x, "m"
    return __debug__
try:
    print(f(0))
except AssertionError as error:
    print(error)
"""


@pytest.mark.parametrize(("level", "expected"), [("-O0", "m"), ("-O", "False"), ("-O3", "False"), ("-OO", "False")])
def test_assertions_are_left_out(level: str, expected: str, tmp_path: Path) -> None:
    source, made = tmp_path / "app.py", tmp_path / "app.mpy"
    source.write_text(SOURCE)
    assert main(["-march=x64", "-X", "emit=native", level, "-o", str(made), str(source)]) == 0
    assert run({"app.mpy": made.read_bytes()}, "import app") == f"{expected}\n"


@pytest.mark.parametrize("wrong", [{"everything": True}, {"opt": "fast"}, {"product": "exe"}])
def test_options_are_checked(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="Options: "):
        Options(find_target("x64"), **wrong)  # type: ignore[arg-type]
