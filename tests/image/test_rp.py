"""Images for the RP2040 and RP2350: what their ROMs look for, UF2 files, and the programs themselves."""

import binascii
import struct

import pytest

from nativecomp.elf import ElfFile
from nativecomp.emulator import run_image
from nativecomp.image.files import to_bin
from nativecomp.image.link import ImageError, Output, link_image
from nativecomp.image.script import boot_checksum
from nativecomp.image.uf2 import to_uf2
from nativecomp.options import Options
from nativecomp.program.build import build_program
from nativecomp.targets import find_target
from tests.image import programs
from tests.image.programs import compile_program

FAMILIES = {"pico": 0xE48BFF56, "pico-w": 0xE48BFF56, "pico2": 0xE48BFF59, "pico2-w": 0xE48BFF59}


def image(board: str, source: str = programs.PRINTS, output: Output = "semihosting") -> bytes:
    target = find_target(board)
    return link_image(compile_program(source, target), target, output=output)


@pytest.mark.parametrize("output", ["semihosting", "uart"])
@pytest.mark.parametrize("board", ["pico", "pico2"])
def test_programs_run(board: str, output: Output) -> None:
    outcome = run_image(image(board, output=output), find_target(board))
    assert outcome.output == "n=-42 0.3 3.3333333333333335e+21 -1234567890123456789\n"
    assert outcome.exit_code == 7


def test_the_checksum_is_the_roms() -> None:
    """The example of the RP2040 Datasheet's parameters: a CRC-32 of the highest bit first, without a last inversion."""
    assert boot_checksum(b"123456789", 13) == 0x0376E6E7


def test_an_rp2040_starts_with_code_and_its_checksum() -> None:
    flash = to_bin(image("pico"))
    (checksum,) = struct.unpack_from("<I", flash, 252)
    assert checksum == boot_checksum(flash[:252], 256)
    stack, reset = struct.unpack_from("<II", flash, 256)
    assert 0x20000000 < stack <= 0x20042000
    assert 0x10000100 < reset < 0x10000100 + len(flash)
    code = ElfFile(image("pico"))
    boot = next(symbol for symbol in code.symbols if symbol.name == "nc_boot")
    assert boot.value == 0x10000000 | 1
    assert boot.size <= 252


def test_an_rp2350_has_a_block_that_says_what_it_is() -> None:
    flash = to_bin(image("pico2"))
    at = flash.index(struct.pack("<I", 0xFFFFDED3))
    assert at < 4096
    assert struct.unpack_from("<5I", flash, at) == (0xFFFFDED3, 0x10210142, 0x000001FF, 0, 0xAB123579)
    stack, reset = struct.unpack_from("<II", flash)
    assert 0x20000000 < stack <= 0x20082000
    assert 0x10000000 < reset < 0x10000000 + len(flash)


@pytest.mark.parametrize("board", FAMILIES)
def test_uf2_holds_the_image(board: str) -> None:
    target = find_target(board)
    flash = to_bin(image(board))
    data = to_uf2(flash, target)
    assert len(data) % 512 == 0
    found = b""
    count = len(data) // 512
    for number in range(count):
        block = data[512 * number : 512 * number + 512]
        head = struct.unpack_from("<8I", block)
        address = 0x10000000 + 256 * number
        assert head == (0x0A324655, 0x9E5D5157, 0x2000, address, 256, number, count, FAMILIES[board])
        assert struct.unpack_from("<I", block, 508) == (0x0AB16F30,)
        found += block[32 : 32 + 256]
    assert found.rstrip(b"\xff") == flash.rstrip(b"\xff")
    assert binascii.crc32(found[: len(flash)]) == binascii.crc32(flash)


def test_a_board_without_such_a_boot_loader_is_told() -> None:
    with pytest.raises(ImageError, match=r"no boot loader of `mps2-an386` takes UF2 files"):
        to_uf2(b"1234", find_target("mps2-an386"))


@pytest.mark.slow
@pytest.mark.parametrize("board", ["pico", "pico2"])
def test_python_programs(board: str, tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "app.py"
    path.write_text("print(sum(range(10)), 2 ** 70, [1.5])\n", "utf-8")
    target = find_target(board)
    outcome = run_image(build_program(str(path), Options(target)).elf, target)
    assert (outcome.exit_code, outcome.output) == (0, "45 1180591620717411303424 [1.5]\n")
