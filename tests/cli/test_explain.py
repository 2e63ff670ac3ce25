"""`nativecomp explain`: classes, reasons and advice come from what the passes have left."""

import json
import re
import shutil
import subprocess
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from nativecomp.desk.explain.lines import _MACHINE, _SILENT
from nativecomp.desk.explain.words import NAMES
from nativecomp.ir import Effect
from nativecomp.ir.ops import OPS
from tests.cli.command import nativecomp

SOURCE = """\
from nativecomp import native, viper
@native
def total(data, n):
    s = 0
    for i in range(n):
        s += i
    t = [s, data]
    return data.x + s, t
@viper
def fir(b: ptr8, n: int) -> int:
    s = 0
    for i in range(n):
        s += b[i] * 3
    return s
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("explain") / "app.py"
    path.write_text(SOURCE)
    return path


def run(*arguments: object) -> str:
    answer = nativecomp("explain", *arguments)
    assert answer.code == 0, answer.err
    return answer.out


@pytest.fixture(scope="module")
def lines(file: Path) -> dict[str, dict[int, Any]]:
    found = nativecomp("explain", file, "--json", "--call", "fir(bytes(range(10)), 10)").result
    return {one["function"]: {row["line"]: row for row in one["lines"]} for one in found}


def test_classes(lines: dict[str, dict[int, Any]]) -> None:
    assert {n: row["cost"] for n, row in lines["fir"].items()} == {11: "machine", 12: "machine", 13: "machine"}
    assert lines["total"][6]["cost"] == "guarded"
    assert lines["total"][7]["cost"] == "allocation"
    assert lines["total"][8]["cost"] == "runtime"


def test_reason_and_advice(lines: dict[str, dict[int, Any]]) -> None:
    works = lines["total"][8]["works"]
    assert any(work["reason"] == "`s` may be anything: assigned at line 6" for work in works)
    assert all(work["instead"] for work in works if work["what"] == "`+` of objects")


def test_counts_are_of_the_call(lines: dict[str, dict[int, Any]]) -> None:
    assert lines["fir"][13]["executed"] >= 10
    assert lines["total"][6]["executed"] == 0


def test_text(file: Path) -> None:
    text = run(f"{file}:fir")
    assert "total" not in text
    assert "    13 machine    |         s += b[i] * 3" in text


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[str] = []
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "tr":
            self.rows.append(given.get("class") or "")
        self.outside += [name for name in ("src", "href") if name in given]


def test_page(file: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    run(file, "--html", page, "--call", "fir(bytes(range(10)), 10)")
    parsed = _Page()
    parsed.feed(page.read_text(encoding="utf-8"))
    assert parsed.rows.count("machine") == 3
    assert {"guarded", "runtime", "allocation"} <= set(parsed.rows)
    assert not parsed.outside
    assert "<script" not in page.read_text(encoding="utf-8")
    assert "ldrb" in page.read_text(encoding="utf-8")


def test_every_operation_has_words() -> None:
    told = {*NAMES, *_SILENT}
    assert [
        name
        for name, row in OPS.items()
        if name not in told and name.partition(".")[0] not in _MACHINE and not row.effects & Effect.ENDS
    ] == []


BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER = next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.mark.skipif(BROWSER is None, reason="there is no browser")
def test_the_page_in_a_browser(file: Path, tmp_path: Path) -> None:
    """What a browser shows of it once it is laid out: all lines, each class in its colour, counts, and no error."""
    page = tmp_path / "app.html"
    run(file, "--html", page, "--call", "fir(bytes(range(10)), 10)")
    probe = """
<script>
const rows = [...document.querySelectorAll("tr")].filter(row => row.offsetHeight > 0);
const colours = new Set(rows.map(row => getComputedStyle(row).backgroundColor));
const found = {rows: rows.length, colours: colours.size, fits: document.documentElement.scrollWidth <= innerWidth};
document.title = JSON.stringify(found);
</script></html>"""
    page.write_text(page.read_text("utf-8").replace("</html>", probe), "utf-8")
    assert BROWSER is not None
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1200,900",
               f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", page.as_uri()]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    title = re.search("<title>(.*?)</title>", done.stdout)
    assert title is not None
    shown = json.loads(unescape(title[1]))
    assert shown["rows"] >= 13
    assert shown["colours"] >= 4
    assert shown["fits"]
