"""Modules as people write them for their boards: compiled for all, run on MicroPython and on emulated cores.

The judge of a module is MicroPython itself with its own viper, or, where that refuses the code, what is written there.
"""

import subprocess
from functools import cache
from pathlib import Path

import pytest

import nativecomp
from nativecomp.frontend import read_source
from nativecomp.mpy.build import build_mpy
from nativecomp.mpy.package import ARCHS
from nativecomp.options import Options
from nativecomp.targets import find_target
from tests.cli.command import nativecomp as nativecomp_
from tests.matrix import turns
from tests.mpy.micropython import PROGRAM, run

FOLDER = Path(__file__).parent
JUDGED = ["codecs", "display", "games", "leds", "sensors", "sound", "text"]
"""Which MicroPython's viper takes too."""
CHECKED = ["beyond", "makers"]
"""Which hold their results."""


@cache
def built(name: str, arch: str, opt: str = "balanced") -> bytes:
    source = read_source(FOLDER / f"{name}.py")
    return build_mpy(source, Options(find_target(arch), opt), name=f"{name}.py")  # type: ignore[arg-type]


@cache
def expected(name: str) -> str:
    if name in CHECKED:
        return f"{name}: all as written\n"
    done = subprocess.run([str(PROGRAM), FOLDER / f"{name}.py"], capture_output=True, check=True, text=True)
    assert not done.stderr
    return done.stdout


@pytest.mark.parametrize(("name", "arch"), turns([*JUDGED, *CHECKED, "registers"], [*ARCHS, "armv7em"]))
def test_compiles(name: str, arch: str) -> None:
    assert built(name, arch)


@pytest.mark.parametrize("name", ["codecs", "text"])
def test_the_same_source_gives_the_same_bytes(name: str) -> None:
    """Nothing depends on where in memory the compiler's own objects lie."""
    assert len({built.__wrapped__(name, "armv6m", "size") for _ in range(5)}) == 1


@pytest.mark.parametrize("arch", [arch for arch in [*ARCHS, "armv7em"] if arch.startswith("arm")])
def test_assembler_compiles(arch: str) -> None:
    assert built("assembler", arch)
    assert arch == "armv6m" or built("assembler_wide", arch)


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
@pytest.mark.parametrize("name", [*JUDGED, *CHECKED])
def test_on_micropython(name: str, opt: str) -> None:
    assert run({f"{name}.mpy": built(name, "x64", opt)}, f"import {name}; {name}.check()") == expected(name)


@pytest.mark.parametrize(("name", "target"), turns([*JUDGED, "beyond"], ["cortex-m0", "cortex-m4f", "rv32imc"]))
def test_at_the_desk(name: str, target: str) -> None:
    answer = nativecomp_("run", FOLDER / f"{name}.py", "--target", target)
    assert (answer.err, answer.out) == ("", expected(name))


@pytest.mark.parametrize("target", ["cortex-m0", "cortex-m3", "cortex-m4f", "cortex-m7"])
def test_assembler(target: str) -> None:
    module = nativecomp.load(str(FOLDER / "assembler.py"), target=target)
    buf = bytearray(8)
    assert module.count_down(5) == 15
    assert module.sum_bytes(b"\xff\xff\x03", 3) == 513
    assert module.twice_with_calls(11) == 44
    assert module.high(1, 20, 300) == 322
    module.fill(buf, 3, 0x1234)
    assert buf == b"\x34\x12" * 3 + b"\0\0"


@pytest.mark.parametrize("target", ["cortex-m3", "cortex-m4f", "cortex-m7"])
def test_wide_assembler(target: str) -> None:
    module = nativecomp.load(str(FOLDER / "assembler_wide.py"), target=target)
    assert module.word() == 0x12345678
    assert (module.clamp(7, 5), module.clamp(-7, 5)) == (5, -7)
    assert module.reverse(8) == 3


@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
@pytest.mark.parametrize("target", ["pico", "cortex-m4f", "rv32imc"])
def test_registers(target: str, opt: str) -> None:
    module = nativecomp.load(str(FOLDER / "registers.py"), target=target, opt=opt)  # type: ignore[arg-type]
    sio = module.watch(0xD0000000, 0x100)
    module.pulse(5, 3)
    assert [(e.address & 0xFF, e.value) for e in sio.log] == [(0x14, 32), (0x18, 32)] * 3
    queue = module.watch(0x50200000, 0x20, read=[1 << 16, 1 << 16, 0, 0])
    module.put(b"\x01\x02", 2)
    writes = [(e.address & 0xFF, e.value) for e in queue.log if e.kind == "write"]
    assert writes == [(0x10, 1 << 24), (0x10, 2 << 24)]
    assert len(queue.log) == 6
