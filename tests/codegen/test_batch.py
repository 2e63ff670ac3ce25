"""Modules that are written together: each part's code is what it would be alone."""

from dataclasses import replace
from pathlib import Path

import pytest

from nativecomp.codegen.errors import CodegenError
from nativecomp.elf import ElfFile
from nativecomp.elf.objectfile import ObjectFile
from nativecomp.emit import batch, isolation, machine
from nativecomp.emit.request import MachineCode, Request
from nativecomp.frontend import read_source
from nativecomp.mpy.build import build_mpy
from nativecomp.mpy.flatten import flatten
from nativecomp.options import Options
from nativecomp.targets import find_target

ROOT = Path(__file__).resolve().parents[2]
FILES = ["benchmarks/kernels/sha256.py", "examples/sort.py", "tests/corpus/games.py", "tests/corpus/sensors.py",
         "tests/corpus/codecs.py", "examples/fir.py"]  # fmt: skip


def requests(path: str, target: str, opt: str, monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """What the compiler asks for to build a file."""
    found: list[Request] = []
    emit_all = isolation.emit_all
    monkeypatch.setattr(isolation, "emit_all", lambda wanted: found.extend(wanted) or emit_all(wanted))
    build_mpy(read_source(str(ROOT / path)), Options(find_target(target), opt))  # type: ignore[arg-type]
    return [one for one in found if one.keep and len(one.keep) == 1]


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """The requests that could not be made together."""
    found: list[Request] = []
    emit_alone = batch._emit_alone
    monkeypatch.setattr(batch, "_emit_alone", lambda request: found.append(request) or emit_alone(request))
    return found


@pytest.mark.parametrize(("target", "opt"), [
    ("pico2", "balanced"), ("x64", "speed"),
    *(pytest.param(*each, marks=pytest.mark.slow)
      for each in (("pico", "balanced"), ("cortex-m7", "size"), ("rv32imc", "balanced"))),
])  # fmt: skip
def test_each_part_is_as_it_would_be_alone(
    target: str, opt: str, alone: list[Request], monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = [request for path in FILES for request in requests(path, target, opt, monkeypatch)]
    made = list(batch.emit_batch(wanted))
    by_itself = len(alone)
    for request, code in zip(wanted, made, strict=True):
        assert isinstance(code, MachineCode)
        (entry,) = request.keep or ()
        assert flatten(code.object, entry) == flatten(machine.emit(request).object, entry), request.llvm
    assert by_itself < len(wanted) / 2


def contents(data: bytes) -> object:
    """The functions of an object, and the symbols that it leaves to others."""
    file = ObjectFile(data)
    return {name: file.code(symbol) for name, symbol in file.functions.items()}, ElfFile(data).undefined


HEAD = f'target triple = "{find_target("pico2").triple}"\n'
PLAIN = Request(
    "m", HEAD + "define i32 @f(i32 %a) #0 {\n  %b = add i32 %a, 1\n  ret i32 %b\n}\nattributes #0 = { nounwind }\n",
    find_target("pico2"), "balanced", keep=frozenset({"f"}), movable=True,
)  # fmt: skip
TEXTS = (
    # names and strings that look like what is renamed
    '@"@f #0 !1" = private unnamed_addr constant [9 x i8] c"@f #0 !1\\00", align 1\n'
    "define ptr @f(i32 %a) #0 {\n  ret ptr @\"@f #0 !1\"\n}\nattributes #0 = { nounwind optsize }\n",
    # metadata
    "define i32 @f(ptr %p) #0 {\n  %v = load i32, ptr %p, !invariant.load !0\n  ret i32 %v\n}\n"
    "attributes #0 = { nounwind }\n!0 = !{}\n",
    # a function of the same name that does something else, and a declaration that all have
    "declare void @llvm.memcpy.p0.p0.i32(ptr, ptr, i32, i1)\n"
    "define void @f(ptr %p, ptr %q) #0 {\n  call void @llvm.memcpy.p0.p0.i32(ptr %p, ptr %q, i32 8, i1 false)\n"
    "  call void @g(ptr %p)\n  ret void\n}\n"
    "define internal void @g(ptr %p) #1 {\n  store i32 5, ptr %p\n  ret void\n}\n"
    "attributes #0 = { nounwind }\nattributes #1 = { noinline nounwind }\n",
)  # fmt: skip


def test_names_attributes_and_metadata_of_parts_are_their_own(alone: list[Request]) -> None:
    wanted = [PLAIN, *(replace(PLAIN, llvm=HEAD + text) for text in TEXTS for _ in range(2)), PLAIN]
    for request, code in zip(wanted, batch.emit_batch(wanted), strict=True):
        assert isinstance(code, MachineCode)
        assert contents(code.object) == contents(machine.emit(request).object)
    assert not alone


def test_a_part_that_llvm_refuses_spoils_no_other() -> None:
    wrong = replace(PLAIN, llvm=HEAD + "define i32 @f() {\n  ret i64 0\n}\n")
    missing = replace(PLAIN, llvm=HEAD + "declare void @h()\ndefine void @f() {\n  call void @h()\n  ret void\n}\n")
    made = list(batch.emit_batch([PLAIN, wrong, PLAIN, missing]))
    assert [isinstance(one, CodegenError) for one in made] == [False, True, False, True]
    assert made[0] == made[2]
    made = list(batch.emit_batch([PLAIN, missing, PLAIN]))
    assert [isinstance(one, CodegenError) for one in made] == [False, True, False]
    assert isinstance(made[0], MachineCode)


def test_what_asks_for_something_else_is_not_written_together(alone: list[Request]) -> None:
    others = [
        replace(PLAIN, opt="speed"), replace(PLAIN, target=find_target("pico")), replace(PLAIN, movable=False),
        replace(PLAIN, want=frozenset({"object", "assembly"})), replace(PLAIN, keep=None),
    ]  # fmt: skip
    for other in others:
        alone.clear()
        made = list(batch.emit_batch([PLAIN, other]))
        assert len(alone) == 2
        assert all(isinstance(one, MachineCode) for one in made)


LOOP = replace(PLAIN, llvm=HEAD + "define i32 @f(i32 %a) #0 {\nstart:\n  br label %next\nnext:\n"
               "  %i = phi i32 [ 0, %start ], [ %more, %next ]\n  %p = inttoptr i32 %i to ptr\n"
               "  %v = load volatile i32, ptr %p\n  %more = add i32 %i, 4\n  %again = icmp ult i32 %more, %a\n"
               "  br i1 %again, label %next, label %end\nend:\n  ret i32 %i\n}\n"
               "attributes #0 = { nounwind }\n")  # fmt: skip


def test_a_kind_is_made_at_once_wherever_its_members_stand(
    alone: list[Request], monkeypatch: pytest.MonkeyPatch
) -> None:
    together: list[int] = []
    emit_together = batch._emit_together
    monkeypatch.setattr(batch, "_emit_together", lambda group: together.append(len(group)) or emit_together(group))
    made = list(batch.emit_batch([PLAIN, LOOP] * 4))
    assert together == [4, 4]
    assert not alone
    for request, code in zip([PLAIN, LOOP] * 4, made, strict=True):
        assert contents(code.object) == contents(machine.emit(request).object)
