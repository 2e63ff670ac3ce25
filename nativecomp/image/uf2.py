"""UF2: a file that a board's own boot loader takes when it is copied to the drive that the board pretends to be.

Blocks of 512 bytes, each with 256 bytes of the image and where they go in flash, so that they may arrive in any order.
A block names the family of chips that it is for. Source: the specification of Microsoft's `uf2` project.
"""

import struct

from nativecomp.image.link import ImageError
from nativecomp.targets import Target

_MAGIC = (0x0A324655, 0x9E5D5157)
_MAGIC_END = 0x0AB16F30
_HAS_FAMILY = 0x2000
_PAYLOAD = 256
_BLOCK = struct.Struct("<8I476sI")


def to_uf2(image: bytes, target: Target) -> bytes:
    """The image, as `to_bin` gives it, in UF2 blocks.

    Raises:
        ImageError: the board has no boot loader that takes such files.
    """
    board = target.board
    if board is None or not board.uf2_family:
        message = f"no boot loader of `{target.name}` takes UF2 files"
        raise ImageError(f"{message}: write the image as `.hex` or `.bin`, or choose a board such as pico")
    parts = [image[start : start + _PAYLOAD].ljust(_PAYLOAD, b"\xff") for start in range(0, len(image), _PAYLOAD)]
    return b"".join(
        _BLOCK.pack(
            *_MAGIC, _HAS_FAMILY, board.flash_origin + number * _PAYLOAD, _PAYLOAD, number, len(parts),
            board.uf2_family, part, _MAGIC_END,
        )
        for number, part in enumerate(parts)
    )  # fmt: skip
