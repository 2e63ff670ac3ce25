"""Linking, file formats and sizes, without running anything."""

import io

import pytest
from elftools.elf.elffile import ELFFile
from intelhex import IntelHex

from nativecomp.elf import ElfFile
from nativecomp.image.files import to_bin, to_hex
from nativecomp.image.link import ImageError, link_image
from nativecomp.image.size import image_size
from nativecomp.targets import find_target
from tests.image import programs
from tests.image.programs import BOARDS, compile_program

# Bytes of flash of the LED image, everything in it counted. They may only shrink without a reason.
LED_FLASH = {
    "mps2-an385": 540,
    "mps2-an386": 556,
    "mps2-an500": 560,
    "mps2-an505": 544,
    "netduinoplus2": 560,
    "microbit": 452,
}


def link(source: str, board: str, output: str = "semihosting") -> bytes:
    target = find_target(board)
    return link_image(compile_program(source, target), target, output=output)  # type: ignore[arg-type]


@pytest.mark.parametrize("board", BOARDS)
def test_led_image_is_small(board: str) -> None:
    image = link(programs.LED, board)
    report = image_size(image)
    assert report.flash == len(to_bin(image)) <= LED_FLASH[board] <= 1024
    assert report.ram == 0
    sizes = {symbol.name: symbol.size for symbol in ElfFile(image).symbols if symbol.size}
    assert sizes["vectors"] == 64
    assert "nc_main" in sizes


def test_only_what_is_used_is_linked() -> None:
    image = link(programs.PRINTS, "microbit")
    report, names = image_size(image), {symbol.name for symbol in ElfFile(image).symbols}
    assert {"nc_print_int", "nc_shortest", "__aeabi_ddiv"} <= names
    assert not names & {"nc_raise", "nc_print_bool", "__aeabi_fdiv", "memcpy"}
    assert 16 <= report.ram <= 24  # two values and a counter, aligned


@pytest.mark.parametrize("board", ["mps2-an505", "netduinoplus2"])
def test_hex_and_bin_hold_the_same_bytes(board: str) -> None:
    image = link(programs.PRINTS, board)
    target = find_target(board)
    assert target.board is not None
    content = IntelHex(io.StringIO(to_hex(image)))
    raw = to_bin(image)
    assert content.minaddr() == target.board.flash_origin
    assert content.tobinstr() == raw
    stack, reset = (int.from_bytes(raw[i : i + 4], "little") for i in (0, 4))
    entry = ELFFile(io.BytesIO(image))["e_entry"]
    assert reset == entry
    assert reset & 1
    assert target.board.ram_origin < stack < target.board.ram_origin + target.board.ram_size
    assert stack % 8 == 0


def test_core_is_refused() -> None:
    with pytest.raises(ImageError, match="no images are made for"):
        link_image(b"", find_target("cortex-m4f"))


def test_missing_entry_is_explained() -> None:
    with pytest.raises(ImageError, match=r"a typed `def main\(\)`"):
        link("int other(void) { return 0; }", "microbit")


def test_unknown_function_is_named() -> None:
    with pytest.raises(ImageError, match="calls `elsewhere`"):
        link("int elsewhere(void); int nc_main(void) { return elsewhere(); }", "microbit")


def test_flash_overflow_says_how_much_is_missing() -> None:
    source = "static const char big[300000] = {1}; const char *volatile p; int nc_main(void) { p = big; return 0; }"
    with pytest.raises(ImageError, match=r"does not fit the flash of `microbit`: \d+ bytes are missing"):
        link(source, "microbit")


def test_variables_beyond_ram_are_refused() -> None:
    source = "volatile char big[20000]; int nc_main(void) { big[1] = 1; return 0; }"
    with pytest.raises(ImageError, match=r"variables do not fit the RAM of `microbit`: \d+ bytes are missing"):
        link(source, "microbit")


def test_broken_object_is_refused() -> None:
    with pytest.raises(ImageError, match="no ELF file"):
        link_image(b"nonsense", find_target("microbit"))
