"""MicroPython's documented language: its own assembler's bytes, and the snippets of its documentation."""

from __future__ import annotations

import pytest

from asm_thumb import assemble
from tests.asm_thumb.machine import run
from tests.asm_thumb.upstream import golden, programs


def test_golden_file_is_complete() -> None:
    assert [program for program, _ in golden()] == list(programs())


@pytest.mark.parametrize("core", ["cortex-m4f", "cortex-m7-dp", "cortex-m33"])
def test_bytes_are_upstreams(core: str) -> None:
    wrong = []
    for program, code in golden():
        ours = assemble(program.split("; "), core, origin=2).code.hex()
        if ours != code:
            wrong.append(f"{program}: {ours}, upstream {code}")
    assert wrong == []


def test_nested_calls() -> None:
    source = """
    def fib(r0):
        b(START)
        label(DOFIB)
        push({r1, r2, lr})
        cmp(r0, 1)
        ble(FIBDONE)
        sub(r0, 1)
        mov(r2, r0)
        bl(DOFIB)
        mov(r1, r0)
        sub(r0, r2, 1)
        bl(DOFIB)
        add(r0, r0, r1)
        label(FIBDONE)
        pop({r1, r2, lr})
        bx(lr)
        label(START)
        bl(DOFIB)
    """
    assert [run(source, n).r0 for n in range(10)] == [0, 1, 1, 2, 3, 5, 8, 13, 21, 34]


def test_subroutine() -> None:
    source = """
    def quad(r0):
        b(START)
        label(DOUBLE)
        add(r0, r0, r0)
        bx(lr)
        label(START)
        bl(DOUBLE)
        bl(DOUBLE)
    """
    assert run(source, 10).r0 == 40
    assert run(source, 10, core="cortex-m0").r0 == 40


def test_return_annotation_and_arguments() -> None:
    assembly = assemble("def uadd(r0, r1) -> uint:\n    add(r0, r0, r1)", "cortex-m0")
    assert assembly.signature is not None
    assert (assembly.signature.name, assembly.signature.arguments, assembly.signature.returns) == ("uadd", 2, "uint")
    assert run("add(r0, r0, r1)", 0x40000000, 0x40000000).r0 == 0x80000000


def test_arrays_by_indirection() -> None:
    machine = run("ldr(r0, [r0, 0])\nldr(r0, [r0, 4])", words={0x20000100: 0x20000200, 0x20000204: 24}, r0=0x20000100)
    assert machine.r0 == 24


def test_squares_of_floats() -> None:
    source = """
    def square(r0, r1):
        label(LOOP)
        vldr(s0, [r0, 0])
        vmul(s0, s0, s0)
        vstr(s0, [r0, 0])
        add(r0, 4)
        sub(r1, 1)
        bgt(LOOP)
    """
    machine = run(source, 0x20000100, 3, floats={0x20000100: [1.5, -2.0, 3.0]})
    assert machine.floats(0x20000100, 3) == [2.25, 4.0, 9.0]


def test_named_constants() -> None:
    source = "def foo():\n    mov(r0, MYDATA)"
    assert run(source, constants={"MYDATA": 33}).r0 == 33


def test_dotted_constants_and_expressions() -> None:
    names = {"stm.CRC": 0x40023000, "stm.CRC_DR": 0}
    assert run("movwt(r0, stm.CRC + stm.CRC_DR)", constants=names).r0 == 0x40023000
    assert run("movwt(r0, stm.CRC | 3 << 2)", constants=names.get).r0 == 0x4002300C
    assert run("mov(r0, const(5))").r0 == 5


def test_instructions_as_data() -> None:
    source = ["mov(r8, r0)", "data(2, 0xe92d, 0x0f00)", "mov(r8, r1)", "pop({r8, r9, r10, r11})", "mov(r0, r8)"]
    assert run(source, 77, 5).r0 == 77


