"""The module asyncio in images: what it prints is what CPython prints."""

import subprocess
import sys
from pathlib import Path

from nativecomp.emulator import run_image
from nativecomp.options import Options
from nativecomp.program.build import build_program
from nativecomp.targets import find_target

TARGET = find_target("mps2-an386")
PROGRAM = """\
import asyncio

async def step(name, count, pause):
    for i in range(count):
        print(name, i)
        await asyncio.sleep(pause)
    return name * 2

async def failing():
    await asyncio.sleep(0)
    raise ValueError("no")

async def worker(lock, event, name):
    await event.wait()
    async with lock:
        print("in", name)
        await asyncio.sleep(0.01)
        print("out", name)

async def stubborn():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("cancelled")
        raise
    finally:
        print("cleaned")

class Count:
    def __init__(self, n):
        self.n = n
    def __aiter__(self):
        return self
    async def __anext__(self):
        if not self.n:
            raise StopAsyncIteration
        self.n -= 1
        await asyncio.sleep(0)
        return self.n

async def main():
    print(await asyncio.gather(step("a", 2, 0), step("b", 3, 0)))
    try:
        await asyncio.gather(failing(), step("c", 1, 0))
    except ValueError as e:
        print(repr(e.args))
    print([type(x).__name__ for x in await asyncio.gather(failing(), step("d", 1, 0), return_exceptions=True)])
    lock, event = asyncio.Lock(), asyncio.Event()
    tasks = [asyncio.create_task(worker(lock, event, i)) for i in range(3)]
    await asyncio.sleep(0)
    event.set()
    await asyncio.gather(*tasks)
    print([t.done() for t in tasks], lock.locked(), event.is_set())
    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    print(task.cancel())
    try:
        await task
    except asyncio.CancelledError:
        print("seen", task.done(), task.cancel())
    try:
        await asyncio.wait_for(stubborn(), 0.02)
    except asyncio.TimeoutError:
        print("late")
    print(await asyncio.wait_for(step("e", 1, 0), 5))
    async for n in Count(3):
        print(n)
    print(await asyncio.create_task(step("f", 1, 0)))
    return "end"

print(asyncio.run(main()))
"""


def test_it_does_what_cpythons_does(tmp_path: Path) -> None:
    path = tmp_path / "app.py"
    path.write_text(PROGRAM, "utf-8")
    expected = subprocess.run([sys.executable, path], capture_output=True, text=True, check=True).stdout
    image = build_program(str(path), Options(TARGET))
    outcome = run_image(image.elf, TARGET)
    assert (outcome.exit_code, outcome.output) == (0, expected)
    assert image.is_whole == ""


def test_an_exception_that_nobody_asks_for_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "app.py"
    path.write_text(
        "import asyncio\nasync def bad():\n    raise ValueError('lost')\n"
        "async def main():\n    asyncio.create_task(bad())\n    await asyncio.sleep(0.01)\n    print('on')\n"
        "asyncio.run(main())\n",
        "utf-8",
    )
    outcome = run_image(build_program(str(path), Options(TARGET)).elf, TARGET)
    assert outcome.exit_code == 0
    assert "Task exception wasn't retrieved" in outcome.output
    assert "ValueError: lost" in outcome.output
    assert "on\n" in outcome.output
