"""What is kept between runs: found again, never wrong, bounded, and no trouble where it is damaged."""

import importlib.metadata
import multiprocessing
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from nativecomp.emit import isolation, store
from nativecomp.emit.request import MachineCode, Request
from nativecomp.host import cache
from nativecomp.targets import find_target

TARGET = find_target("cortex-m4f")
LLVM = f'target triple = "{TARGET.triple}"\ndefine i32 @f() {{ ret i32 7 }}'
REQUEST = Request("m", LLVM, TARGET, "balanced")


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "kept"))
    return tmp_path / "kept" / "code.sqlite"


def asked(monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """Notes the requests that reach a worker."""
    found: list[Request] = []
    emit_part = isolation._emit_part
    monkeypatch.setattr(isolation, "_emit_part", lambda part, *rest: found.extend(part) or emit_part(part, *rest))
    return found


def test_the_second_time_nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    reached = asked(monkeypatch)
    first = isolation.emit(REQUEST)
    assert isolation.emit(REQUEST) == first
    assert reached == [REQUEST]
    # What a user calls the module decides nothing.
    assert isolation.emit(replace(REQUEST, name="other")) == first
    assert len(reached) == 1


def test_costs_are_kept_with_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    reached = asked(monkeypatch)
    request = replace(REQUEST, want=frozenset({"object", "costs"}))
    first = isolation.emit(request)
    assert first.costs == {"f": 2}
    assert isolation.emit(request) == first
    assert reached == [request]


@pytest.mark.parametrize("change", [
    {"llvm": LLVM.replace("7", "8")}, {"target": find_target("cortex-m0")}, {"opt": "size"}, {"link": (b"",)},
    {"support": {"f": b"x"}}, {"allowed": frozenset({"g"})}, {"keep": frozenset({"f"})}, {"keep": frozenset()},
    {"want": frozenset({"assembly"})}, {"want": frozenset({"object", "costs"})}, {"partial": True}, {"movable": True},
    {"assembled": {"f": 2}},
], ids=lambda change: next(iter(change)))  # fmt: skip
def test_all_of_a_request_counts(change: dict[str, object]) -> None:
    assert store.key_of(replace(REQUEST, **change)) != store.key_of(REQUEST)  # type: ignore[arg-type]


def test_another_tool_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    before = store.key_of(REQUEST)
    monkeypatch.setattr(importlib.metadata, "version", lambda name: "99")
    store._tools.cache_clear()
    assert store.key_of(REQUEST) != before
    store._tools.cache_clear()


def test_errors_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    reached = asked(monkeypatch)
    for _ in range(2):
        with pytest.raises(isolation.CodegenError):
            isolation.emit(replace(REQUEST, llvm="nonsense"))
    assert len(reached) == 2


@pytest.mark.parametrize("damage", ["UPDATE made SET object = X'00'", "UPDATE made SET undefined = NULL",
                                    "UPDATE made SET optimized = 3", "DROP TABLE made"])  # fmt: skip
def test_a_damaged_entry_is_made_anew(damage: str, database: Path) -> None:
    first = isolation.emit(REQUEST)
    connection = sqlite3.connect(database)
    connection.execute(damage)
    connection.commit()
    connection.close()
    assert isolation.emit(REQUEST) == first
    assert isolation.emit(REQUEST) == first


@pytest.mark.parametrize("position", [0, 20, 100, 5000])
def test_a_damaged_file_is_made_anew(position: int, database: Path) -> None:
    first = isolation.emit(REQUEST)
    data = bytearray(database.read_bytes())
    data[position : position + 90] = b"\x5a" * 90
    database.write_bytes(data)
    for _ in range(3):
        assert isolation.emit(REQUEST) == first
    assert store.load([store.key_of(REQUEST)])


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "file"))
    assert isolation.emit(REQUEST).object


def test_nothing_is_kept_where_none_is_wanted(monkeypatch: pytest.MonkeyPatch, database: Path) -> None:
    monkeypatch.setenv(cache.VARIABLE, "")
    assert isolation.emit(REQUEST).object
    assert not database.exists()


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LIMIT", 10_000)
    keys = [bytes([n]) * 32 for n in range(40)]
    for number, key in enumerate(keys):
        monkeypatch.setattr(store.time, "time", lambda now=number: now * 2 * store._DAY)
        store.keep({key: MachineCode(bytes(1000))})
        assert store.load(keys[:1]), "what is in use stays"
    kept = store.load(keys)
    assert 5 <= len(kept) <= 10
    assert keys[-1] in kept


def _keep_many(number: int) -> None:
    for n in range(50):
        store.keep({bytes([n]) * 32: MachineCode(bytes([n]) * 1000), bytes([number, n]) * 16: MachineCode(b"own")})


def test_several_processes_write_at_once() -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_keep_many, args=(100 + number,)) for number in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    found = store.load([bytes([n]) * 32 for n in range(50)])
    assert {key: code.object for key, code in found.items()} == {bytes([n]) * 32: bytes([n]) * 1000 for n in range(50)}
    assert len(store.load([bytes([100 + number, n]) * 16 for number in range(3) for n in range(50)])) == 150


def test_no_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def nowhere() -> Path:
        raise RuntimeError

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(cache.VARIABLE)
    monkeypatch.setattr(Path, "home", nowhere)
    cache._of_user.cache_clear()
    found = cache.folder()
    cache._of_user.cache_clear()
    assert found is not None
    assert found.is_dir()
    assert not list(tmp_path.iterdir())
