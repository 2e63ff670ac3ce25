"""Functions for a C program: see the Makefile beside, and docs/c.md."""

from nativecomp import Buffer, int16, int32, ptr8, viper


@viper
def smooth(output: Buffer[int16], samples: Buffer[int16], weight: int = 4) -> None:
    """A running mean: each sample moves the output by one part in `weight`."""
    level: int32 = 0
    for i in range(len(samples)):
        level += (samples[i] - level) // weight
        output[i] = level


@viper
def peak(samples: Buffer[int16]) -> tuple[int, int]:
    """Where the loudest sample is, and how loud it is."""
    where, most = 0, 0
    for i in range(len(samples)):
        loud = abs(samples[i])
        if loud > most:
            where, most = i, loud
    return where, most


@viper
def checksum(data: ptr8, size: int) -> int:
    """The sum of bytes modulo 251."""
    total = 0
    for i in range(size):
        total += data[i]
    return total % 251
