"""Tables of 256 elements as two of 16: which ones, and what stays as it is."""

import re

import pytest

from nativecomp.emit.nibbles import NotSmall, small_tables


def crc_table(polynomial: int) -> list[int]:
    found = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (polynomial if value & 1 else 0)
        found.append(value)
    return found


def listed(values: list[int], bits: int) -> str:
    signed = [value - (1 << bits) if value >> bits - 1 else value for value in values]
    return f"[{', '.join(f'i{bits} {value}' for value in signed)}]"


def quoted(values: list[int]) -> str:
    """Bytes as LLVM writes them, a backslash as two."""
    shown = {byte: chr(byte) for byte in range(32, 127) if byte != 34} | {92: "\\\\"}
    return 'c"' + "".join(shown.get(byte, f"\\{byte:02X}") for byte in values) + '"'


BODY = """
define i{bits} @f(i32 %i, ptr %p) {{
  %at = getelementptr inbounds nuw i{bits}, ptr @.crctable, i32 %i, !dbg !4
  %a = load i{bits}, ptr %at, align 4, !dbg !5
  {more}
  ret i{bits} %a
}}
"""


def text_of(elements: str, bits: int, more: str = "") -> str:
    head = f"@.crctable = private unnamed_addr constant [256 x i{bits}] {elements}\n"
    return head + BODY.format(bits=bits, more=more)


@pytest.mark.parametrize(("polynomial", "bits"), [(0x8C, 8), (0xA001, 16), (0xEDB88320, 32), (0xC96C5795D7870F42, 64)])
def test_a_table_of_each_width(polynomial: int, bits: int) -> None:
    table = crc_table(polynomial)
    text = small_tables(text_of(quoted(table) if bits == 8 else listed(table, bits), bits))
    assert f"[32 x i{bits}]" in text
    assert "256 x" not in text
    small = [int(value) % (1 << bits) for value in re.findall(rf"i{bits} (-?\d+)", text.splitlines()[0])]
    assert small == table[:16] + table[::16]
    assert text.count(f"= load i{bits}, ptr") == 2
    assert f"%a = xor i{bits} " in text
    assert "%at = " not in text


def test_zeros() -> None:
    assert "[32 x i32]" in small_tables(text_of("zeroinitializer", 32))


@pytest.mark.parametrize(
    "more",
    [
        "%b = load i32, ptr @.crctable, align 4",
        "store ptr @.crctable, ptr %p",
        "store ptr %at, ptr %p",
        "%other = getelementptr i8, ptr @.crctable, i32 %i",
        "%b = load i8, ptr %at, align 1",
    ],
)
def test_other_uses(more: str) -> None:
    with pytest.raises(NotSmall):
        small_tables(text_of(listed(crc_table(0xEDB88320), 32), 32, more))


def test_a_table_that_is_not_linear() -> None:
    table = crc_table(0xEDB88320)
    table[77] ^= 1
    with pytest.raises(NotSmall):
        small_tables(text_of(listed(table, 32), 32))


def test_other_tables_stay() -> None:
    text = text_of("zeroinitializer", 32).replace("[256 x i32]", "[100 x i32]")
    assert small_tables(text) == text
