"""What happens to the user's process when LLVM fails, hangs or is interrupted."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from nativecomp.codegen.errors import CodegenError
from nativecomp.codegen.plan import CodePlan
from nativecomp.emit import isolation
from nativecomp.emit.generate import generate
from nativecomp.emit.request import Request
from nativecomp.host import cache
from nativecomp.options import Options
from nativecomp.targets import find_target
from tests.codegen.build import function_of_op, module

TARGET = find_target("cortex-m4f")
HEAD = f'target triple = "{TARGET.triple}"\n'
FINE = HEAD + "define i32 @f() { ret i32 7 }"


def request(llvm: str) -> Request:
    return Request("blinky", llvm, TARGET, "balanced")


def idle_worker() -> isolation.Worker:
    """The worker that is asked next."""
    isolation.start()
    return isolation._idle[-1]


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each request reaches a worker."""
    monkeypatch.setenv(cache.VARIABLE, "")


ABORTS = HEAD + 'define void @f() {\n call void asm sideeffect "nop", ""()\n ret void\n}'
"""Assembly text makes LLVM end its process: there is no ARM assembler in this build of it."""


def test_llvm_abort_becomes_an_error_and_the_next_request_works() -> None:
    with pytest.raises(CodegenError, match=r"blinky: .*LLVM ERROR") as caught:
        isolation.emit(request(ABORTS))
    assert caught.value.llvm == ABORTS
    assert isolation.emit(request(FINE)).object.startswith(b"\x7fELF")


def test_malformed_llvm_is_refused() -> None:
    with pytest.raises(CodegenError, match="expected type"):
        isolation.emit(request("define nonsense @f() {}"))
    undominated = HEAD + (
        "define i32 @f(i1 %c) {\n br i1 %c, label %a, label %b\na:\n %x = add i32 1, 2\n br label %b\n"
        "b:\n ret i32 %x\n}"
    )
    with pytest.raises(CodegenError, match="dominate"):
        isolation.emit(request(undominated))


def test_missing_symbol_is_named() -> None:
    with pytest.raises(CodegenError, match="nothing defines the symbol missing on cortex-m4f"):
        isolation.emit(
            request(HEAD + "declare void @missing()\ndefine void @f() {\n call void @missing()\n ret void\n}")
        )


def test_a_hang_becomes_an_error() -> None:
    idle_worker().process.send_signal(signal.SIGSTOP)
    with pytest.raises(CodegenError, match=r"blinky: took more than 0\.3 seconds"):
        isolation.emit(request(FINE), timeout=0.3)
    assert isolation.emit(request(FINE)).object


def test_ctrl_c_while_waiting() -> None:
    """The interrupt arrives as such, and the next answer is not the interrupted request's."""
    idle_worker().process.send_signal(signal.SIGSTOP)
    threading.Timer(0.2, os.kill, [os.getpid(), signal.SIGINT]).start()
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        isolation.emit(request(FINE), timeout=20)
    assert time.monotonic() - started < 5
    assert b"other" in isolation.emit(request(FINE.replace("@f", "@other"))).object


def _in_child(queue: "multiprocessing.Queue[bytes]") -> None:
    queue.put(isolation.emit(request(FINE.replace("@f", "@child"))).object)


def test_fork() -> None:
    """A forked child starts a worker of its own; the parent's goes on."""
    isolation.emit(request(FINE))
    before = idle_worker()
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    child = context.Process(target=_in_child, args=(queue,))
    child.start()
    assert b"child" in queue.get(timeout=30)
    child.join()
    assert idle_worker() is before
    assert isolation.emit(request(FINE)).object


def test_two_threads() -> None:
    made = module(function_of_op("int.add int int"))
    objects: list[bytes] = []
    plan = CodePlan(made, Options(TARGET))
    threads = [threading.Thread(target=lambda: objects.append(generate(plan).object)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(objects)) == 1


def numbered(count: int) -> list[Request]:
    return [request(FINE.replace("@f", f"@f{n}")) for n in range(count)]


def test_many_requests_are_answered_in_their_order() -> None:
    made = isolation.emit_all([*numbered(60), *numbered(3)])
    assert [f"f{n}\0".encode() in code.object for n, code in enumerate(made[:60])] == [True] * 60
    assert made[60:] == made[:3]
    for costs in (False, True):  # workers that tell costs are others
        assert sum(worker.costs == costs for worker in isolation._idle) <= isolation._cores()


def test_an_abort_among_many_is_told_of_its_own_request() -> None:
    before, after = numbered(7), numbered(9)
    with pytest.raises(CodegenError, match=r"blinky: .*LLVM ERROR") as caught:
        isolation.emit_all([*before, request(ABORTS), *after])
    assert caught.value.llvm == ABORTS
    assert len(isolation.emit_all([*before, *after])) == 16


def test_ctrl_c_while_many_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "_cores", lambda: 2)
    idle_worker().process.send_signal(signal.SIGSTOP)
    threading.Timer(0.3, os.kill, [os.getpid(), signal.SIGINT]).start()
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        isolation.emit_all(numbered(60), timeout=20)
    assert time.monotonic() - started < 8
    assert not isolation._busy
    assert isolation.emit(request(FINE)).object


def test_files_in_the_folder_do_not_hide_those_of_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders of programs for boards hold files such as `dataclasses.py` and `logging.py`."""
    (tmp_path / "dataclasses.py").write_text('raise SystemExit("hides Python\'s")\n')
    (tmp_path / "a.py").write_text("from nativecomp import viper\n@viper\ndef f(x: int) -> int:\n    return x\n")
    command = [str(Path(sys.executable).with_name("nativecomp-mpy-cross")), "-march=x64", "a.py"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120, check=False).returncode == 0
