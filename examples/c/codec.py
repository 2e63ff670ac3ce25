"""A second file of the same C program."""

from nativecomp import Buffer, uint8, viper


@viper
def decode(packed: Buffer[uint8], output: Buffer[uint8]) -> int:
    """Undo run lengths: pairs of a count and a byte. The number of bytes that come out.

    It raises ValueError where a pair is not whole, and IndexError where the output is too short.
    """
    if len(packed) & 1:
        raise ValueError(len(packed))
    size = 0
    for i in range(0, len(packed), 2):
        for _ in range(packed[i]):
            output[size] = packed[i + 1]
            size += 1
    return size
