"""Building and caching the runtime as bitcode."""

from collections.abc import Iterator
from pathlib import Path

import llvmlite.binding as llvm
import pytest

from nativecomp.host import cache
from nativecomp.image import runtime as module
from nativecomp.image.clang import RuntimeBuildError
from nativecomp.image.modules import target_machine
from nativecomp.image.runtime import RuntimeBitcode, runtime_bitcode
from nativecomp.targets import Target, find_target


@pytest.fixture
def builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """An empty cache, and a list of the cores that are built from then on (quickly: by taking what there is)."""
    ready = {name: runtime_bitcode(find_target(name)) for name in ("cortex-m0", "cortex-m3")}
    built: list[str] = []

    def build(_: Path, target: Target) -> RuntimeBitcode:
        built.append(target.core)
        return ready[target.core]

    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "nativecomp"))
    monkeypatch.setattr(module, "_build", build)
    runtime_bitcode.cache_clear()
    yield built
    runtime_bitcode.cache_clear()


def test_each_core_is_built_once(builds: list[str], tmp_path: Path) -> None:
    first = {name: runtime_bitcode(find_target(name)) for name in ("cortex-m0", "cortex-m3")}
    runtime_bitcode.cache_clear()
    assert {name: runtime_bitcode(find_target(name)) for name in first} == first
    assert builds == ["cortex-m0", "cortex-m3"]
    assert len(list((tmp_path / "nativecomp").iterdir())) == 2


def test_boards_share_the_build_of_their_core(builds: list[str]) -> None:
    runtime_bitcode(find_target("microbit"))
    runtime_bitcode(find_target("cortex-m0"))
    assert builds == ["cortex-m0"]


def test_broken_cache_file_is_built_again(builds: list[str], tmp_path: Path) -> None:
    built = runtime_bitcode(find_target("cortex-m3"))
    [path] = (tmp_path / "nativecomp").iterdir()
    for broken in (path.read_bytes()[:100], b"", b"PK nonsense"):
        path.write_bytes(broken)
        runtime_bitcode.cache_clear()
        assert runtime_bitcode(find_target("cortex-m3")) == built
    assert builds == ["cortex-m3"] * 4


def test_cache_that_cannot_be_written_is_no_error(builds: list[str], tmp_path: Path) -> None:
    (tmp_path / "nativecomp").write_text("a file where the folder should be")
    assert runtime_bitcode(find_target("cortex-m0")).support


def test_missing_sources_are_explained(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "__file__", str(tmp_path / "nativecomp" / "image" / "runtime.py"))
    with pytest.raises(RuntimeBuildError, match="sources are missing"):
        module.runtime_sources()


@pytest.mark.parametrize("core", ["cortex-m0", "cortex-m4f"])
def test_modules_link_and_need_only_each_other(core: str) -> None:
    target = find_target(core)
    runtime = runtime_bitcode(target)
    known = {*runtime.core, *runtime.support, "nc_write", "nc_exit"}
    for name, part in {**runtime.core, **runtime.support}.items():
        assert name in part.defines
        assert set(part.needs) <= known, name
        assert name not in part.needs
    parts = runtime.closure([*runtime.core, *runtime.support])
    first, *others = [llvm.parse_bitcode(part.bitcode) for part in parts]
    for other in others:
        first.link_in(other)
    first.verify()
    assert target_machine(target).emit_object(first).startswith(b"\x7fELF")


def test_closure_is_transitive_and_leaves_strangers_alone() -> None:
    runtime = runtime_bitcode(find_target("cortex-m0"))
    defined = {name for part in runtime.closure(["__aeabi_ldivmod", "nc_main"]) for name in part.defines}
    assert defined == {"__aeabi_ldivmod", "__aeabi_uldivmod"}


def test_no_function_carries_a_target_of_its_own() -> None:
    for part in runtime_bitcode(find_target("cortex-m33")).support.values():
        text = str(llvm.parse_bitcode(part.bitcode))
        assert "target-cpu" not in text
        assert "target-features" not in text
