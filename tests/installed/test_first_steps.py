"""docs/first-steps.md as a newcomer does it: the wheel in an environment of its own, files and commands of the page.

`python -m pytest tests/installed/test_first_steps.py -s` prints how long each command takes.
"""

import importlib.metadata
import re
import shutil
import sys
import time
from pathlib import Path

import pytest

from tests.installed.test_wheel import ROOT, Installed, link, needed

PAGE = (ROOT / "docs" / "first-steps.md").read_text()
FILES = {text.split("\n")[0].removeprefix("# "): text for text in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)}
COMMANDS = re.findall(r"^    ((?:nativecomp|pytest|cd) .*)$", PAGE, re.MULTILINE)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    found = Installed(tmp_path_factory.mktemp("newcomer"))
    for name, text in FILES.items():
        (found.work / name).write_text(text)
    distributions: dict[str, importlib.metadata.Distribution] = {}
    needed(["pytest"], distributions)
    site = next(found.bin.parent.glob("lib/python*/site-packages"), found.bin.parent / "Lib" / "site-packages")
    for distribution in distributions.values():
        link(distribution, site)
    return found


def timed(installed: Installed, command: str) -> str:
    begin = time.perf_counter()
    words = re.findall(r'"([^"]*)"|(\S+)', command)
    said = installed.run(*[quoted or plain for quoted, plain in words])
    print(f"{time.perf_counter() - begin:6.1f} s  {command}")
    return said


def test_the_page_has_the_commands() -> None:
    assert set(FILES) == {"total.py", "test_total.py", "blink.py"}
    assert [command.split()[0] for command in COMMANDS] == [*["nativecomp"] * 3, "cd", "pytest", "nativecomp"]


def test_the_way(installed: Installed) -> None:
    run, asm, build, _, pytest_, gdb = COMMANDS
    assert re.fullmatch(r"6\n\d+ instructions\n", timed(installed, run))
    assert "s += data[i]" in timed(installed, asm)
    assert "architecture x64" in timed(installed, build)
    micropython = Path(sys.executable).with_name("micropython")
    if micropython.exists():
        program = f"import sys; sys.path.append('{installed.work / 'build'}')"
        program += "; import total; print(total.total(bytes([7, 8]), 2))"
        shutil.copy(micropython, installed.bin)
        assert installed.run("micropython", "-c", program) == "15\n"
    tests = pytest_.replace("pytest", "python -m pytest -q -p no:cacheprovider")
    assert "4 passed" in timed(installed, tests)
    if shutil.which("qemu-system-arm") and shutil.which("gdb-multiarch"):
        said = timed(installed, gdb)
        assert re.search(r"checksum \(.*\) at blink\.py:\d+", said)
        assert "length = 10" in said
        line = 1 + FILES["blink.py"].split("\n").index("    print(checksum(BYTES, ptr32(CPUID)[0]))")
        assert f"main () at blink.py:{line}" in said
