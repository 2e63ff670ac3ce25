"""The stand-in of `framebuf` draws what the real MicroPython's draws."""

import array
import random

import pytest

from nativecomp.standins import framebuf
from nativecomp.standins.log import log
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
        kind = rng.choice(
            ("pixel", "hline", "vline", "line", "rect", "fill_rect", "scroll", "blit", "solid", "ellipse", "poly")
        )
        if kind == "scroll":
            calls.append(f"f.scroll({rng.randint(-4, 4)}, {rng.randint(-4, 4)})")
        elif kind == "blit":
            calls.append(f"f.blit(g, {numbers(2)}, {rng.choice((-1, 0, 1))})")
        elif kind == "ellipse":
            radii = f"{rng.randint(0, 9)}, {rng.randint(0, 9)}"
            calls.append(
                f"f.ellipse({numbers(2)}, {radii}, {color()}, {rng.choice((True, False))}, {rng.randint(0, 15)})"
            )
        elif kind == "poly":
            corners = f"array.array('h', [{numbers(2 * rng.randint(1, 5))}])"
            calls.append(f"f.poly({numbers(2)}, {corners}, {color()}, {rng.choice((True, False))})")
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
    expected = run({}, "import array, framebuf\n" + text)
    exec(text, {"array": array, "framebuf": framebuf})
    assert capsys.readouterr().out.splitlines() == expected.splitlines()


def test_refusals() -> None:
    with pytest.raises(ValueError, match="too small"):
        framebuf.FrameBuffer(bytearray(7), 8, 8, framebuf.MONO_VLSB)
    with pytest.raises(ValueError, match="format"):
        framebuf.FrameBuffer(bytearray(800), 8, 8, 9)


def test_text_is_a_mark_for_each_letter() -> None:
    def picture(text: str) -> bytes:
        data = bytearray(8 * 32)
        framebuf.FrameBuffer(data, 32, 8, framebuf.GS8).text(text, 0, 0, 5)
        return bytes(data)

    assert len({picture(text) for text in ("", "a", "b", "ab", "ba", "abc")}) == 6
    assert set(picture("abcd")) == {0, 5}
    assert not any(any(picture("abc")[32 * row + 24 :][:8]) for row in range(8))  # nothing where the text has ended
    assert (log[-1].device, log[-1].action, log[-1].value) == ("FrameBuffer", "text", ("abc", 0, 0, 5))
