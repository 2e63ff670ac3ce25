"""The stand-in of `framebuf` draws what the real MicroPython's draws."""

import random

import pytest

from nativecomp.standins import framebuf
from tests.mpy.micropython import run

FORMATS = ("MONO_VLSB", "RGB565", "GS4_HMSB", "MONO_HLSB", "MONO_HMSB", "GS2_HMSB", "GS8")


def drawings(seed: int) -> list[str]:
    """Calls of the methods of a picture `f`, and of `blit` with a picture `g`."""
    rng = random.Random(seed)

    def numbers(count: int) -> str:
        return ", ".join(str(rng.randint(-6, 24)) for _ in range(count))

    def color() -> int:
        return rng.choice((0, 1, 3, 15, 255, 0xF81F))

    calls = []
    for _ in range(40):
        kind = rng.choice(("pixel", "hline", "vline", "line", "rect", "fill_rect", "scroll", "blit", "solid"))
        if kind == "scroll":
            calls.append(f"f.scroll({rng.randint(-4, 4)}, {rng.randint(-4, 4)})")
        elif kind == "blit":
            calls.append(f"f.blit(g, {numbers(2)}, {rng.choice((-1, 0, 1))})")
        elif kind == "solid":
            calls.append(f"f.rect({numbers(4)}, {color()}, True)")
        else:
            count = {"pixel": 2, "hline": 3, "vline": 3}.get(kind, 4)
            calls.append(f"f.{kind}({numbers(count)}, {color()})")
    return calls


PROGRAM = """
b = bytearray(800); c = bytearray(200)
f = framebuf.FrameBuffer(b, 19, 13, framebuf.FORMAT, 21)
g = framebuf.FrameBuffer(c, 7, 5, framebuf.FORMAT)
g.line(0, 0, 6, 4, 1)
CALLS
print(bytes(b))
print([f.pixel(x, y) for y in (0, 3, 12) for x in range(19)], f.pixel(-1, 0), f.pixel(0, 13))
"""


@pytest.mark.parametrize("name", FORMATS)
def test_same_as_micropython(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = PROGRAM.replace("FORMAT", name).replace("CALLS", "\n".join(drawings(FORMATS.index(name))))
    expected = run({}, "import framebuf\n" + text)
    exec(text, {"framebuf": framebuf})
    assert capsys.readouterr().out.splitlines() == expected.splitlines()


def test_refusals() -> None:
    with pytest.raises(ValueError, match="too small"):
        framebuf.FrameBuffer(bytearray(7), 8, 8, framebuf.MONO_VLSB)
    with pytest.raises(ValueError, match="format"):
        framebuf.FrameBuffer(bytearray(800), 8, 8, 9)
    with pytest.raises(NotImplementedError, match="blit"):
        framebuf.FrameBuffer(bytearray(8), 8, 8, framebuf.MONO_VLSB).text("a", 0, 0)
