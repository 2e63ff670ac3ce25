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


def test_registers_of_the_secure_cmsdk(tmp_path: Path) -> None:
    ports = Watch(0x50100000, 0x1000)
    writes = written("mps2-an505", BY_REGISTERS.format(first=3, second=9, pull="None"), ports, tmp_path)[1]
    assert writes == [(0x420, 8), (0x1C, 8), (0x10, 8), (0x420, 0), (0x1C, 1 << 9), (0x14, 1 << 9)]


RP_REGISTERS = {"pico": (0xD0000000, (0x14, 0x18, 0x24, 0x28)), "pico2": (0xD0000000, (0x18, 0x20, 0x38, 0x40))}


@pytest.mark.slow
@pytest.mark.parametrize("board", RP_REGISTERS)
def test_registers_of_rp(board: str, tmp_path: Path) -> None:
    base, (on, off, drive, leave) = RP_REGISTERS[board]
    text = BY_REGISTERS.format(first=25, second=3, pull="Pin.PULL_UP") + "q.init(Pin.OPEN_DRAIN)\nq.on(); q.off()\n"
    core = Watch(base, 0x100, read=lambda address, size: 1 << 3)
    output, writes = written(board, text, core, tmp_path)
    assert output == "Pin(25) Pin(3) 1\n"
    led, button = 1 << 25, 1 << 3
    assert writes == [
        (on, led),
        (drive, led),
        (off, led),
        (leave, button),
        (off, button),
        (leave, button),
        (drive, button),
    ]


INTERRUPTS = """\
import micropython
from machine import Pin, mem32
from micropython import const

@micropython.asm_thumb
def call(r0):
    push({{r3}})
    blx(r0)
    pop({{r3}})

came = []
p, q = Pin({first}, Pin.IN), Pin({second}, Pin.IN)
p.irq(lambda pin: came.append((pin, "soft")), Pin.IRQ_RISING)
level = [0]
def hard(pin):
    level[0] += 1
q.irq(handler=hard, trigger=Pin.IRQ_FALLING | Pin.IRQ_RISING, hard=True)
handler = mem32[{vectors} + 4 * (16 + {interrupt})]
def interrupt():
    call(handler)
    for _ in range(3):  # soft ones come at a jump
        pass
interrupt()
print(came, level)
p.irq(None)
q.irq(handler=None)
interrupt()
print(len(came), level)
for trigger in (0, 4):
    try:
        p.irq(print, trigger)
    except ValueError as e:
        print(e)
"""
INTERRUPTED = """\
[({pin}, 'soft')] [1]
1 [1]
a pin waits for IRQ_RISING, IRQ_FALLING or both
a pin waits for IRQ_RISING, IRQ_FALLING or both
"""


@pytest.mark.parametrize(
    ("board", "first", "second", "vectors", "interrupt", "status"),
    [
        ("mps2-an386", 3, 12, 0, 6, 0x40010038),
        ("netduinoplus2", "'A5'", "'C6'", 0x08000000, 23, 0x40013C14),
    ],
)
def test_functions_of_pins_come_by_their_interrupt(
    board: str, first: object, second: object, vectors: int, interrupt: int, status: int, tmp_path: Path
) -> None:
    """No emulator makes the interrupt: what the vector table has for it is called with the device's word for it."""
    device = Watch(status, 4, read=lambda address, size: 0xFFFF)
    text = INTERRUPTS.format(first=first, second=second, vectors=vectors, interrupt=interrupt)
    outcome = run_image(image(board, text, tmp_path), find_target(board), watches=[device])
    assert outcome.output == INTERRUPTED.format(pin=f"Pin({first})")
    pins = [3, 12] if board == "mps2-an386" else [5, 6]
    assert {one.value for one in device.log if one.kind == "write"} == {1 << pin for pin in pins}


def test_a_board_whose_interrupts_of_pins_are_not_known(tmp_path: Path) -> None:
    text = "from machine import Pin\ntry:\n    Pin(0).irq(print)\nexcept OSError as e:\n    print(e)\n"
    outcome = run_image(image("mps2-an505", text, tmp_path), find_target("mps2-an505"))
    assert outcome.output == "the chip has no interrupt that is free for this pin\n"
