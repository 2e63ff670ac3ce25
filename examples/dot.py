"""A dot product of 16-bit samples with the DSP instruction `smlad`: two products and two sums a cycle.

    nativecomp asm examples/dot.py --call "dot(array('h', range(8)), array('h', range(8)), 8)"

`smlad` multiplies the halves of two words and adds both products. The function is called like any other, from Python
and, as a direct call, from compiled functions: `energy` is one.
"""

from array import array

import micropython


@micropython.asm_thumb
def dot(r0, r1, r2) -> int:
    # r0, r1: the samples, two in a word; r2: how many, an even number
    mov(r3, 0)
    asr(r2, r2, 1)
    beq(done)
    label(loop)
    ldr(r4, [r0], 4)
    ldr(r5, [r1], 4)
    smlad(r3, r4, r5, r3)
    subs(r2, 1)
    bne(loop)
    label(done)
    mov(r0, r3)


@micropython.viper
def energy(samples: ptr16, n: int) -> int:
    """The mean square, with the tail of an odd number of samples added."""
    total = dot(samples, samples, n & -2)
    if n & 1:
        last = samples[n - 1]
        last -= (last & 0x8000) << 1
        total += last * last
    return total // n


LEFT = array("h", [3, -1, 4, 1, -5, 9, 2, -6])
RIGHT = array("h", [2, 7, -1, 8, 2, -8, 1, 8])


def main():
    print("dot product:", dot(LEFT, RIGHT, len(LEFT)))
    print("mean square:", energy(LEFT, len(LEFT)))


def check():
    for n in (0, 2, 4, 8):
        assert dot(LEFT, RIGHT, n) == sum(a * b for a, b in zip(LEFT[:n], RIGHT[:n]))
    for n in (1, 5, 8):
        assert energy(LEFT, n) == sum(a * a for a in LEFT[:n]) // n


def sample():
    many = array("h", [(i * 37) % 201 - 100 for i in range(1000)])
    return dot, (many, many, 1000), 1000, "sample"
