"""A float kernel, `y += a * x`, four elements at a time with `vldmia` and `vfma`.

    nativecomp asm examples/saxpy.py

One load fills four registers, and `vfma` multiplies and adds with a single rounding.
"""

from array import array

import micropython


@micropython.asm_thumb
def saxpy(r0, r1, r2, r3):
    # r0: y, r1: x, r2: a (an array of one float), r3: how many, a multiple of four
    vldr(s0, [r2, 0])
    lsr(r3, r3, 2)
    beq(done)
    label(loop)
    vldmia(r1, {s4, s5, s6, s7}, wb)
    vldmia(r0, {s8, s9, s10, s11})
    vfma(s8, s0, s4)
    vfma(s9, s0, s5)
    vfma(s10, s0, s6)
    vfma(s11, s0, s7)
    vstmia(r0, {s8, s9, s10, s11}, wb)
    subs(r3, 1)
    bne(loop)
    label(done)


def run(x, y, a):
    """A new array `y + a * x`."""
    out = array("f", y)
    saxpy(out, array("f", x), array("f", [a]), len(out))
    return out


def main():
    x, y = [1, 2, 3, 4], [10, 20, 30, 40]
    print("x =", x, "y =", y)
    print("y + 0.5 * x =", list(run(x, y, 0.5)))


def check():
    x = [i / 8 for i in range(16)]
    y = [16 - i for i in range(16)]
    assert list(run(x, y, 2.5)) == [b + 2.5 * a for a, b in zip(x, y)]
    assert list(run([1, 2, 3, 4], [5, 6, 7, 8], -1)) == [4, 4, 4, 4]


def sample():
    return saxpy, (array("f", range(1000)), array("f", range(1000)), array("f", [0.5]), 1000), 1000, "element"
