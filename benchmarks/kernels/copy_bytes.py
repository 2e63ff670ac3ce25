"""Copy a block of bytes, as a loop."""

import random

from nativecomp import ptr8, uint8, viper


@viper
def copy_bytes_pointer(target: ptr8, source: ptr8, size: int):
    for i in range(size):
        target[i] = source[i]


@viper
def copy_bytes_buffer(target: uint8[:], source: uint8[:]):
    for i in range(len(source)):
        target[i] = source[i]


def inputs():
    source = random.Random(5).randbytes(4000)
    return {"target": bytearray(4000), "source": source, "size": len(source)}


def reference(target, source, size):
    target[:] = source
