"""machine.UART in an image: lines of QEMU's boards, and the registers of an RP2040 in Unicorn."""

import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from nativecomp.emulator import Watch, run_image
from nativecomp.emulator.qemu import find_qemu
from nativecomp.options import Options
from nativecomp.program.build import build_program
from nativecomp.targets import find_target

needs_qemu = pytest.mark.skipif(shutil.which("qemu-system-arm") is None, reason="qemu-system-arm is not installed")

PROGRAM = """\
from machine import UART
u = UART({number}, 115200, timeout=5000, timeout_char=1000)
print(u, u.any(), UART({number}) is u, u.txdone())
print(u.write("ready\\n"))
b = bytearray(4)
print(u.readline(), u.read(3), u.readinto(b), b, u.readinto(b, 1))
u.init(baudrate=9600, rxbuf=8)
print(u.read(), u.read(2), u.readline(), u.readinto(b), u.any())

came = b""
def soft(uart):
    global came
    came += uart.read() or b""
print(u.irq(soft))
u.write("soft\\n")
while len(came) < 5:
    pass
for _ in range(10):  # a call of `soft` may still wait for its turn: it must not take what comes for `hard`
    pass
print(came)

count = [0]
def hard(uart):
    count[0] += 1
u.irq(handler=hard, trigger=UART.IRQ_RX, hard=True)
u.write("hard\\n")
while u.any() < 5:
    pass
u.irq(None)
print(count[0] > 0, u.read(3), u.read())
u.flush()
u.deinit()
for use in (u.any, lambda: u.write("x"), lambda: UART(9), lambda: UART({number}, 115200, 9),
            lambda: UART({number}, 0), lambda: UART({number}, rxbuf=0)):
    try:
        use()
    except (OSError, ValueError) as e:
        print(e)
"""
PRINTED = """\
UART({number}, baudrate=115200, bits=8, parity=None, stop=1) 0 True True
6
b'line\\n' b'abc' 4 bytearray(b'hefg') 1
None None None None 0
None
b'sssss'
True b'hhh' b'hh'
[Errno 19] ENODEV
[Errno 19] ENODEV
this board has no UART 9 that is free
the chip has no such setting of a UART
the chip has no such setting of a UART
a UART's timeouts are 0 or more, its rxbuf is 1 or more
"""


@dataclass
class Wire:
    """The other end of a UART of a board in QEMU; what the program prints goes to the file of errors."""

    process: "subprocess.Popen[bytes]"

    def hear(self, end: bytes) -> bytes:
        """What comes up to an end."""
        assert self.process.stdout is not None
        said, until = b"", time.monotonic() + 30
        while not said.endswith(end):
            assert time.monotonic() < until, said
            if select.select([self.process.stdout], [], [], 1)[0]:
                part = self.process.stdout.read1(100)  # type: ignore[attr-defined]
                assert part, said
                said += part
        return said

    def say(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()


@contextmanager
def wire(board: str, text: str, place: int, folder: Path) -> Iterator[Wire]:
    """Run a program whose UART at a place of QEMU's list is ours."""
    target, path, elf = find_target(board), folder / "program.py", folder / "program.elf"
    path.write_text(text)
    elf.write_bytes(build_program(str(path), Options(target)).elf)
    serial = [*["-serial", "null"] * place, "-serial", "stdio"]
    command = [str(find_qemu()), "-M", board, "-display", "none", "-monitor", "none", "-semihosting", *serial]
    pipe = subprocess.PIPE
    with (folder / "printed").open("wb") as printed:
        process = subprocess.Popen([*command, "-kernel", str(elf)], stdin=pipe, stdout=pipe, stderr=printed)
        try:
            yield Wire(process)
            assert process.wait(30) == 0, (folder / "printed").read_text()
        finally:
            process.kill()
            process.communicate()


@needs_qemu
@pytest.mark.parametrize(
    ("board", "number", "place"),
    [
        ("mps2-an386", 0, 0),
        ("mps2-an386", 3, 3),
        pytest.param("mps2-an505", 1, 1, marks=pytest.mark.slow),
        pytest.param("netduinoplus2", 2, 1, marks=pytest.mark.slow),
        pytest.param("microbit", 0, 0, marks=pytest.mark.slow),
    ],
)
def test_stream_and_interrupts(board: str, number: int, place: int, tmp_path: Path) -> None:
    with wire(board, PROGRAM.format(number=number), place, tmp_path) as line:
        line.hear(b"ready\n")
        line.say(b"line\nabcdefgh")
        line.hear(b"soft\n")
        line.say(b"sssss")
        line.hear(b"hard\n")
        line.say(b"hhhhh")
    assert (tmp_path / "printed").read_text() == PRINTED.format(number=number)


OF_RP = """\
from machine import Pin, UART
u = UART(1, 9600, 7, 0, 2, tx=Pin(8), rx=9)
print(u, u.any(), u.write("hi"))
for pins in ({"tx": 9}, {"rx": 8}, {"tx": 0}):
    try:
        UART(1, **pins)
    except ValueError as e:
        print(e)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("board", "base", "pads"), [("pico", 0x40038000, 0x4001C000), ("pico2", 0x40078000, 0x40038000)]
)
def test_registers_of_rp(board: str, base: int, pads: int, tmp_path: Path) -> None:
    path, target = tmp_path / "program.py", find_target(board)
    path.write_text(OF_RP)
    uart = Watch(base, 0x100, read=lambda address, size: 1 << 4 if address == base + 0x18 else 0)  # nothing comes
    pad = Watch(pads, 0x100, read=lambda address, size: 0)
    outcome = run_image(build_program(str(path), Options(target)).elf, target, watches=[uart, pad])
    refused = "the chip has no such setting of a UART\n" * 3
    assert outcome.output == f"UART(1, baudrate=9600, bits=7, parity=0, stop=2) 0 2\n{refused}"
    written = {one.address - base: one.value for one in uart.log[:20] if one.kind == "write"}
    assert written[0x24] == 12_000_000 // 9600 * 4 >> 6
    assert written[0x2C] == 2 << 5 | 1 << 4 | 1 << 3 | 1 << 2 | 1 << 1
    assert [one.value for one in uart.log if one.address == base and one.kind == "write"] == [ord("h"), ord("i")]
    assert [(one.address - pads) // 4 - 1 for one in pad.log][:2] == [8, 9]
