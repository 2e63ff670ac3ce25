"""What `mpy-cross` takes, `nativecomp-mpy-cross` takes, and the real MicroPython prints the same.

`files` holds programs in upstream's language. A first line `# -X emit=viper` gives options to both compilers. The
levels of optimisation take turns from file to file, and a name that ends in `_levels` is compiled at each.
"""

import re
from pathlib import Path

import pytest

from nativecomp.cli.mpycross import main
from nativecomp.host.crosscompile import cross_compile
from nativecomp.options import OPT_LEVELS
from tests.mpy.micropython import run

FILES = sorted((Path(__file__).parent / "files").glob("*.py"))
CASES = [
    (path, level)
    for number, path in enumerate(FILES)
    for level in (OPT_LEVELS if path.stem.endswith("_levels") else (OPT_LEVELS[number % len(OPT_LEVELS)],))
]
ARCHES = ("armv6m", "armv7emsp", "rv32imc")


def options(text: str) -> list[str]:
    first = re.match(r"# (-X .*)", text)
    return first[1].split() if first else []


@pytest.mark.parametrize(("path", "level"), CASES, ids=[f"{path.stem} {level}" for path, level in CASES])
def test_same_as_upstream(path: Path, level: str, tmp_path: Path) -> None:
    data = path.read_bytes()
    given = options(path.read_text(encoding="utf-8"))
    theirs = cross_compile(data, path.name, ["-march=x64", *given])
    out = tmp_path / "app.mpy"
    assert main(["-march=x64", "-o", str(out), *given, "-X", f"opt={level}", str(path)]) == 0
    expected = run({"app.mpy": theirs}, "import app")
    assert "Traceback" not in expected
    assert run({"app.mpy": out.read_bytes()}, "import app") == expected


@pytest.mark.parametrize("number", range(len(FILES)), ids=[path.stem for path in FILES])
def test_compiles_for_boards(number: int, tmp_path: Path) -> None:
    path = FILES[number]
    given = options(path.read_text(encoding="utf-8"))
    arch = ARCHES[number % len(ARCHES)]
    assert main([f"-march={arch}", "-o", str(tmp_path / "app.mpy"), *given, str(path)]) == 0
