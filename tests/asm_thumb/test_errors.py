"""Bad input: every mistake is a clear message at the right place, several in one run."""

from __future__ import annotations

import ast

import pytest

from asm_thumb import AssemblyError, Immediate, Problem, Register, Span, Statement, assemble
from asm_thumb.errors import EncodingMismatch

# core, source, message, hint
CASES: list[tuple[str, str, str, str]] = [
    ("cortex-m4", "foo(r0)", "unknown instruction `foo`", ""),
    ("cortex-m4", "mvo(r0, 1)", "unknown instruction `mvo`", "did you mean `mvn` or `mov`"),
    ("cortex-m4", "ldrsbb(r0, [r1])", "unknown instruction `ldrsbb`", "`ldrsb`"),
    ("cortex-m4", "MOV(r0, 1)", "unknown instruction `MOV`", "lower case"),
    ("cortex-m4", "yield_now()", "unknown instruction `yield_now`", ""),
    ("cortex-m0", "sdiv(r0, r1, r2)", "Cortex-M0 has no `sdiv`; Cortex-M3, Cortex-M23 and newer do", ""),
    ("cortex-m0plus", "clz(r0, r1)", "Cortex-M0+ has no `clz`; Cortex-M3 and newer do", ""),
    ("cortex-m0", "it(eq)", "Cortex-M0 has no `it`; Cortex-M3 and newer do", ""),
    ("cortex-m3", "smlad(r0, r1, r2, r3)", "Cortex-M3 has no `smlad`; Cortex-M4, Cortex-M7", ""),
    ("cortex-m4", "vadd(s0, s1, s2)", "Cortex-M4 without FPU has no `vadd`; cores with a floating point unit", ""),
    ("cortex-m4f", "vadd(d0, d1, d2)", "Cortex-M4F has no `vadd` with these operands; cores with a double", ""),
    ("cortex-m4f", "vrintz(s0, s1)", "Cortex-M4F has no `vrintz`; cores with an FPv5", ""),
    ("cortex-m7-dp", "mcrr(p0, 1, r0, r1, c4)", "has no `mcrr`; cores with a coprocessor interface", ""),
    ("cortex-m4", "sg()", "has no `sg`; Armv8-M cores", ""),
    ("cortex-m0", "mrs(r0, BASEPRI)", "Cortex-M0 has no `mrs` with these operands; Cortex-M3 and newer do", ""),
    ("cortex-m0", "mov(r8, 1)", "`mov`: can't use r8; expects a register r0 to r7", "Cortex-M3 and newer can do this"),
    ("cortex-m0", "add(r0, r0, r8)", "`add`: can't use r8; expects a register r0 to r7", "can do this"),
    ("cortex-m0", "add(r0, r1, 8)", "8 is out of range", "Cortex-M3 and newer can do this"),
    (
        "cortex-m0",
        "push({r8, lr})",
        "`push`: can't have r8 in the list",
        "can do this",
    ),
    ("cortex-m4", "mov(r0)", "`mov` takes 2 or 3 operands, not 1", "forms: mov("),
    ("cortex-m4", "nop(r0)", "`nop` takes no operands, not 1", ""),
    ("cortex-m4", "mul(r0, r1, r2, r3)", "`mul` takes 2 or 3 operands, not 4", ""),
    ("cortex-m4", "mov(r0, [r1])", "`mov`: expects", ""),
    ("cortex-m4", "ldr(r0, r1)", "`ldr`: expects", ""),
    ("cortex-m4", "ldr(r0, [r1, 4096])", "`ldr`: offset 4096 is out of range 0 to 4095", ""),
    ("cortex-m4", "ldr(r0, [r1, 4, 5])", "`ldr`: the index expects a register", ""),
    ("cortex-m4", "ldrd(r0, r1, [r2, 6])", "`ldrd`: offset 6 isn't a multiple of 4", ""),
    ("cortex-m4", "mov(r0, 0x12345)", "74565 can't be encoded", "`movwt`"),
    ("cortex-m4", "movw(r0, 65536)", "65536 is out of range; expects a number from 0 to 65535", ""),
    ("cortex-m4", "movw(r0, -1)", "-1 is out of range", ""),
    ("cortex-m4", "movwt(r0, 1 << 32)", "`movwt` takes a register and a number that fits in 32 bits", ""),
    ("cortex-m4", "movwt(sp, 1)", "`movwt`: can't use sp", ""),
    ("cortex-m0", "movwt(r0, 1)", "Cortex-M0 has no `movwt`", ""),
    ("cortex-m4", "lsr(r0, r1, 0)", "0 is out of range; expects a number from 1 to 32", ""),
    ("cortex-m4", "lsl(r0, r1, 32)", "32 is out of range", ""),
    ("cortex-m4", "add(r0, r1, r2, lsl(32))", "lsl by 32 is out of range; expects 1 to 31", ""),
    ("cortex-m4", "add(r0, r1, r2, lsl())", "a shift is `lsl(amount)`", ""),
    ("cortex-m4", "sxtb(r0, r1, ror(4))", "ror by 4 is out of range", ""),
    ("cortex-m4", "bfi(r0, r1, 30, 3)", "bits 30 to 32: the last bit is 31", ""),
    ("cortex-m4", "umull(r0, r0, r1, r2)", "operands 1 and 2 must be different registers", ""),
    ("cortex-m4", "ldr(r0, [r0, 4], wb)", "r0 can't be both operand 1 and the base of the address", ""),
    ("cortex-m4", "ldmia(r0, {r0, r8}, wb)", "with write-back the base can't be in the list", ""),
    ("cortex-m4", "pop({lr, pc})", "can't load both lr and pc", ""),
    ("cortex-m4", "push({sp})", "can't have sp in the list", ""),
    ("cortex-m4", "push({r3 - r0})", "`r3 - r0` isn't an ascending range of registers", ""),
    ("cortex-m4", "push({r0, s1})", "a register list holds registers of one kind", ""),
    ("cortex-m4", "push({r0, 5})", "a register list holds registers", ""),
    ("cortex-m4", "push(r0)", "`push`: expects", ""),
    ("cortex-m4f", "vpush({s0, s2})", "needs consecutive registers", ""),
    ("cortex-m4f", "vpush({r0})", "`vpush`: expects", ""),
    ("cortex-m7-dp", "vldmia(r0, {d0 - d16})", "a register list holds registers", ""),
    ("cortex-m4f", "vmov(s0, 0.1)", "0.1 can't be encoded", ""),
    ("cortex-m4f", "vmov(s0, s1, r0, r1, r2)", "`vmov` takes 2, 3 or 4 operands, not 5", ""),
    ("cortex-m4f", "vmov(s0, s2, r0, r1)", "operand 2 must be the register after s0", ""),
    ("cortex-m4f", "vmov(d0[2], r0)", "a double register has the halves 0 and 1", ""),
    ("cortex-m4f", "vadd(s0, s1, s32)", "name `s32`", ""),
    ("cortex-m4", "mov(r16, 1)", "name `r16`", ""),
    ("cortex-m4", "mrs(r0, PRIMSK)", "`PRIMSK` isn't", "did you mean `PRIMASK`?"),
    ("cortex-m4", "mov(r0, SIZE)", "`mov`: `SIZE` is neither a constant nor a register", ""),
    ("cortex-m4", "movwt(r0, stm.GPIOZ)", "unknown constant `stm.GPIOZ`", ""),
    ("cortex-m4", "mov(r0, 1 + N)", "unknown constant `N`", ""),
    ("cortex-m4", "mov(r0, f(1))", "`f(1)` isn't a constant expression", ""),
    ("cortex-m4", "mov(r0, 1 // 0)", "can't be computed", ""),
    ("cortex-m4", "mov(r0, 1 << 1000)", "is too large", ""),
    ("cortex-m4", "mov(r0, 1.5)", "not number 1.5", ""),
    ("cortex-m4", "b(there)", "label `there` isn't defined", "put `label(there)`"),
    ("cortex-m4", "label(loop)\nb(lop)", "label `lop` isn't defined", "did you mean `loop`?"),
    ("cortex-m4", "b(4)", "`b`: expects a label", ""),
    ("cortex-m4", "label(A)\nlabel(A)", "label `A` is defined twice", ""),
    ("cortex-m4", "label(1)", "`label` takes one name", ""),
    ("cortex-m4", "label(A, B)", "`label` takes one name", ""),
    ("cortex-m4", "align(3)", "`align` takes one number that is a power of two, up to 1048576", ""),
    ("cortex-m4", "align(2**40)", "`align` takes one number that is a power of two, up to 1048576", ""),
    ("cortex-m4", "align()", "`align` takes one number", ""),
    ("cortex-m4", "data(3, 1)", "`data` takes the size of a value first: 1, 2, 4 or 8", ""),
    ("cortex-m4", "data(4)", "`data` takes one or more values", ""),
    ("cortex-m4", "data(1, 256)", "256 doesn't fit in 1 byte", ""),
    ("cortex-m4", "data(2, -32769)", "-32769 doesn't fit in 2 bytes", ""),
    ("cortex-m4", "data(2, r0)", "`data` takes numbers, not register r0", ""),
    ("cortex-m4", "data(2, NAME)", "`NAME` is neither a constant nor a label", ""),
    ("cortex-m4", "data(1, 1)\nnop()", "an instruction can't stand at an odd address", "put `align(2)` before it"),
    ("cortex-m4", "addeq(r0, r0, r1)", "`addeq` has a condition outside an IT block", "put `it(eq)` before it"),
    ("cortex-m4", "it(eq)\naddne(r0, r0, r1)", "this slot of the IT block has the condition `eq`", ""),
    ("cortex-m4", "ite(eq)\nmov(r0, 1)", "`ite` wants 1 more instruction", ""),
    ("cortex-m4", "itt(eq)", "`itt` wants 2 more instructions", ""),
    ("cortex-m4", "it(xx)", "`it`: expects a condition", ""),
    ("cortex-m4", "itx(eq)", "unknown instruction `itx`", ""),
    ("cortex-m4", "it(eq)\nit(eq)", "another IT instruction can't stand inside an IT block", ""),
    ("cortex-m4", "it(eq)\nlabel(A)\nnop()", "a label can't stand inside an IT block", ""),
    ("cortex-m4", "it(eq)\ncbz(r0, A)\nlabel(A)", "`cbz`: can't stand in an IT block", ""),
    ("cortex-m4", "itt(eq)\nbx(lr)\nnop()", "a branch can only be the last instruction", ""),
    ("cortex-m4", "itt(eq)\npop({r4, pc})\nnop()", "a branch can only be the last instruction", ""),
    ("cortex-m4", "mov(r0, 1, x=2)", "an instruction takes no keyword arguments", ""),
    ("cortex-m4", "x = 1", "expected an instruction", ""),
    ("cortex-m4", "for i in range(3): nop()", "expected an instruction", ""),
    ("cortex-m4", "asm.mov(r0, 1)", "an instruction is a plain name", ""),
    ("cortex-m4", "mov(r0", "not Python", ""),
    ("cortex-m4", "ldr(r0, [])", "an address is `[base]`", ""),
    ("cortex-m4", "def f(a): nop()", "arguments are registers in sequence, r0 to r3", "call it `r0`"),
    ("cortex-m4", "def f(r0, r2): nop()", "arguments are registers in sequence", "call it `r1`"),
    ("cortex-m4", "def f(r0, r1, r2, r3, r4): nop()", "at most 4 arguments", ""),
    ("cortex-m4", "def f(r0=1): nop()", "no default values", ""),
    ("cortex-m4", "def f(*r0): nop()", "plain arguments only", ""),
    ("cortex-m4", "def f(r0, *, r1): nop()", "plain arguments only", ""),
    ("cortex-m4", "def f(**r0): nop()", "plain arguments only", ""),
    ("cortex-m4", "def f() -> float: nop()", "unknown return type `float`", "`int`, `uint`"),
    ("cortex-m4", "def f():\n    return 1", "expected an instruction", ""),
]


