"""What decorated functions are compiled for: `configure` and NATIVECOMP_TARGET."""

from collections.abc import Iterator
from typing import Any

import pytest

import nativecomp
from nativecomp import viper
from nativecomp.desk import api
from nativecomp.emulator import InstructionLimit
from nativecomp.targets import TargetError, find_target


@viper
def quotient(a: int, b: int) -> int:
    return a // b


@viper
def forever(n: int):
    while n:
        pass


@pytest.fixture(autouse=True)
def _settings() -> Iterator[None]:
    before = api._chosen
    yield
    api._chosen = before


def test_the_target_changes_the_code() -> None:
    nativecomp.configure(target="cortex-m4f")
    assert quotient(100, 7) == 14
    quick = quotient.measure(100, 7).instructions
    nativecomp.configure(target="cortex-m0")
    assert quotient(100, 7) == 14
    assert quotient.measure(100, 7).instructions > quick
    nativecomp.configure(target=find_target("x86-64"))
    assert quotient(2**40, 2) == 2**39
    assert quotient.module.target.name == "x86-64"
    nativecomp.configure(target="cortex-m4f")
    assert quotient.measure(100, 7).instructions == quick


def test_the_level() -> None:
    nativecomp.configure(target="cortex-m4f", opt="size")
    assert quotient.module.compilation.options.opt == "size"
    nativecomp.configure(opt="speed")
    assert quotient.module.compilation.options.opt == "speed"
    assert quotient(9, 2) == 4


def test_the_limit() -> None:
    nativecomp.configure(limit=5000)
    with pytest.raises(InstructionLimit, match="after 5000 instructions"):
        forever(1)
    forever(0)


@pytest.mark.parametrize(("wrong", "error", "message"), [
    ({"target": "cortex-m44"}, TargetError, "unknown target `cortex-m44`; did you mean `cortex-m4`, `cortex-m4f`"),
    ({"target": 4}, TargetError, "a target is a name or the path of a target file, not 4"),
    ({"opt": "fast"}, ValueError, "option `opt` must be 'size' or 'balanced' or 'speed', not 'fast'"),
    ({"limit": True}, ValueError, "limit is a number of instructions, 1 or more, not True"),
    ({"limit": 0}, ValueError, "limit is a number of instructions, 1 or more, not 0"),
    ({"limit": "9"}, ValueError, "limit is a number of instructions"),
])  # fmt: skip
def test_wrong_settings_change_nothing(wrong: Any, error: type[Exception], message: str) -> None:
    before = api.settings()
    with pytest.raises(error, match=message):
        nativecomp.configure(**wrong)
    assert api.settings() == before


def test_the_environment_names_the_target(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "_chosen", None)
    monkeypatch.setenv("NATIVECOMP_TARGET", "cortex-m3")
    assert api.settings().target.name == "cortex-m3"
    monkeypatch.setattr(api, "_chosen", None)
    monkeypatch.setenv("NATIVECOMP_TARGET", "")
    assert api.settings().target.name == "cortex-m4f"


def test_a_wrong_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "_chosen", None)
    monkeypatch.setenv("NATIVECOMP_TARGET", "toaster")
    with pytest.raises(TargetError, match=r"^the environment variable NATIVECOMP_TARGET: unknown target `toaster`"):
        quotient(1, 1)
    nativecomp.configure(target="cortex-m4f")
    assert quotient(1, 1) == 1
