"""Keystone and clang give the same bytes; neither is loaded where nothing is assembled."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from asm_thumb import EncodingMismatch, assemble, encode
from asm_thumb.clang import encode_all
from asm_thumb.table import all_rows
from tests.asm_thumb.walk import statements


@pytest.fixture
def _without_keystone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(sys.modules, "keystone", None)
    monkeypatch.setattr(encode, "_known", {})
    encode.encoder.cache_clear()
    yield
    encode.encoder.cache_clear()


def test_both_agree_on_every_row() -> None:
    pytest.importorskip("keystone")
    texts = [
        text
        for form in all_rows()
        for call in statements(form)
        for in_it in (False, True)
        if (text := encode.text_for_encoder(form, call.operands, in_it)) is not None
    ]
    assert len(texts) > 1000
    assert encode_all(texts) == encode.encoder()(texts)


@pytest.mark.usefixtures("_without_keystone")
def test_clang_takes_the_place_of_keystone(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = []
    run = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda *args, **options: runs.append(args) or run(*args, **options))
    assembly = assemble(["add(r0, r0, r1)", "ldr(r2, [r0, 4])", "mul(r0, r2)", "vadd(s0, s1, s2)"], "cortex-m4f")
    assert assembly.code.hex() == "40184268504330ee810a"
    assert len(runs) == 1
    assert encode.encoder() is encode_all


def test_clang_refuses_what_is_no_instruction() -> None:
    with pytest.raises(EncodingMismatch, match="frobnicate"):
        encode_all(["nop", "frobnicate r0"])


def test_what_assembles_nothing_loads_no_encoder() -> None:
    code = "import sys, nativecomp.mpy.build, nativecomp.desk.module; sys.exit('keystone' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
