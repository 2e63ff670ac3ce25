"""machine.Pin in an image: the microbit's pins in QEMU, the registers of the other kinds in Unicorn."""

import shutil
from pathlib import Path

import pytest

from nativecomp.emulator import Watch, run_image
from nativecomp.emulator.qemu import run_image_in_qemu
from nativecomp.options import Options
from nativecomp.program.build import build_program
from nativecomp.targets import find_target

PROGRAM = """\
from machine import Pin
led = Pin(13, Pin.OUT, value=1)
print(led, led.value(), led())
led.off()
print(led.value())
led.toggle()
print(led.value())
led(0)
print(led())
led.on()
print(led())
print(Pin(5, Pin.IN, Pin.PULL_UP).value())
for x in (99, -1, "A5", "Q", 32):
    try:
        Pin(x)
    except ValueError as e:
        print(e)
try:
    led.init(7)
except ValueError as e:
    print(e)
led.init(mode=Pin.OPEN_DRAIN)
print(Pin(led) is led)
"""
PRINTED = """\
Pin(13) 1 1
0
1
0
1
1
this board has no pin 99
this board has no pin -1
this board has no pin 'A5'
this board has no pin 'Q'
this board has no pin 32
the chip has no such mode of a pin
True
"""

BY_REGISTERS = """\
from machine import Pin
p = Pin({first}, Pin.OUT, value=1)
p.off()
q = Pin({second}, Pin.IN, {pull})
print(p, q, q())
"""


def image(board: str, text: str, folder: Path) -> bytes:
    path = folder / "program.py"
    path.write_text(text)
    return build_program(str(path), Options(find_target(board))).elf


@pytest.mark.skipif(shutil.which("qemu-system-arm") is None, reason="qemu-system-arm is not installed")
def test_pins_of_a_board(tmp_path: Path) -> None:
    outcome = run_image_in_qemu(image("microbit", PROGRAM, tmp_path), find_target("microbit"))
    assert (outcome.output, outcome.exit_code) == (PRINTED, 0)


def written(board: str, text: str, watch: Watch, folder: Path) -> tuple[str, list[tuple[int, int]]]:
    outcome = run_image(image(board, text, folder), find_target(board), watches=[watch])
    assert outcome.exit_code == 0, outcome.output
    writes = [(access.address - watch.start, access.value) for access in watch.log if access.kind == "write"]
    return outcome.output, writes


def test_registers_of_stm32(tmp_path: Path) -> None:
    text = BY_REGISTERS.format(first='"A5"', second='"PB3"', pull="Pin.PULL_UP")
    ports = Watch(0x40020000, 0x800, read=lambda address, size: 8 if address == 0x40020410 else 0)
    output, writes = written("netduinoplus2", text, ports, tmp_path)
    assert output == "Pin('A5') Pin('PB3') 1\n"
    low = 16
    assert writes == [
        *((0x18, 1 << 5), (0x04, 0), (0x0C, 0), (0x00, 1 << 10), (0x18, 1 << 5 + low)),  # the level before the mode
        *((0x404, 0), (0x40C, 1 << 6), (0x400, 0)),
    ]


def test_registers_of_cmsdk(tmp_path: Path) -> None:
    text = BY_REGISTERS.format(first=3, second=16 + 9, pull="None")
    ports = Watch(0x40010000, 0x2000, read=lambda address, size: 1 << 9 if address == 0x40011000 else 0)
    output, writes = written("mps2-an385", text, ports, tmp_path)
    assert output == "Pin(3) Pin(25) 1\n"
    assert writes == [(0x420, 8), (0x1C, 8), (0x10, 8), (0x420, 0), (0x101C, 1 << 9), (0x1014, 1 << 9)]
    upper = written("mps2-an385", BY_REGISTERS.format(first=9, second=0, pull="None"), ports, tmp_path)[1]
    assert (0x808, 1 << 9) in upper


def test_board_without_known_pins(tmp_path: Path) -> None:
    text = "from machine import Pin\ntry:\n    Pin(0)\nexcept ValueError as e:\n    print(e)\n"
    outcome = run_image(image("mps2-an505", text, tmp_path), find_target("mps2-an505"))
    assert outcome.output == "this board has no pin 0\n"
