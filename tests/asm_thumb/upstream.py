"""What MicroPython's own assembler makes of its documented forms; `python -m tests.asm_thumb.upstream` asks it again.

The command needs `mpy-cross` on the path and rewrites `upstream.txt`, which the tests read.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

GOLDEN = Path(__file__).with_name("upstream.txt")
_CONDITIONS = ("eq", "ne", "cs", "cc", "mi", "pl", "vs", "vc", "hi", "ls", "ge", "lt", "gt", "le")
_PUSH, _POP = bytes.fromhex("f2b5"), bytes.fromhex("f2bd")  # around every assembler function


def programs() -> Iterator[str]:
    """Programs, instructions separated by `; `, that MicroPython documents."""
    yield from _data_processing()
    yield from _memory()
    yield from _branches()
    yield from _system()
    yield from _float()


def _data_processing() -> Iterator[str]:
    yield from (f"mov(r{n}, {v})" for n, v in ((0, 0), (7, 255), (3, 100)))
    yield from (f"mov({d}, {m})" for d, m in (("r0", "r1"), ("r8", "r0"), ("r0", "r12"), ("sp", "lr"), ("r1", "pc")))
    for name in ("movw", "movt"):
        yield from (f"{name}({d}, {v})" for d, v in (("r0", 0), ("r12", 0xFFFF), ("r9", 0x1234), ("lr", 0x8421)))
    yield from (
        f"movwt({d}, {v})" for d, v in (("r0", 0xFFFFFFFF), ("r1", 0x40020014), ("r10", 0x12345678), ("r3", -1))
    )
    for name in ("add", "sub"):
        yield from (f"{name}({d}, {v})" for d, v in (("r0", 0), ("r7", 255), ("r3", 1), ("r0", 7)))
        yield from (f"{name}(r0, r1, {v})" for v in (0, 1, 7))
        yield from (f"{name}(r{d}, r{n}, {v})" for d, n, v in ((7, 0, 3), (2, 2, 4), (0, 7, 7)))
        yield from (f"{name}(r{d}, r{n}, r{m})" for d, n, m in ((0, 0, 0), (7, 0, 3), (1, 2, 4), (5, 6, 7)))
    for name in [
        "adc",
        "sbc",
        "neg",
        "mul",
        "and_",
        "orr",
        "eor",
        "mvn",
        "bic",
        "lsl",
        "lsr",
        "asr",
        "ror",
        "cmp",
        "cmn",
        "tst",
    ]:
        yield from (f"{name}(r{d}, r{m})" for d, m in ((0, 0), (0, 7), (7, 0), (3, 5)))
    yield from (f"cmp({n}, {v})" for n, v in (("r0", 0), ("r7", 255), ("r4", 10)))
    for name in ("lsl", "lsr", "asr"):
        yield from (f"{name}(r{d}, r{m}, {v})" for d, m, v in ((0, 1, 1), (7, 0, 31), (3, 3, 16)))
    yield "lsl(r0, r1, 0)"
    for name in ("sdiv", "udiv"):
        yield from (f"{name}({o})" for o in ("r0, r1, r2", "r12, r8, lr", "r7, r7, r7"))
    for name in ("clz", "rbit"):
        yield from (f"{name}({o})" for o in ("r0, r0", "r1, r7", "r12, r8"))


def _memory() -> Iterator[str]:
    for name, size in (("ldr", 4), ("ldrh", 2), ("ldrb", 1), ("str", 4), ("strh", 2), ("strb", 1)):
        yield from (f"{name}(r{t}, [r{n}, {v * size}])" for t, n, v in ((0, 1, 0), (7, 0, 31), (3, 5, 16), (2, 2, 1)))
    yield from (f"ldrex(r{t}, [r{n}, {v}])" for t, n, v in ((0, 1, 0), (12, 8, 252), (3, 4, 4)))
    yield from (f"strex(r{d}, r{t}, [r{n}, {v}])" for d, t, n, v in ((0, 1, 2, 0), (12, 9, 8, 252), (3, 4, 5, 4)))
    for name in ("push", "pop"):
        last = "lr" if name == "push" else "pc"
        lists = ("r0", "r7", "r0, r1, r2", "r1, r8, r7", "r4, r5, r6, r7", last, f"r0, {last}", f"r4, r8, r11, {last}")
        yield from (f"{name}({{{registers}}})" for registers in lists)
    yield "pop({r1, r2, lr})"
    yield "push({r8, r9, r10, r11})"


def _branches() -> Iterator[str]:
    yield "label(A); nop(); b(A)"
    yield "b(A); nop(); nop(); label(A)"
    yield "bl(A); nop(); label(A); bx(lr)"
    yield "label(A); bx(lr); bl(A); bl(A)"
    yield "b(A); data(1, 1, 2, 3, 4, 5); align(2); label(A); nop()"
    yield from (f"bx({register})" for register in ("lr", "r3", "r12", "pc"))
    for condition in _CONDITIONS:
        yield f"label(A); nop(); b{condition}(A)"
        yield f"b{condition}(A); nop(); nop(); label(A)"
        yield f"b{condition}_n(A); nop(); nop(); label(A)"
        yield f"b{condition}_w(A); nop(); nop(); label(A)"
        yield f"label(A); nop(); b{condition}_w(A)"
        for block in ("it", "ite", "itt", "itee", "itete", "ittte", "itttt", "iteee"):
            yield "; ".join([f"{block}({condition})", *(f"mov(r{n}, {n})" for n in range(len(block) - 1))])
    yield "it(eq); mov(r0, 100)"
    yield "ite(eq); add(r0, r0, r1); sub(r0, 1)"


def _system() -> Iterator[str]:
    yield from (
        "nop()",
        "wfi()",
        "cpsid(i)",
        "cpsie(i)",
        "cpsid('i')",
        "cpsid(0)",
        "cpsie(1)",
        "mrs(r0, IPSR)",
        "mrs(r12, BASEPRI)",
    )
    yield "data(1, 2, 3, 4, 5)"
    yield "data(4, 2, 100000)"
    yield "data(2, 0xe92d, 0x0f00)"
    yield "data(2, 0x4780 | 2 << 3)"
    yield "data(4, 0x12345678, 0x20000000, 0x40000000, 0x7FFFFFFF + 1, (1 << 32) - 2)"


def _float() -> Iterator[str]:
    for name in ("vadd", "vsub", "vmul", "vdiv"):
        yield from (f"{name}({o})" for o in ("s0, s0, s0", "s31, s0, s1", "s1, s31, s16", "s14, s15, s31"))
    for name in ("vneg", "vsqrt", "vcmp", "vcvt_f32_s32", "vcvt_s32_f32"):
        yield from (f"{name}({o})" for o in ("s0, s0", "s31, s0", "s1, s30", "s14, s15"))
    yield from (f"vmov({o})" for o in ("s0, r0", "s31, r12", "r0, s0", "r7, s31", "r12, s1"))
    yield from ("vmrs(APSR_nzcv, FPSCR)", "vmrs(r0, FPSCR)", "vmrs(r12, FPSCR)")
    for name in ("vldr", "vstr"):
        yield from (f"{name}({o})" for o in ("s0, [r0, 0]", "s31, [r7, 1020]", "s1, [r3, 4]", "s2, [r4, 0x3fc]"))


def ask(program: str, folder: Path) -> str:
    """The bytes that mpy-cross makes, as hexadecimal digits."""
    body = "\n    ".join(program.split("; "))
    (folder / "t.py").write_text(f"@micropython.asm_thumb\ndef f():\n    {body}\n")
    command = ["mpy-cross", "-march=armv7emsp", "-o", str(folder / "t.mpy"), str(folder / "t.py")]
    subprocess.run(command, check=True, capture_output=True)
    code = (folder / "t.mpy").read_bytes()
    return code[code.index(_PUSH) + 2 : code.rindex(_POP)].hex()


def golden() -> list[tuple[str, str]]:
    """Programs and their bytes, from `upstream.txt`."""
    lines = [line for line in GOLDEN.read_text().splitlines() if line and not line.startswith("#")]
    return [(program, code) for program, _, code in (line.rpartition(" = ") for line in lines)]


def main() -> None:
    """Rewrite `upstream.txt`."""
    version = subprocess.run(["mpy-cross", "--version"], check=True, capture_output=True, text=True).stdout.strip()
    lines = [f"# {version}, -march=armv7emsp. Made by `python -m tests.asm_thumb.upstream`."]
    with tempfile.TemporaryDirectory() as folder:
        lines += [f"{program} = {ask(program, Path(folder))}" for program in programs()]
    GOLDEN.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
