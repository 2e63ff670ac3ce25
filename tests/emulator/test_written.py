"""Reads of what nobody has written: the stack by request, buffers that begin without content."""

from pathlib import Path
from typing import Any

import pytest

import nativecomp
from nativecomp import uninitialized
from nativecomp.emulator import UninitializedRead
from tests.cli.command import nativecomp as command

SOURCE = """\
@asm_thumb
def forgets(r0):
    sub(sp, 8)
    str(r0, [sp, 4])
    ldr(r0, [sp, 0])
    add(sp, 8)
@asm_thumb
def remembers(r0):
    sub(sp, 8)
    str(r0, [sp, 0])
    ldr(r0, [sp, 0])
    add(sp, 8)
@viper
def total(p: ptr8, n: int) -> int:
    s = 0
    for i in range(n):
        s += p[i]
    return s
@viper
def words(p: ptr32, n: int) -> int:
    s = 0
    for i in range(n):
        s += p[i]
    return s
@viper
def fill(p: ptr8, n: int):
    for i in range(n):
        p[i] = i
@viper
def copy(to: ptr8, source: ptr8, n: int):
    for i in range(n):
        to[i] = source[i]
@native
def spoiled(buffer):
    fill(buffer, 3)
    buffer[3] = 9
    return total(buffer, 4)
"""


@pytest.fixture(scope="module", params=["cortex-m0", "cortex-m4f"])
def module(request: pytest.FixtureRequest) -> Any:
    return nativecomp.load_source(SOURCE, "f.py", target=request.param, memcheck=True)


def test_the_stack(module: Any) -> None:
    assert module.remembers(7) == 7
    with pytest.raises(UninitializedRead, match=r"read of 4 bytes 32 bytes below the top of the stack, .* \(f\.py:5\)"):
        module.forgets(7)
    assert module.remembers(8) == 8


def test_the_stack_by_request_alone() -> None:
    module = nativecomp.load_source(SOURCE, "f.py", target="cortex-m0")
    assert isinstance(module.forgets(7), int)


def test_what_an_earlier_call_left_is_nothing(module: Any) -> None:
    module.remembers(7)
    with pytest.raises(UninitializedRead):
        module.forgets(7)


@pytest.mark.parametrize(("filled", "read", "words"), [
    (0, 5, "read of 1 byte at offset 0 of argument `p`, a buffer of 8 bytes (Uninitialized), which nobody has written"),
    (4, 5, "read of 1 byte at offset 4 of argument `p`"),
])  # fmt: skip
def test_buffers(module: Any, filled: int, read: int, words: str) -> None:
    buffer = uninitialized(8)
    module.fill(buffer, filled)
    with pytest.raises(UninitializedRead) as caught:
        module.total(buffer, read)
    assert words in str(caught.value)
    assert "(f.py:17)" in str(caught.value)
    assert module.total(buffer, filled) == sum(range(filled))


def test_what_is_written_may_be_read(module: Any) -> None:
    buffer = uninitialized(8)
    module.fill(buffer, 8)
    assert module.total(buffer, 8) == 28
    assert module.words(buffer, 2) == 0x03020100 + 0x07060504
    module.copy(other := uninitialized(8), buffer, 8)
    assert other == bytes(range(8))


def test_a_word_of_which_a_byte_is_missing(module: Any) -> None:
    buffer = uninitialized(8)
    module.fill(buffer, 7)
    with pytest.raises(UninitializedRead, match="read of 4 bytes at offset 7"):
        module.words(buffer, 2)


def test_a_copy_in_one_go(module: Any) -> None:
    with pytest.raises(UninitializedRead, match="of argument `source`"):
        module.copy(bytearray(64), uninitialized(64), 64)


def test_python_writes_too(module: Any) -> None:
    buffer = uninitialized(4)
    buffer[0] = 1
    buffer[1:3] = b"\2\3"
    assert module.total(buffer, 3) == 6
    with pytest.raises(UninitializedRead):
        module.total(buffer, 4)
    assert module.spoiled(uninitialized(4)) == 0 + 1 + 2 + 9


def test_after_a_write_by_a_view_all_is_written(module: Any) -> None:
    buffer = uninitialized(4)
    memoryview(buffer)[:] = b"abcd"
    assert module.total(buffer, 4) == sum(b"abcd")


def test_a_buffer_that_grows(module: Any) -> None:
    buffer = uninitialized(2)
    buffer[0] = 1
    buffer.extend(b"\1\1")
    assert module.total(buffer, 4) > 3


@pytest.mark.parametrize("option", [[], ["--memcheck"]])
def test_the_command(tmp_path: Path, option: list[str]) -> None:
    (tmp_path / "f.py").write_text(f"from nativecomp import *\n{SOURCE}\nprint(forgets(1) != 1)\n")
    answer = command("run", tmp_path / "f.py", *option)
    assert answer.code == bool(option)
    assert ("which nobody has written" in answer.err) == bool(option)
