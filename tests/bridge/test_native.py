"""`@native` functions on the emulated core: programs print there what CPython prints of the same text."""

import asyncio
import importlib.util
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import nativecomp

PROGRAMS = Path(__file__).parents[1] / "mpy" / "native"


def run_file(path: Path, native: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    micropython = SimpleNamespace(native=native, const=lambda value: value)
    monkeypatch.setitem(sys.modules, "micropython", micropython)
    spec = importlib.util.spec_from_file_location("program", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def without_texts(printed: str) -> list[str]:
    """The lines, without those of an error that both word in their own ways."""
    return [line for line in printed.splitlines() if not line.startswith("NameError")]


@pytest.mark.parametrize("target", ["cortex-m4f", "cortex-m0plus", "x86-64", "rv32imc"])
@pytest.mark.parametrize("name", ["language", "cells", "generators"])
def test_prints_what_cpython_prints(
    name: str, target: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = PROGRAMS / f"{name}.py"
    run_file(path, lambda target: target, monkeypatch)
    plain = capsys.readouterr().out
    nativecomp.configure(target=target)
    try:
        run_file(path, nativecomp.native, monkeypatch)
    finally:
        nativecomp.configure(target="cortex-m4f")
    shown = capsys.readouterr().out
    assert without_texts(shown) == without_texts(plain)


SOURCE = """
@native
def count(n):
    total = 0
    for i in range(n):
        total += yield i, total
    return total

@native
async def twice(x):
    return 2 * await x
"""


@pytest.fixture(scope="module")
def module() -> Any:
    return nativecomp.load_source(SOURCE)


def test_a_generator_runs_when_it_is_resumed(module: Any) -> None:
    generator = module.count(3)
    assert next(generator) == (0, 0)
    assert generator.send(5) == (1, 5)
    assert generator.send(7) == (2, 12)
    with pytest.raises(StopIteration) as stopped:
        generator.send(1)
    assert stopped.value.value == 13


def test_several_generators_at_once(module: Any) -> None:
    generators = [module.count(2) for _ in range(5)]
    assert [next(generator) for generator in generators] == [(0, 0)] * 5
    assert [g.send(n) for n, g in enumerate(generators)] == [(1, n) for n in range(5)]


def test_arguments_are_bound_when_it_is_called(module: Any) -> None:
    with pytest.raises(TypeError, match="missing a required argument"):
        module.count()


def test_what_is_thrown_into_it_passes(module: Any) -> None:
    generator = module.count(3)
    next(generator)
    with pytest.raises(KeyError):
        generator.throw(KeyError(1))
    assert list(generator) == []


def test_a_coroutine_is_one_of_cpythons(module: Any) -> None:
    async def five() -> int:
        await asyncio.sleep(0)
        return 5

    assert asyncio.run(module.twice(five())) == 10


def test_instructions_of_resumptions_count(module: Any) -> None:
    compiled = module.__compiled__
    _, few = compiled.count_call(lambda: next(module.count(3)))
    generator = module.count(3)
    _, more = compiled.count_call(lambda: (next(generator), generator.send(1)))
    assert 0 < few < more


ABANDONED = """
def made(log):
    def count():
        try:
            yield from (1, 2, 3)
        finally:
            log.append(sum(x for x in range(4)))
    return count()
def left(log):
    for x in made(log):
        if x == 2:
            break
    return any(x > 1 for x in range(3)), x
def kept(log):
    held = [made(log) for _ in range(5)]
    return [next(one) for one in held]
"""


@pytest.mark.parametrize("target", ["cortex-m4f", "x86-64"])
def test_the_last_one_that_holds_a_generator_lets_go_of_it(target: str) -> None:
    """The code of its `finally` runs when the call is over, and may call compiled code again."""
    text = ABANDONED.replace("def ", "@nativecomp.native\ndef ").replace("    @nativecomp.native\ndef", "    def")
    module = nativecomp.load_source("import nativecomp\n" + text, "abandoned.py", target=target)
    for _ in range(3):
        log: list[int] = []
        assert module.left(log) == (True, 2)
        assert log == [6]
        assert module.kept(log) == [1] * 5
        assert log == [6] * 6
