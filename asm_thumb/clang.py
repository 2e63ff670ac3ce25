"""Encode instructions by clang, of the ziglang package: for the machines for which there is no keystone."""

import subprocess
import sys
import tempfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from asm_thumb.conditions import opposite
from asm_thumb.errors import EncodingMismatch

_HEAD = (".syntax unified", ".cpu cortex-m33", ".fpu fpv5-d16", ".thumb", ".text")
"""Between them these have all instructions of the table that do not encode themselves."""

_COMMAND = ("clang", "--target=thumbv8m.main-none-eabi", "-x", "assembler", "-c")


def encode_all(texts: Iterable[str]) -> dict[str, bytes]:
    """The bytes of instructions in Arm's syntax.

    Raises:
        EncodingMismatch: clang is missing, or does not take one of them.
    """
    wanted = list(texts)
    lines = [line for n, text in enumerate(wanted) for line in (f"i{n}:", text, f"e{n}:", *_after(text))]
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "code.s", Path(folder) / "code.o"
        source.write_text("\n".join([*_HEAD, *lines, ""]), encoding="utf-8")
        command = [sys.executable, "-m", "ziglang", *_COMMAND, str(source), "-o", str(target)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise EncodingMismatch(f"clang doesn't take an instruction: {done.stderr.strip() or done.stdout.strip()}")
        return _split(target.read_bytes(), wanted)


def _split(object_file: bytes, texts: list[str]) -> dict[str, bytes]:
    from elftools.elf.elffile import ELFFile

    elf = ELFFile(BytesIO(object_file))
    code = elf.get_section_by_name(".text").data()
    symbols = {symbol.name: symbol["st_value"] & ~1 for symbol in elf.get_section_by_name(".symtab").iter_symbols()}
    return {text: code[symbols[f"i{number}"] : symbols[f"e{number}"]] for number, text in enumerate(texts)}


def _after(text: str) -> list[str]:
    """What has to follow an instruction: as many conditional ones as an IT says."""
    name, *operands = text.split()
    if not (name.startswith("it") and operands):
        return []
    first = operands[0]
    return [f"nop{first if letter == 't' else opposite(first)}" for letter in name[1:]]
