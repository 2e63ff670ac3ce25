"""From a chosen row and its operands to bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache

from asm_thumb.errors import EncodingMismatch
from asm_thumb.form import Form
from asm_thumb.kinds.base import Site
from asm_thumb.operands import Operand


def encode(form: Form, operands: Sequence[Operand], site: Site, in_it: bool) -> bytes:
    """The bytes of one instruction; `in_it` when it stands in an IT block, where wide rows may not set the flags.

    Raises `EncodingMismatch` when the encoder doesn't take what the table allows.
    """
    if form.pattern:
        return fill(form, operands, site, in_it)
    text = _text(form, operands, in_it)
    prepare([text])
    code = _known[text]
    if len(code) != form.width:
        raise EncodingMismatch(f"{form.text(operands)}: {len(code)} bytes where the table says {form.width}")
    return code


def fill(form: Form, operands: Sequence[Operand], site: Site, in_it: bool) -> bytes:
    """The bytes of a row with a bit pattern: each letter takes the next bit of its field, highest first.

    `S` stands for the bit that makes a wide instruction set the flags.
    """
    values: list[int] = []
    for kind, operand in zip(form.kinds, operands, strict=True):
        values += kind.fields(operand, site)
    fields = dict(zip(form.letters, values, strict=True))
    fields["S"] = int(form.sets_flags and not (in_it and form.quiet))
    left = {letter: form.pattern.count(letter) for letter in fields}
    code = 0
    for character in form.pattern.replace(" ", ""):
        if character in "01":
            bit = int(character)
        else:
            left[character] -= 1
            bit = fields[character] >> left[character] & 1
        code = code << 1 | bit
    return halfwords(code, form.width)


def halfwords(code: int, width: int) -> bytes:
    """A 16-bit or 32-bit instruction as it lies in memory: two little-endian halves, the upper one first."""
    if width == 2:
        return code.to_bytes(2, "little")
    return (code >> 16).to_bytes(2, "little") + (code & 0xFFFF).to_bytes(2, "little")


_known: dict[str, bytes] = {}
_MOST_KNOWN = 8192


def text_for_encoder(form: Form, operands: Sequence[Operand], in_it: bool) -> str | None:
    """The instruction as an encoder reads it; None where the row encodes itself."""
    return None if form.pattern else _text(form, operands, in_it)


def _text(form: Form, operands: Sequence[Operand], in_it: bool) -> str:
    # A 16-bit instruction has the same bits inside an IT block and outside.
    mnemonic = form.quiet if in_it and form.quiet and form.width == 4 else form.ual
    return f"{mnemonic} {form.write(operands)}".rstrip()


def prepare(texts: Iterable[str]) -> None:
    """Encode instructions that will be asked for, all at once: an encoder may take long to start.

    Raises `EncodingMismatch` when the encoder doesn't take one.
    """
    if missing := [text for text in dict.fromkeys(texts) if text not in _known]:
        if len(_known) > _MOST_KNOWN:
            _known.clear()
        _known.update(encoder()(missing))


@cache
def encoder() -> Callable[[Sequence[str]], dict[str, bytes]]:
    """What gives the bytes of instructions: keystone, or clang where there is none."""
    try:
        import keystone
    except ImportError:
        from asm_thumb.clang import encode_all

        return encode_all
    # Plain Thumb first: the v8 mode, needed for division and FPv5, warns about IT blocks on the A-profile.
    modes = (keystone.KS_MODE_THUMB, keystone.KS_MODE_THUMB | keystone.KS_MODE_V8)
    engines = [keystone.Ks(keystone.KS_ARCH_ARM, mode) for mode in modes]

    def encode_one(text: str) -> bytes:
        for engine in engines:
            try:
                code, _ = engine.asm(text)
            except keystone.KsError:
                continue
            if code:
                return bytes(code)
        raise EncodingMismatch(f"the encoder doesn't take `{text}`")

    return lambda texts: {text: encode_one(text) for text in texts}