@pytest.mark.parametrize(("core", "source", "message", "hint"), CASES, ids=[case[1] for case in CASES])
def test_message(core: str, source: str, message: str, hint: str) -> None:
    with pytest.raises(AssemblyError) as caught:
        assemble(source, core)
    found = [problem for problem in caught.value.problems if message in problem.message]
    assert found, [problem.message for problem in caught.value.problems]
    assert hint in found[0].hint, found[0].hint
    assert found[0].span is not None


def test_several_errors_in_one_run() -> None:
    source = "mov(r0, 1)\nfoo(r1)\nadd(r0, r1, 70000)\nb(nowhere)\nldr(r0, [sp, 4098])"
    with pytest.raises(AssemblyError) as caught:
        assemble(source, "cortex-m4")
    spans = [problem.span for problem in caught.value.problems]
    assert spans == [Span(2, 0, 7), Span(3, 12, 17), Span(4, 2, 9), Span(5, 8, 18)]


def test_the_caret_points_at_the_operand() -> None:
    with pytest.raises(AssemblyError) as caught:
        assemble(["nop()", "  mov(r0, 70000)"], "cortex-m4")
    assert str(caught.value).splitlines()[:3] == [
        "2:11: `mov`: 70000 can't be encoded: expects a byte shifted left by 0 to 24, or a byte repeated as "
        "0x00XY00XY, 0xXY00XY00 or 0xXYXYXYXY",
        "      mov(r0, 70000)",
        "              ^^^^^",
    ]


