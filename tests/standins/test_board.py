"""The stand-ins of a board's modules: what a hobbyist's program does with them, and what a test sees."""

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from nativecomp import standins
from nativecomp.standins import clock
from tests.cli.command import nativecomp


@pytest.fixture
def machine() -> Iterator[ModuleType]:
    standins.install()
    import machine

    machine.restart()
    yield machine
    machine.restart()
    del sys.modules["machine"]


def actions(machine: ModuleType) -> list[tuple[str, str, object]]:
    return [event[:3] for event in machine.log]


def test_a_pin_is_one_pin(machine: ModuleType) -> None:
    led = machine.Pin(25, machine.Pin.OUT, value=1)
    machine.Pin(25).toggle()
    assert led() == 0
    assert actions(machine) == [("Pin 25", "value", 1), ("Pin 25", "value", 0)]


def test_a_test_drives_an_input(machine: ModuleType) -> None:
    button = machine.Pin(14, machine.Pin.IN, machine.Pin.PULL_UP)
    seen: list[int | None] = []
    button.irq(lambda pin: seen.append(pin.value()), machine.Pin.IRQ_FALLING)
    assert button.value() == 1
    for level in (0, 0, 1, 0):
        button.drive(level)
    assert seen == [0, 0]


def test_timers_fire_at_their_moments(machine: ModuleType) -> None:
    moments: list[int] = []
    timer = machine.Timer(freq=2, callback=lambda _: moments.append(clock.clock.now))
    machine.Timer(period=700, mode=machine.Timer.ONE_SHOT, callback=lambda _: moments.append(-1))
    clock.sleep_ms(1999)
    timer.deinit()
    clock.sleep_ms(5000)
    assert moments == [500_000, -1, 1_000_000, 1_500_000]
    with pytest.raises(ValueError, match="freq= in hertz"):
        machine.Timer(period=0)


def test_a_callback_that_ends_its_timer(machine: ModuleType) -> None:
    fired: list[int] = []

    def once(timer: object) -> None:
        fired.append(1)
        timer.deinit()  # type: ignore[attr-defined]

    machine.Timer(period=10, callback=once)
    clock.sleep_ms(100)
    assert fired == [1]


def test_ticks(machine: ModuleType) -> None:
    import time

    start = time.ticks_ms()  # type: ignore[attr-defined]
    time.sleep_ms(250)  # type: ignore[attr-defined]
    assert time.ticks_diff(time.ticks_ms(), start) == 250  # type: ignore[attr-defined]
    assert clock.ticks_diff(clock.ticks_add(5, -10), 5) == -10
    # The same numbers as MicroPython gives: 2**29 is as far ahead as behind.
    assert clock.ticks_diff(1 << 29, 0) == -(1 << 29)
    before = clock.clock.now
    while clock.ticks_diff(clock.ticks_us(), before) < 50:
        pass  # a wait that looks at the time ends


def test_buses(machine: ModuleType) -> None:
    i2c = machine.I2C(0, scl=machine.Pin(1), sda=machine.Pin(0), freq=400_000)
    i2c.devices.append(0x48)
    i2c.answers += [b"\x12\x34", b"\xff"]
    assert i2c.scan() == [0x48]
    assert i2c.readfrom_mem(0x48, 0, 2) == b"\x12\x34"
    buffer = bytearray(3)
    i2c.readfrom_into(0x48, buffer)
    assert buffer == b"\xff\0\0"
    spi = machine.SPI(1)
    spi.write(buffer)
    buffer[0] = 7
    assert actions(machine)[-1] == ("SPI 1", "write", b"\xff\0\0")
    uart = machine.UART(2, 9600)
    uart.answers += [b"one\ntw", b"o"]
    assert (uart.any(), uart.readline(), uart.read(), uart.read()) == (7, b"one\n", b"two", None)


def test_memory(machine: ModuleType) -> None:
    machine.mem32[0x40000000] = 0x1_2345_6789
    assert (machine.mem8[0x40000001], machine.mem16[0x40000002]) == (0x67, 0x2345)
    assert actions(machine)[0] == ("mem32", "store", (0x40000000, 0x23456789))


