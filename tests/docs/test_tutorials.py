"""The tutorials do what they say: their files are written, their commands run, their output is compared.

In a page, a Python block with a title is a file of that name. A `console` block holds commands behind `$`, and after
each its output, where `...` stands for any text. A `text` block needs a board or a program that is not ours: it is not
run.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(DOCS.glob("tutorial-*.md"))
_BLOCK = re.compile(r'^```(console|python title="([\w.]+)")\n(.*?)^```$', re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


def matches(expected: str, shown: str) -> bool:
    """Whether an output is the expected one, in which `...` stands for any text."""
    pattern = ".*".join(re.escape(part) for part in re.split(r"\.\.\.", expected.strip()))
    return re.fullmatch(pattern, shown.strip(), re.DOTALL) is not None


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_a_tutorial(page: Path, tmp_path: Path) -> None:
    # `nativecomp`, `python` and `pytest` are those of this environment.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}
    ran = 0
    for _, name, text in _BLOCK.findall(page.read_text(encoding="utf-8")):
        if name:
            (tmp_path / name).write_text(text, encoding="utf-8")
            continue
        for command, expected in _COMMAND.findall(text):
            done = subprocess.run(
                command, shell=True, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False
            )
            assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
            assert matches(expected, done.stdout), f"{command}\n{done.stdout}{done.stderr}"
            ran += 1
    assert ran >= 3


def test_the_three_users_have_one() -> None:
    assert {page.stem for page in PAGES} == {"tutorial-c", "tutorial-image", "tutorial-micropython"}


def test_other_output_does_not_match() -> None:
    """So the other test sees it."""
    assert matches("a\n...\nb", "a\nx\nb\n")
    assert not matches("a\n...\nb", "a\nx\nc\n")
    assert not matches("a", "a\nb")