def test_lines_that_are_no_python_are_reported_each() -> None:
    with pytest.raises(AssemblyError) as caught:
        assemble(["mov(r0 1)", "nop()", "add r0, r1", "bar()"], "cortex-m4")
    assert [problem.span.line for problem in caught.value.problems if problem.span] == [1, 3, 4]


def test_indented_text_keeps_its_columns() -> None:
    with pytest.raises(AssemblyError) as caught:
        assemble("\n    nop()\n    foo()\n", "cortex-m4")
    assert caught.value.problems[0].span == Span(3, 4, 9)


def test_a_function_of_a_module_keeps_its_lines() -> None:
    tree = ast.parse("x = 1\n\n\ndef f():\n    nop()\n    bad(r0)\n")
    function = tree.body[1]
    assert isinstance(function, ast.FunctionDef)
    with pytest.raises(AssemblyError) as caught:
        assemble(function, "cortex-m4")
    assert caught.value.problems[0].span == Span(6, 4, 11)


def test_statements_without_positions() -> None:
    with pytest.raises(AssemblyError) as caught:
        assemble([Statement("mov", (Register("r0"), Immediate(0x12345)))], "cortex-m4")
    assert caught.value.problems[0].span is None


def test_unknown_core() -> None:
    with pytest.raises(ValueError, match="unknown core 'z80'; known: cortex-m0"):
        assemble("nop()", "z80")


def test_unknown_register() -> None:
    with pytest.raises(ValueError, match="unknown register 'r77'"):
        Register("r77")


def test_render_without_source() -> None:
    assert Problem("wrong", Span(3, 2, 4), "do it right").render() == "3:3: wrong\n    do it right"


def test_a_disagreement_of_encoder_and_decoder_is_never_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("asm_thumb.emit.encode", lambda *_: bytes.fromhex("0120"))
    with pytest.raises(EncodingMismatch, match="`movs r0, #2` was encoded as 01 20, which is `movs r0, #1`"):
        assemble("mov(r0, 2)", "cortex-m4")