def test_a_module_beside_the_program_goes_first(tmp_path: Path) -> None:
    (tmp_path / "machine.py").write_text("name = 'mine'\n")
    (tmp_path / "app.py").write_text("import machine, ustruct, utime\nprint(machine.name, ustruct.calcsize('I'))\n")
    answer = nativecomp("run", tmp_path / "app.py")
    assert (answer.code, answer.out) == (0, "mine 4\n")


BLINK = """
import machine, time
from micropython import const
LED = const(25)

@micropython.viper
def brightness(n: int) -> int:
    return n * n & 0xFF

led = machine.Pin(LED, machine.Pin.OUT)
beats = []
timer = machine.Timer(period=10, callback=lambda t: beats.append(1))
for i in range(3):
    led.toggle()
    time.sleep_ms(10)
time.sleep(0.01)
print(brightness(20), len(beats), time.ticks_ms() >= 40)
"""


def test_a_program_with_a_board_runs(tmp_path: Path) -> None:
    (tmp_path / "blink.py").write_text("import micropython" + BLINK)
    answer = nativecomp("run", tmp_path / "blink.py", "--trace")
    assert (answer.code, answer.out) == (0, "144 4 True\n")
    assert answer.err.splitlines()[:3] == [
        "       0.000 ms  Pin 25  value 1",
        "      10.000 ms  Timer -1  fire None",
        "      10.000 ms  Pin 25  value 0",
    ]


TESTS = """
import pytest
from nativecomp import viper, configure
from blink import brightness, led

@pytest.mark.nativecomp(targets=["cortex-m0", "pico2"], opts=["size", "speed"])
def test_matrix(compiled):
    assert compiled.at_most(30, brightness, 20) == 144
    assert brightness.compiled.module.target.name in ("cortex-m0", "pico2")

@viper
def invert(b: ptr8, n: int):
    for i in range(n):
        b[i] ^= 255

@viper
def wraps(n: int) -> int:
    return n + 1

CALLS = [0]

@viper
def counts() -> int:
    CALLS[0] += 1
    return int(CALLS[0])

def test_python_is_the_judge(compiled):
    compiled.like_python(invert, bytearray(b"abc"), 3)
    compiled.like_python(wraps, 0x7FFFFFFF)
    with pytest.raises(pytest.fail.Exception, match="function gives 2, Python gives 1"):
        compiled.like_python(counts)
    with pytest.raises(pytest.fail.Exception, match="are allowed"):
        compiled.at_most(3, invert, bytearray(9), 9)

def test_board(board):
    import time
    board.Timer(period=1000, callback=lambda t: board.Pin(3).toggle())
    time.sleep_ms(3_600_000)
    assert len(board.log) == 7200

def test_default():
    assert brightness.compiled.module.target.name == "cortex-m3"
"""


def test_the_plugin(tmp_path: Path) -> None:
    (tmp_path / "blink.py").write_text("import micropython" + BLINK)
    (tmp_path / "test_blink.py").write_text(textwrap.dedent(TESTS))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, "--nativecomp-target", "cortex-m3"], cwd=tmp_path, check=False, capture_output=True, text=True
    )
    assert (done.returncode, "7 passed" in done.stdout) == (0, True), done.stdout + done.stderr


@pytest.mark.parametrize(
    ("marker", "message"),
    [
        ('targets=["cortex-m99"]', "unknown target `cortex-m99`"),
        ("cores=[]", "takes targets=[...] and opts=[...]"),
        ('opts=["fast"]', "fast"),
    ],
)
def test_a_wrong_marker_says_so(tmp_path: Path, marker: str, message: str) -> None:
    (tmp_path / "test_x.py").write_text(f"import pytest\n@pytest.mark.nativecomp({marker})\ndef test_x(): pass\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert done.returncode
    assert message in done.stdout + done.stderr
