"""Valid sources with a few tokens or characters changed: what people have in their editor, mostly wrong."""

import io
import tokenize
from functools import cache

from hypothesis import strategies as st

SOURCES = [
    """\
import micropython
from micropython import const

WIDTH = const(16)

@micropython.viper
def invert(self, x: int, count: uint) -> int:
    pixels = ptr16(self.buffer)
    for i in range(x, int(count)):
        pixels[i] ^= 0xFFFF if i & 1 else WIDTH
    return x
""",
    """\
import micropython

class Counter:
    @micropython.viper
    def step(self, *names, by: int = 1, **more) -> object:
        try:
            self.count += by
            for name in names:
                more[name] = f"{name}: {by:>4}"
        except (TypeError, ValueError) as error:
            raise RuntimeError("bad") from None
        finally:
            print(self.count, len(names))
        return [x + 1 for x in more.values() if x is not None]
""",
    """\
from nativecomp import viper, uint8, float32, tuple

@viper(opt="speed")
def scale(data: uint8[:], gain: float32) -> tuple[int, float32]:
    best: int = 0
    total: float32 = 0.0
    while best < len(data) and data[best] != 0:
        total += data[best] * gain
        best += 1
    return best, total
""",
    """\
import micropython

def outer(a):
    @micropython.viper
    def inner(b: int):
        nonlocal a
        a = (a, b, lambda c=b: c // 2)
        with open("x") as f:
            del f
        return a[0] or -b ** 2 if not b else {1: "one", b: b"two"}
    return inner
""",
    """\
import micropython

@micropython.asm_thumb
def add(r0, r1):
    label(AGAIN)
    add(r0, r0, r1)
    movwt(r2, 0x40020014)
    ldr(r3, [r2, 4])
    push({r4, lr})
    bne(AGAIN)
    pop({r4, pc})

@micropython.native
def plain(a):
    yield add(a, 1)
    global x
    x = a
""",
]

_WORDS = r"""
( ) [ ] { } : , ; . = == != < <= >> << + - * ** / // % & | ^ ~ @ -> := += >>= # $ ? \\ ' " ''' f' b'
if else elif for while def class return yield await async lambda not and or in is None True del pass break continue
try except finally raise with as import from global nonlocal assert match case type int uint ptr ptr8 ptr16 ptr32 bool
object float float32 uint8 int64 str list tuple range len print const micropython viper native asm_thumb super self
x a b 0 1 -1 1.5 1e400 0x1ffffffff 99999999999999999999 'text' b'x' 'é' 1j ... _ __class__ __debug__ r0 r9 s0 lr
mov(r0,1)
"""
WORDS = [*_WORDS.split(), "\n", "\t", "\n\t", "\n    "]


@cache
def tokens(text: str) -> tuple[str, ...]:
    """The pieces of a text; together they are the text."""
    lines = text.splitlines(keepends=True)
    pieces, row, column = [], 1, 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.start >= (row, column) and token.string:
            gap = lines[row - 1][column : token.start[1]] if token.start[0] == row else lines[row - 1][column:]
            gap += "".join(lines[row : token.start[0] - 1])
            gap += lines[token.start[0] - 1][: token.start[1]] if token.start[0] > row else ""
            pieces += [piece for piece in (gap, token.string) if piece]
            row, column = token.end
    assert "".join(pieces) == text
    return tuple(pieces)


@st.composite
def sources(draw: st.DrawFn) -> str:
    """A source with one to four changes."""
    pieces = list(tokens(draw(st.sampled_from(SOURCES))))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(pieces) - 1))
        match draw(st.sampled_from(["drop", "double", "swap", "put", "replace", "cut", "character"])):
            case "drop":
                pieces[at] = ""
            case "double":
                pieces[at] *= 2
            case "swap":
                other = draw(st.integers(0, len(pieces) - 1))
                pieces[at], pieces[other] = pieces[other], pieces[at]
            case "put":
                pieces[at] += " " + draw(st.sampled_from(WORDS)) + " "
            case "replace":
                pieces[at] = draw(st.sampled_from(WORDS))
            case "cut":
                pieces[at] = pieces[at][:-1]
            case "character":
                pieces[at] += draw(st.characters(codec="utf-8"))
    return "".join(pieces)
