"""Let the body of a module first call a function that the file makes for that alone (codegen/sharing.py).

    MAKE_FUNCTION n; CALL_FUNCTION 0; POP_TOP        in front of all instructions; no name holds the function

Jumps are relative, and the line table gets an entry for these bytes, so nothing else changes. They need one word of the
state, and any body has that.
"""

from nativecomp.mpy.container import RawCode
from nativecomp.mpy.prelude import read_prelude, write_sizes
from nativecomp.mpy.varint import encode_varint

_MAKE_FUNCTION, _CALL_FUNCTION, _POP_TOP = 0x32, 0x34, 0x59


def call_first(body: RawCode, function: RawCode) -> None:
    """`body` is bytecode, `function` takes no arguments."""
    prelude, data = read_prelude(body.data), body.data
    body.children = [*(body.children or []), function]
    number = encode_varint(len(body.children) - 1)
    code = bytes([_MAKE_FUNCTION, *number, _CALL_FUNCTION, 0, _POP_TOP])
    information = b"".join(map(encode_varint, prelude.names)) + bytes([len(code)]) + prelude.lines
    sizes = write_sizes(len(information), len(prelude.cells))
    signature = data[: prelude.signature.size]
    body.data = signature + sizes + information + prelude.cells + code + data[prelude.size :]
