"""Where the text of a decorated function comes from, also when it changed, or is nowhere."""

import importlib
import linecache
import sys
from pathlib import Path
from types import ModuleType

import pytest

from nativecomp import viper

TEXT = """\
from nativecomp import viper

@viper
def f(x: int) -> int:
    return x + {}
"""


def imported(folder: Path, name: str, text: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    (folder / f"{name}.py").write_text(text)
    importlib.invalidate_caches()
    monkeypatch.delitem(sys.modules, name, raising=False)
    return importlib.import_module(name)


def test_a_file_edited_after_import_runs_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = imported(tmp_path, "edited_after_import", TEXT.format(1), monkeypatch)
    (tmp_path / "edited_after_import.py").write_text("# a line more\n" + TEXT.format(100))
    linecache.checkcache()
    assert module.f(1) == module.f.python(1) == 2


def test_a_reloaded_file_runs_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = imported(tmp_path, "reloaded_module", TEXT.format(1), monkeypatch)
    assert module.f(1) == 2
    (tmp_path / "reloaded_module.py").write_text("\n\n" + TEXT.format(1000))
    module = importlib.reload(module)
    assert module.f(1) == module.f.python(1) == 1001


def test_a_function_without_source() -> None:
    names = {"viper": viper}
    exec("@viper\ndef f(x: int) -> int:\n    return x\n", names)
    with pytest.raises(
        TypeError, match=r"^the source of f is not at hand; put it in a file, or use `nativecomp\.load_source`$"
    ):
        names["f"](1)
    assert names["f"].python(1) == 1  # type: ignore[attr-defined]


def test_source_that_linecache_knows() -> None:
    """As notebooks and consoles do."""
    text = "@viper\ndef f(x: int) -> int:\n    return x + 8\n"
    linecache.cache["<cell 7>"] = (len(text), None, text.splitlines(keepends=True), "<cell 7>")
    names = {"viper": viper}
    exec(compile(text, "<cell 7>", "exec"), names)
    assert names["f"](1) == 9


def test_a_file_without_a_line_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = imported(tmp_path, "no_line_end", TEXT.format(3).rstrip(), monkeypatch)
    assert module.f(1) == 4
