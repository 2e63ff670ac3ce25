"""Sources that are wrong at random give an .mpy file or errors with places, never a traceback of ours."""

import re

import pytest
from hypothesis import given, settings

from nativecomp.language.diagnostics import CompileError, SourceFile
from nativecomp.mpy.build import build_mpy
from nativecomp.mpy.reader import read_mpy
from nativecomp.options import Options
from nativecomp.targets import find_target
from tests.mpy.mutations import sources


def compile_or_tell(text: str, target: str) -> None:
    try:
        data = build_mpy(SourceFile("x.py", text), Options(find_target(target)))
    except CompileError as error:
        told = str(error)
        assert "internal" not in told, told
        for one in re.split(r"\n\n(?=x\.py:)", told):
            assert re.match(r"x\.py:\d+:\d+: error: .", one), told
        return
    read_mpy(data)


@settings(max_examples=60, deadline=None)
@given(sources())
def test_mutations(text: str) -> None:
    compile_or_tell(text, "armv6m")


@pytest.mark.slow
@settings(max_examples=5000, deadline=None)
@given(sources())
def test_many_mutations(text: str) -> None:
    compile_or_tell(text, "armv7emsp")
    compile_or_tell(text, "x64")
