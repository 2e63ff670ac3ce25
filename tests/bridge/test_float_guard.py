"""Functions on objects that use float registers which a raise does not restore (codegen/abi/floatguard.py)."""

from array import array
from types import SimpleNamespace

import pytest

from nativecomp.emit import floatguard
from tests.bridge.oracle import execute, outcome, plain

TEXT = f"""\
def check(x):
    if x:
        raise ValueError(x)
@viper
def f(b: float32[:], check, x: int) -> float32:
    {"; ".join(f"v{n} = b[{n}]" for n in range(16))}
    check(x)
    return {" + ".join(f"{n + 1}.0 * v{n}" for n in range(16))}
@viper
def caught(b: float32[:], check, x: int):
    try:
        return f(b, check, x)
    except ValueError as error:
        return error.args
def between(b, check, x):
    return f(b, check, x)
@viper
def through_python(b: float32[:], data, between, check, x: int):
    {"; ".join(f"v{n} = b[{n}]" for n in range(16))}
    try:
        between(data, check, x)
    except ValueError:
        pass
    return {" + ".join(f"{n + 1}.0 * v{n}" for n in range(16))}
"""


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
def test_values_survive_raises_and_exceptions_leave(opt: str, monkeypatch: pytest.MonkeyPatch) -> None:
    touched: list[bool] = []
    touches = floatguard.touches

    def noting(object_file: bytes) -> bool:
        touched.append(touches(object_file))
        return touched[-1]

    monkeypatch.setattr(floatguard, "touches", noting)
    compiled, python = execute(TEXT, "cortex-m4f", opt), plain(TEXT)
    values = array("f", [float(3 + n * n) for n in range(16)])
    for x in (0, 7, 0):
        for name in ("f", "caught", "through_python"):
            more = ["between", "check"] if name == "through_python" else ["check"]
            data = [values, values] if name == "through_python" else [values]
            found, expected = (
                outcome(names[name], [*data, *(names[key] for key in more), x]) for names in (compiled, python)
            )
            assert found[:2] == expected[:2], (name, x)
    assert any(touched)


@pytest.mark.parametrize(
    "register", ["d10", "d11", "d12", "d13", "d14", "d15", "s20", "s21", "s22", "s29", "s30", "s31"]
)
def test_each_register_is_seen(register: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever touches d11 to d15, or a half of one, and nothing else."""
    number, is_double = int(register[1:]), register.startswith("d")
    high, low = (number & 15, number >> 4) if is_double else (number >> 1, number & 1)
    word = (0xEEB0_0B40 if is_double else 0xEEB0_0A40) | low << 22 | high << 12 | low << 5 | high  # vmov r, r
    code = b"\x00\xbf" + (word >> 16).to_bytes(2, "little") + (word & 0xFFFF).to_bytes(2, "little")
    symbol = SimpleNamespace(offset=0)
    file = SimpleNamespace(functions={"f": symbol}, code=lambda symbol: code)
    monkeypatch.setattr(floatguard, "ObjectFile", lambda data: file)
    assert floatguard.touches(b"") == (number >= (11 if is_double else 22))
