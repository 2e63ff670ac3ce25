"""machine.Timer in an image: functions that come by the core's timer, on QEMU."""

import shutil
from pathlib import Path

import pytest

from nativecomp.emulator import run_image
from nativecomp.emulator.qemu import run_image_in_qemu
from nativecomp.options import Options
from nativecomp.program.build import build_program
from nativecomp.targets import find_target

TARGET = find_target("mps2-an386")
needs_qemu = pytest.mark.skipif(shutil.which("qemu-system-arm") is None, reason="QEMU is not installed")
PROGRAM = """\
import machine, time

@micropython.viper
def spin(n: int) -> int:
    x = 1
    for i in range(n):
        x = x * 1103515245 + i
    return x

count = 0
def tick(t):
    global count
    count += 1

start = time.ticks_ms()
t = machine.Timer(-1, freq=10, callback=lambda t: tick(t))
while count < 5:
    pass
print("soft", time.ticks_diff(time.ticks_ms(), start) >= 450)
t.deinit()
seen = count
time.sleep_ms(150)
print("stopped", count == seen)

hard = [0]
def bump(t):
    hard[0] += 1
start = time.ticks_ms()
t.init(period=100, mode=machine.Timer.PERIODIC, callback=bump, hard=True)
while time.ticks_diff(time.ticks_ms(), start) < 450:  # as often as the computer is fast
    spin(50_000_000)  # no call of the runtime in it
seen = hard[0]
took = time.ticks_diff(time.ticks_ms(), start)
t.deinit()
print("hard", seen >= 3, seen <= took // 100 + 1)

order = []
timers = [machine.Timer(mode=machine.Timer.ONE_SHOT, period=p, callback=lambda t, p=p: order.append(p))
          for p in (120, 40, 80)]
while len(order) < 3:
    time.sleep_ms(10)
print("once", order)

machine.Timer(mode=machine.Timer.ONE_SHOT, period=20, callback=lambda t: [1, 2, 3], hard=True)
time.sleep_ms(60)
for arguments in ({"freq": 5000}, {"period": 0}, {}):
    try:
        machine.Timer(callback=tick, **arguments)
    except (ValueError, TypeError) as e:
        print(type(e).__name__)
"""
PRINTED = """\
soft True
stopped True
hard True True
once [40, 80, 120]
Uncaught exception in a function of an interrupt
MemoryError: memory allocation failed
ValueError
ValueError
TypeError
"""


@needs_qemu
def test_functions_come_by_time_also_in_a_compiled_loop(tmp_path: Path) -> None:
    path = tmp_path / "app.py"
    path.write_text(PROGRAM, "utf-8")
    outcome = run_image_in_qemu(build_program(str(path), Options(TARGET)).elf, TARGET)
    assert (outcome.exit_code, outcome.output) == (0, PRINTED)


def test_a_machine_without_the_timer_says_so(tmp_path: Path) -> None:
    path = tmp_path / "app.py"
    path.write_text("import machine\nmachine.Timer(period=10, callback=print)\n", "utf-8")
    outcome = run_image(build_program(str(path), Options(TARGET)).elf, TARGET)
    assert outcome.exit_code == 1
    assert "OSError: the core's timer does not run here" in outcome.output


STORM = """\
import machine, micropython, time
count = [0, 0]
def scheduled(x):
    count[0] += 1
def fills_the_queue(t):
    try:
        while True:
            micropython.schedule(scheduled, 0)
    except RuntimeError:
        count[1] += 1
def takes_longer_than_its_period(t):
    time.sleep_ms(3)
t = machine.Timer(-1, freq=1000, hard=True, callback=fills_the_queue)
u = machine.Timer(-1, freq=1000, callback=takes_longer_than_its_period)
start = time.ticks_ms()
turns = 0
while time.ticks_diff(time.ticks_ms(), start) < 100:
    turns += 1
t.deinit()
u.deinit()
print(turns > 3, count[0] > 3, count[1] > 3)
"""


@needs_qemu
def test_a_program_goes_on_in_a_storm_of_interrupts(tmp_path: Path) -> None:
    """Each comes before what the one before asked for is done."""
    path = tmp_path / "program.py"
    path.write_text(STORM)
    outcome = run_image_in_qemu(build_program(str(path), Options(TARGET)).elf, TARGET, limit=60)
    assert (outcome.exit_code, outcome.output) == (0, "True True True\n")
