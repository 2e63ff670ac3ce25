"""The documentation builds as a site, and no link of it or of README leads nowhere."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.docs.reference import PAGE, page

ROOT = Path(__file__).parents[2]


def build(folder: Path, settings: Path = ROOT / "mkdocs.yml") -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "mkdocs", "build", "-f", str(settings), "-d", str(folder)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_the_site(tmp_path: Path) -> None:
    done = build(tmp_path)
    assert done.returncode == 0, done.stderr
    for one in (ROOT / "docs").glob("*.md"):
        assert (tmp_path / f"{one.stem}.html").stat().st_size > 5000


def test_a_link_that_leads_nowhere_is_an_error(tmp_path: Path) -> None:
    """So the other test sees one."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# A\n\n[b](b.md) [c](index.md#nowhere)\n")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(settings.partition("nav:\n  - Start")[0])
    done = build(tmp_path / "site", tmp_path / "mkdocs.yml")
    assert done.returncode == 1
    assert "'b.md'" in done.stderr
    assert "#nowhere" in done.stderr


def test_links_of_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert (ROOT / target).exists(), target


def test_the_reference_is_what_the_tables_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "it is old: run `python -m tests.docs.reference`"
