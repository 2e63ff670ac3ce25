"""The module `machine` in an image: memory and devices by their addresses, interrupts."""

from pathlib import Path

import pytest

from nativecomp.emulator import Watch, run_image
from nativecomp.options import Options
from nativecomp.program.build import build_program
from nativecomp.targets import find_target

PROGRAM = """\
import machine, uctypes
print(machine.mem8, machine.mem32)
b = bytearray(8)
a = uctypes.addressof(b)
machine.mem32[a] = 0x12345678
machine.mem16[a + 4] = 0xfffff
machine.mem8[a + 6] = -1
print(b, hex(machine.mem32[a]), machine.mem8[a + 1], machine.mem16[a + 4])
for use in (lambda: machine.mem32[a + 1], lambda: machine.mem32["x"]):
    try:
        use()
    except (ValueError, TypeError) as e:
        print(type(e).__name__)
machine.mem32[0x40028000] = 0xffffffff
machine.mem32[0x40028000] |= 1
state = machine.disable_irq()
again = machine.disable_irq()
machine.enable_irq(again)
machine.enable_irq(state)
print(state, again, machine.freq())
"""
PRINTED = """\
<8-bit memory> <32-bit memory>
bytearray(b'xV4\\x12\\xff\\xff\\xff\\x00') 0x12345678 86 65535
ValueError
TypeError
"""


@pytest.mark.parametrize("board", ["mps2-an386", pytest.param("microbit", marks=pytest.mark.slow)])
def test_memory_and_interrupts(board: str, tmp_path: Path) -> None:
    path, target = tmp_path / "app.py", find_target(board)
    path.write_text(PROGRAM, "utf-8")
    assert target.board is not None
    led = Watch(0x40028000, 4)
    outcome = run_image(build_program(str(path), Options(target)).elf, target, watches=[led])
    assert (outcome.exit_code, outcome.output) == (0, f"{PRINTED}0 1 {target.board.clock_hz}\n")
    assert [(one.kind, one.size) for one in led.log] == [("write", 4), ("read", 4), ("write", 4)]