def test_words_in_the_code() -> None:
    source = """
    lsl(r0, r0, 2)
    mov(r1, pc)
    add(r0, r0, r1)
    ldr(r0, [r0, 4])
    b(HERE)
    data(4, 0x12345678, 0x20000000, 0x40000000, 0x7FFFFFFF + 1, (1 << 32) - 2)
    label(HERE)
    """
    values = [0x12345678, 0x20000000, 0x40000000, 0x80000000, 0xFFFFFFFE]
    assert [run(source, n, origin=2).r0 for n in range(5)] == values


def test_if_then() -> None:
    assert [run("cmp(r0, r1)\nit(eq)\nmov(r0, 100)", *args).r0 for args in ((0, 0), (1, 2))] == [100, 1]
    assert [run("cmp(r0, r1)\nite(eq)\nmov(r0, 100)\nmov(r0, 200)", *args).r0 for args in ((0, 0), (0, 1))] == [
        100,
        200,
    ]


def test_push_and_pop() -> None:
    machine = run("push({r0})\npush({r1, r2})\npop({r0})\npop({r1, r2})", 0, 1, 2)
    assert (machine.r0, machine.register("r1"), machine.register("r2")) == (1, 2, 0)
    source = "b(START)\nlabel(SUB)\npush({lr})\nmov(r0, 7)\npop({pc})\nlabel(START)\nbl(SUB)"
    assert run(source).r0 == 7


def test_docstring_and_pass() -> None:
    assert assemble('def f():\n    """Nothing."""\n    pass\n    nop()\n', "cortex-m0").code.hex() == "00bf"


def test_sum_of_words() -> None:
    source = """
    def asm_sum_words(r0, r1):
        mov(r2, 0)
        b(loop_entry)
        label(loop1)
        ldr(r3, [r1, 0])
        add(r2, r2, r3)
        add(r1, r1, 4)
        sub(r0, r0, 1)
        label(loop_entry)
        cmp(r0, 0)
        bgt(loop1)
        mov(r0, r2)
    """
    words = {0x20000100 + 4 * n: value for n, value in enumerate((100, 200, 300, 400))}
    for core in ("cortex-m0", "cortex-m4f"):
        assert run(source, 4, 0x20000100, words=words, core=core).r0 == 1000


def test_float_examples() -> None:
    convert = "vmov(s{0}, r{0})\nvcvt_f32_s32(s{0}, s{0})\n"
    three = "".join(convert.format(n) for n in range(3))
    assert run(three + "vadd(s0, s0, s1)\nvsub(s0, s0, s2)\nvcvt_s32_f32(s31, s0)\nvmov(r0, s31)", 100, 20, 30).r0 == 90
    assert run(three + "vmul(s7, s0, s1)\nvdiv(s8, s7, s2)\nvcvt_s32_f32(s31, s8)\nvmov(r0, s31)", 100, 10, 50).r0 == 20
    root = "vmov(s1, r0)\nvcvt_f32_s32(s1, s1)\nvsqrt(s1, s1)\nvmov(s2, r1)\nvcvt_f32_s32(s2, s2)\nvmul(s0, s1, s2)\n"
    assert run(root + "vneg(s7, s0)\nvcvt_s32_f32(s31, s7)\nvmov(r0, s31)", 256, 10).r0 == (-160) & 0xFFFFFFFF
    compare = convert.format(0) + convert.format(1) + "vcmp(s1, s0)\nvmrs(r0, FPSCR)\nmov(r1, 28)\nlsr(r0, r1)"
    assert [run(compare, *pair).r0 for pair in ((0, 1), (1, 1), (1, 0))] == [2, 6, 8]


def test_special_registers() -> None:
    assert run("mrs(r0, BASEPRI)").r0 == 0
    assert run("mrs(r0, IPSR)").r0 == 0


def test_interrupt_masks() -> None:
    assert run("cpsid(i)\nmrs(r0, PRIMASK)\ncpsie('i')\nmrs(r1, PRIMASK)").r0 == 1
