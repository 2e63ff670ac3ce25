"""Families of instructions on the emulated cores: results and flags."""

from __future__ import annotations

import struct

import pytest

from tests.asm_thumb.machine import RAM, run

DATA = RAM + 0x100

# source, r0 to r3 before, r0 after, flags after
Case = tuple[str, tuple[int, ...], int, str]

ON_EVERY_CORE: list[Case] = [
    ("mov(r0, 200)", (1,), 200, ""),
    ("mov(r0, 0)", (1,), 0, "z"),
    ("mov(r8, r0)\nmov(r0, 1)\nmov(r0, r8)", (0x12345678,), 0x12345678, ""),
    ("add(r0, r0, r1)", (0x7FFFFFFF, 1), 0x80000000, "nv"),
    ("add(r0, r0, r1)", (0xFFFFFFFF, 1), 0, "zc"),
    ("add(r0, 255)", (1,), 256, ""),
    ("add(r0, r1)", (3, 4), 7, ""),
    ("adds(r0, r0, r1)", (0x80000000, 0x80000000), 0, "zcv"),
    ("sub(r0, r0, r1)", (3, 4), 0xFFFFFFFF, "n"),
    ("sub(r0, r1, 7)", (0, 7), 0, "zc"),
    ("sub(r0, 1)", (0x80000000,), 0x7FFFFFFF, "cv"),
    ("cmp(r0, r0)\nadc(r0, r1)", (5, 6), 12, ""),
    ("cmp(r1, r0)\nsbc(r0, r1)", (9, 6), 2, "c"),
    ("neg(r0, r1)", (0, 5), 0xFFFFFFFB, "n"),
    ("rsb(r0, r1, 0)", (0, 5), 0xFFFFFFFB, "n"),
    ("mul(r0, r1)", (100000, 100000), 100000 * 100000 & 0xFFFFFFFF, ""),
    ("and_(r0, r1)", (0xF0F0, 0xFF00), 0xF000, ""),
    ("orr(r0, r1)", (0x80000000, 1), 0x80000001, "n"),
    ("eor(r0, r1)", (0xFF, 0xFF), 0, "z"),
    ("bic(r0, r1)", (0xFF, 0x0F), 0xF0, ""),
    ("mvn(r0, r1)", (0, 0), 0xFFFFFFFF, "n"),
    ("tst(r0, r1)", (0xF0, 0x0F), 0xF0, "z"),
    ("cmn(r0, r1)", (5, 0xFFFFFFFB), 5, "zc"),
    ("cmp(r0, 10)", (10,), 10, "zc"),
    ("lsl(r0, r1, 4)", (0, 0x10000001), 0x10, "c"),
    ("lsl(r0, r1)", (1, 31), 0x80000000, "n"),
    ("lsr(r0, r1, 32)", (0, 0x80000000), 0, "zc"),
    ("lsr(r0, r1)", (0x80, 4), 8, ""),
    ("asr(r0, r1, 4)", (0, 0x80000000), 0xF8000000, "n"),
    ("asr(r0, r1, 32)", (0, 0x80000000), 0xFFFFFFFF, "nc"),
    ("ror(r0, r1)", (0x1, 1), 0x80000000, "nc"),
    ("rev(r0, r1)", (0, 0x11223344), 0x44332211, ""),
    ("rev16(r0, r1)", (0, 0x11223344), 0x22114433, ""),
    ("revsh(r0, r1)", (0, 0x1180), 0xFFFF8011, ""),
    ("sxtb(r0, r1)", (0, 0x80), 0xFFFFFF80, ""),
    ("sxth(r0, r1)", (0, 0x8000), 0xFFFF8000, ""),
    ("uxtb(r0, r1)", (0, 0x1FF), 0xFF, ""),
    ("uxth(r0, r1)", (0, 0x1FFFF), 0xFFFF, ""),
    ("push({r0, r1})\nadd(r0, sp, 4)\nldr(r0, [r0])\nadd(sp, 8)", (1, 2), 2, ""),
    ("sub(sp, 16)\nstr(r0, [sp, 12])\nldr(r0, [sp, 12])\nadd(sp, sp, 16)", (77,), 77, ""),
    ("bl(F)\nadd(r0, 1)\nb(END)\nlabel(F)\nmov(r0, 41)\nbx(lr)\nlabel(END)", (), 42, ""),
    ("adr(r1, F)\nadd(r1, 1)\nblx(r1)\nb(END)\nalign(4)\nlabel(F)\nmov(r0, 9)\nbx(lr)\nlabel(END)", (), 9, ""),
    ("ldr(r0, A)\nb(END)\nalign(4)\nlabel(A)\ndata(4, 0x89ABCDEF)\nlabel(END)", (), 0x89ABCDEF, ""),
    ("mov(r0, 0)\nlabel(L)\nadd(r0, r0, r1)\nsub(r1, 1)\nbne(L)", (0, 10), 55, "zc"),
]

TWO_WAYS = "label(A)\nmov(r0, 10)\nb(END)\nlabel(B)\nmov(r0, 20)\nlabel(END)"

WIDE: list[Case] = [
    ("movw(r0, 0x1234)\nmovt(r0, 0x5678)", (), 0x56781234, ""),
    ("mov(r0, 0xff00ff)", (), 0x00FF00FF, ""),
    ("mov_w(r0, 0)", (9,), 0, ""),
    ("add(r0, r1, 0x10000)", (0, 0xFFFF0000), 0, "zc"),
    ("add_w(r0, r1, 0x10000)", (0, 0xFFFF0000), 0, ""),
    ("addw(r0, r1, 4095)", (0, 1), 4096, ""),
    ("subw(r0, r1, 4095)", (0, 4095), 0, ""),
    ("sub(r0, r0, 256)", (256,), 0, "zc"),
    ("add(r0, r0, r1, lsl(3))", (1, 2), 17, ""),
    ("add(r0, r1, lsl(3))", (1, 2), 17, ""),
    ("sub(r0, r0, r1, asr(1))", (10, 0xFFFFFFFC), 12, ""),
    ("mov(r0, r1, lsr(4))", (0, 0x100), 0x10, ""),
    ("mov_w(r0, r1, ror(8))", (0, 0x11223344), 0x44112233, ""),
    ("cmp(r0, r0)\nrrx(r0, r1)", (0, 1), 0x80000000, "nc"),
    ("orn(r0, r0, r1)", (0, 0xFFFFFFF0), 0xF, ""),
    ("teq(r0, r1)", (7, 7), 7, "z"),
    ("rsb(r0, r1, 100)", (0, 1), 99, "c"),
    ("mul(r0, r1, r2)", (0, 6, 7), 42, ""),
    ("mla(r0, r1, r2, r3)", (0, 6, 7, 100), 142, ""),
    ("mls(r0, r1, r2, r3)", (0, 6, 7, 100), 58, ""),
    ("umull(r0, r1, r2, r3)\nmov(r0, r1)", (0, 0, 0xFFFFFFFF, 0xFFFFFFFF), 0xFFFFFFFE, ""),
    ("smull(r0, r1, r2, r3)\nmov(r0, r1)", (0, 0, 0xFFFFFFFF, 5), 0xFFFFFFFF, ""),
    ("umlal(r0, r1, r2, r3)", (5, 0, 6, 7), 47, ""),
    ("smlal(r0, r1, r2, r3)", (5, 0, 0xFFFFFFFF, 7), 0xFFFFFFFE, ""),
    ("sdiv(r0, r1, r2)", (0, -1234 & 0xFFFFFFFF, 3), -411 & 0xFFFFFFFF, ""),
    ("udiv(r0, r1, r2)", (0, 0xFFFFFFFF, 3), 0x55555555, ""),
    ("clz(r0, r1)", (0, 0xF0), 24, ""),
    ("rbit(r0, r1)", (0, 0xF0), 0x0F000000, ""),
    ("bfi(r0, r1, 8, 8)", (0xFFFFFFFF, 0), 0xFFFF00FF, ""),
    ("bfc(r0, 4, 8)", (0xFFFFFFFF,), 0xFFFFF00F, ""),
    ("ubfx(r0, r1, 8, 4)", (0, 0xABCD), 0xB, ""),
    ("sbfx(r0, r1, 8, 4)", (0, 0xABCD), 0xFFFFFFFB, ""),
    ("ssat(r0, 8, r1)", (0, 1000), 127, "q"),
    ("usat(r0, 8, r1)", (0, -5 & 0xFFFFFFFF), 0, "q"),
    ("ssat(r0, 8, r1, asr(4))", (0, 1000), 62, ""),
    ("sxtb(r0, r1, ror(8))", (0, 0x8000), 0xFFFFFF80, ""),
    ("cmp(r0, r1)\nite(lt)\nmov(r0, 1)\nmov(r0, 2)", (-1, 1), 1, "nc"),
    ("cmp(r0, r1)\nittee(hs)\nadd(r0, r0, 1)\nadd(r0, r0, 0x100)\nmov(r0, 1)\nmov(r0, 2)", (5, 5), 0x106, "zc"),
    ("cmp(r0, r1)\nit(eq)\naddeq(r0, r0, r1)", (5, 5), 10, "zc"),
    ("cmp(r0, r1)\nitt(eq)\nmov(r0, 9)\nbeq(END)\nmov(r0, 1)\nlabel(END)", (5, 5), 9, "zc"),
    ("cbz(r1, END)\nmov(r0, 1)\nlabel(END)", (7, 0), 7, ""),
    ("cbnz(r1, END)\nmov(r0, 1)\nlabel(END)", (7, 0), 1, ""),
    ("tbb([pc, r0])\nlabel(T)\ndata(1, (A - T) // 2, (B - T) // 2)\n" + TWO_WAYS, (1,), 20, ""),
    ("tbh([pc, r0, lsl(1)])\nlabel(T)\ndata(2, (A - T) // 2, (B - T) // 2)\n" + TWO_WAYS, (0,), 10, ""),
    ("mov(r0, 1)\nmsr(PRIMASK, r0)\nmov(r0, 0)\nmrs(r0, PRIMASK)\ncpsie(i)", (), 1, "z"),
    ("movwt(r0, 0xF8000000)\nmsr(APSR_nzcvq, r0)", (), 0xF8000000, "nzcvq"),
    ("dmb()\ndsb(sy)\nisb()\nnop()\nmov(r0, 3)", (), 3, ""),
    ("adr(r0, A)\nldr(r0, [r0])\nb(END)\nalign(4)\nlabel(A)\ndata(4, 99)\nlabel(END)", (), 99, ""),
]

DSP: list[Case] = [
    ("smlad(r0, r1, r2, r3)", (0, 0x00020003, 0x00040005, 1), 24, ""),
    ("smuad(r0, r1, r2)", (0, 0x00020003, 0x00040005), 23, ""),
    ("smusd(r0, r1, r2)", (0, 0x00020003, 0x00040005), 7, ""),
    ("smladx(r0, r1, r2, r3)", (0, 0x00020003, 0x00040005, 0), 22, ""),
    ("smlald(r0, r1, r2, r3)", (1, 0, 0x00020003, 0x00040005), 24, ""),
    ("smulbb(r0, r1, r2)", (0, 0x0000FFFF, 5), -5 & 0xFFFFFFFF, ""),
    ("smultb(r0, r1, r2)", (0, 0x00070000, 6), 42, ""),
    ("smlabt(r0, r1, r2, r3)", (0, 3, 0x00040000, 5), 17, ""),
    ("smulwb(r0, r1, r2)", (0, 0x00030000, 7), 21, ""),
    ("smmul(r0, r1, r2)", (0, 0x40000000, 0x10), 4, ""),
    ("smmlar(r0, r1, r2, r3)", (0, 0x40000000, 2, 5), 6, ""),
    ("umaal(r0, r1, r2, r3)", (1, 2, 6, 7), 45, ""),
    ("qadd(r0, r1, r2)", (0, 0x7FFFFFFF, 1), 0x7FFFFFFF, "q"),
    ("qsub(r0, r1, r2)", (0, 0x80000000, 1), 0x80000000, "q"),
    ("qdadd(r0, r1, r2)", (0, 1, 4), 9, ""),
    ("sadd16(r0, r1, r2)", (0, 0x0001FFFF, 0x00010001), 0x00020000, ""),
    ("uqadd8(r0, r1, r2)", (0, 0xFF01FE02, 0x01010101), 0xFF02FF03, ""),
    ("uhadd8(r0, r1, r2)", (0, 0x10203040, 0x10203042), 0x10203041, ""),
    ("ssub8(r0, r1, r2)\nsel(r0, r1, r2)", (0, 0x05010501, 0x03030303), 0x05030503, ""),
    ("usad8(r0, r1, r2)", (0, 0x01020304, 0x04030201), 8, ""),
    ("usada8(r0, r1, r2, r3)", (0, 0x01020304, 0x04030201, 10), 18, ""),
    ("pkhbt(r0, r1, r2, lsl(16))", (0, 0x1111, 0x2222), 0x22221111, ""),
    ("pkhtb(r0, r1, r2, asr(16))", (0, 0x11110000, 0x22220000), 0x11112222, ""),
    ("pkhtb(r0, r1, r2)", (0, 0x1111AAAA, 0xBBBB2222), 0x11112222, ""),
    ("sxtab(r0, r1, r2)", (0, 100, 0xFF), 99, ""),
    ("uxtab16(r0, r1, r2, ror(8))", (0, 0x00010001, 0x05000600), 0x00060007, ""),
    ("sxtb16(r0, r1)", (0, 0x00800001), 0xFF800001, ""),
    ("ssat16(r0, 8, r1)", (0, 0x01000001), 0x007F0001, "q"),
]


def check(case: Case, core: str) -> None:
    source, before, after, flags = case
    machine = run(source, *before, core=core)
    assert (hex(machine.r0), machine.flags) == (hex(after), flags)


def ids(cases: list[Case]) -> list[str]:
    return [case[0].replace("\n", "; ") for case in cases]


@pytest.mark.parametrize("core", ["cortex-m0", "cortex-m3", "cortex-m4f", "cortex-m7-dp", "cortex-m33"])
@pytest.mark.parametrize("case", ON_EVERY_CORE, ids=ids(ON_EVERY_CORE))
def test_on_every_core(case: Case, core: str) -> None:
    check(case, core)


@pytest.mark.parametrize("core", ["cortex-m3", "cortex-m33"])
@pytest.mark.parametrize("case", WIDE, ids=ids(WIDE))
def test_wide(case: Case, core: str) -> None:
    check(case, core)


@pytest.mark.parametrize("core", ["cortex-m4f", "cortex-m33"])
@pytest.mark.parametrize("case", DSP, ids=ids(DSP))
def test_dsp(case: Case, core: str) -> None:
    check(case, core)


MEMORY: list[tuple[str, tuple[int, ...], int]] = [
    ("ldr(r0, [r1, 4])", (0, DATA), 0x88776655),
    ("ldr(r0, [r1, -4])", (0, DATA + 8), 0x88776655),
    ("ldrb(r0, [r1, 3])", (0, DATA), 0x44),
    ("ldrh(r0, [r1, 6])", (0, DATA), 0x8877),
    ("ldrsb(r0, [r1, 7])", (0, DATA), 0xFFFFFF88),
    ("ldrsh(r0, [r1, r2])", (0, DATA, 6), 0xFFFF8877),
    ("ldr(r0, [r1, r2, lsl(2)])", (0, DATA, 1), 0x88776655),
    ("ldr(r0, [r1, 4], wb)\nsub(r0, r1, r2)", (0, DATA, DATA), 4),
    ("ldr(r0, [r1], 4)\nsub(r0, r1, r2)", (0, DATA, DATA), 4),
    ("ldr(r0, [r1], 4)", (0, DATA), 0x44332211),
    ("ldrd(r2, r0, [r1])", (0, DATA), 0x88776655),
    ("ldrd(r2, r3, [r1], 8)\nldr(r0, [r1, -8], wb)", (0, DATA), 0x44332211),
    ("strd(r2, r2, [r1])\nldr(r0, [r1, 4])", (0, DATA, 7), 7),
    ("strb(r2, [r1, 1])\nldr(r0, [r1])", (0, DATA, 0xAB), 0x4433AB11),
    ("strh(r2, [r1], 2)\nstrh(r2, [r1])\nldr(r0, [r1, -2])", (0, DATA, 0xABCD), 0xABCDABCD),
    ("ldmia(r1, {r2, r3}, wb)\nsub(r1, 8)\nmov(r0, r3)", (0, DATA), 0x88776655),
    ("ldm(r1, {r2, r8})\nmov(r0, r8)", (0, DATA), 0x88776655),
    ("add(r1, 8)\nldmdb(r1, {r2, r3}, wb)\nmov(r0, r2)", (0, DATA), 0x44332211),
    ("stmia(r1, {r2, r3}, wb)\nldr(r0, [r1, -4])", (0, DATA, 5, 6), 6),
    ("push({r1 - r3})\npop({r0, r2, r3})", (0, DATA), DATA),
    ("mov(r9, r1)\npush({r9})\npop({r8})\nmov(r0, r8)", (0, 33), 33),
    ("ldrex(r0, [r1])\nadd(r0, 1)\nstrex(r2, r0, [r1])\nldr(r0, [r1])\nadd(r0, r0, r2)", (0, DATA), 0x44332212),
    ("ldrt(r0, [r1, 4])", (0, DATA), 0x88776655),
    ("pld([r1])\nldr(r0, [r1])", (0, DATA), 0x44332211),
]


@pytest.mark.parametrize(("source", "before", "after"), MEMORY, ids=[case[0].replace("\n", "; ") for case in MEMORY])
def test_memory(source: str, before: tuple[int, ...], after: int) -> None:
    machine = run(source, *before, core="cortex-m3", words={DATA: 0x44332211, DATA + 4: 0x88776655})
    assert hex(machine.r0) == hex(after)


@pytest.mark.parametrize("size", ["", "b", "h"])
def test_acquire_and_release(size: str) -> None:
    source = f"lda{size}(r0, [r1])\nadd(r0, 1)\nstl{size}(r0, [r1])\n"
    source += f"ldaex{size}(r2, [r1])\nadd(r2, 1)\nstlex{size}(r3, r2, [r1])"
    machine = run(source, 0, DATA, core="cortex-m33", words={DATA: 5})
    assert (machine.word(DATA), machine.register("r3")) == (7, 0)


FLOAT: list[tuple[str, float]] = [
    ("vadd(s0, s1, s2)", 3.5),
    ("vsub(s0, s1, s2)", -0.5),
    ("vmul(s0, s1, s2)", 3.0),
    ("vdiv(s0, s2, s1)", 2.0 / 1.5),
    ("vnmul(s0, s1, s2)", -3.0),
    ("vneg(s0, s1)", -1.5),
    ("vabs(s0, s3)", 4.0),
    ("vsqrt(s0, s4)", 3.0),
    ("vmov(s0, s1)", 1.5),
    ("vmov(s0, 2.5)", 2.5),
    ("vmov(s0, 10.0)\nvmla(s0, s1, s2)", 13.0),
    ("vmov(s0, 10.0)\nvmls(s0, s1, s2)", 7.0),
    ("vmov(s0, 10.0)\nvnmla(s0, s1, s2)", -13.0),
    ("vmov(s0, 10.0)\nvnmls(s0, s1, s2)", -7.0),
    ("vmov(s0, 10.0)\nvfma(s0, s1, s2)", 13.0),
    ("vmov(s0, 10.0)\nvfms(s0, s1, s2)", 7.0),
    ("vmov(s0, 10.0)\nvfnma(s0, s1, s2)", -13.0),
    ("vmov(s0, 10.0)\nvfnms(s0, s1, s2)", -7.0),
    ("vcvt_s32_f32(s0, s1)\nvcvt_f32_s32(s0, s0)", 1.0),
    ("vcvtr_s32_f32(s0, s1)\nvcvt_f32_s32(s0, s0)", 2.0),
    ("vcvt_u32_f32(s0, s4)\nvcvt_f32_u32(s0, s0)", 9.0),
    ("vmov(s0, s1)\nvcvt_s32_f32(s0, s0, 4)\nvcvt_f32_s32(s0, s0)", 24.0),
    ("vcvtb_f16_f32(s0, s1)\nvcvtb_f32_f16(s0, s0)", 1.5),
    ("vcmp(s1, s2)\nvmrs(APSR_nzcv, FPSCR)\nite(lt)\nvmov(s0, 1.0)\nvmov(s0, 2.0)", 1.0),
    ("vcmp(s1, 0)\nvmrs(APSR_nzcv, FPSCR)\nit(gt)\nvmovgt(s0, s4)", 9.0),
    ("vmov(r2, s1)\nvmov(s0, r2)", 1.5),
    ("vmov(r2, r3, s1, s2)\nvmov(s6, s7, r3, r2)\nvmov(s0, s6)", 2.0),
    ("vpush({s1, s2})\nvpop({s8, s9})\nvmov(s0, s9)", 2.0),
    ("vstr(s2, [r0, 4])\nvldr(s0, [r0, 4])", 2.0),
    ("vstmia(r0, {s1 - s4}, wb)\nvldmdb(r0, {s10 - s13}, wb)\nvmov(s0, s13)", 9.0),
    (
        "vldr(s0, A)\nb(END)\nalign(4)\nlabel(A)\ndata(4, 0x40490fdb)\nlabel(END)",
        struct.unpack("<f", b"\xdb\x0f\x49\x40")[0],
    ),
]

FIVE: list[tuple[str, float]] = [
    ("vrintz(s0, s1)", 1.0),
    ("vrintp(s0, s1)", 2.0),
    ("vrintm(s0, s3)", -4.0),
    ("vcvta_s32_f32(s0, s1)\nvcvt_f32_s32(s0, s0)", 2.0),
    ("vmaxnm(s0, s1, s2)", 2.0),
    ("vminnm(s0, s1, s2)", 1.5),
    ("cmp(r0, r0)\nvseleq(s0, s1, s2)", 1.5),
    ("cmp(r0, r0)\nvselgt(s0, s1, s2)", 2.0),
]


def single(source: str, core: str) -> float:
    """The value of s0 after a source that starts with s1 to s4 at 1.5, 2.0, -4.0 and 9.0."""
    load = "vldmia(r0, {s1 - s4})\n"
    machine = run(load + source, DATA, core=core, floats={DATA: [1.5, 2.0, -4.0, 9.0]})
    bits = machine.register("s0") & 0xFFFFFFFF
    return float(struct.unpack("<f", bits.to_bytes(4, "little"))[0])


@pytest.mark.parametrize("core", ["cortex-m4f", "cortex-m7-dp"])
@pytest.mark.parametrize(("source", "value"), FLOAT, ids=[case[0].replace("\n", "; ") for case in FLOAT])
def test_float(source: str, value: float, core: str) -> None:
    assert single(source, core) == pytest.approx(value, rel=1e-7)


@pytest.mark.parametrize("core", ["cortex-m7-dp", "cortex-m33"])
@pytest.mark.parametrize(("source", "value"), FIVE, ids=[case[0].replace("\n", "; ") for case in FIVE])
def test_float_of_version_five(source: str, value: float, core: str) -> None:
    assert single(source, core) == value


DOUBLE: list[tuple[str, float]] = [
    ("vadd(d0, d1, d2)", 3.5),
    ("vdiv(d0, d2, d1)", 2.0 / 1.5),
    ("vsqrt(d0, d2)", 2.0**0.5),
    ("vmov(d0, 10.0)\nvfma(d0, d1, d2)", 13.0),
    ("vmov(d0, 10.0)\nvnmls(d0, d1, d2)", -7.0),
    ("vcvt_s32_f64(s7, d1)\nvcvt_f64_s32(d0, s7)", 1.0),
    ("vcvt_f32_f64(s7, d1)\nvcvt_f64_f32(d0, s7)", 1.5),
    ("vcmp(d1, d2)\nvmrs(APSR_nzcv, FPSCR)\nite(lt)\nvmov(d0, d1)\nvmov(d0, d2)", 1.5),
    ("vmov(r2, r3, d1)\nvmov(d0, r2, r3)", 1.5),
    ("vpush({d1, d2})\nvpop({d7, d8})\nvmov(d0, d8)", 2.0),
    ("vrintp(d0, d1)", 2.0),
    ("vmaxnm(d0, d1, d2)", 2.0),
    ("vcvtm_s32_f64(s7, d1)\nvcvt_f64_s32(d0, s7)", 1.0),
    ("vcvtb_f16_f64(s7, d1)\nvcvtb_f64_f16(d0, s7)", 1.5),
]


@pytest.mark.parametrize(("source", "value"), DOUBLE, ids=[case[0].replace("\n", "; ") for case in DOUBLE])
def test_double(source: str, value: float) -> None:
    load = "vmov(s0, 1.5)\nvcvt_f64_f32(d1, s0)\nvmov(s0, 2.0)\nvcvt_f64_f32(d2, s0)\n"
    machine = run(load + source + "\nvstr(d0, [r0])", DATA, core="cortex-m7-dp", double=True)
    raw = machine.word(DATA) | machine.word(DATA + 4) << 32
    assert struct.unpack("<d", raw.to_bytes(8, "little"))[0] == value


def test_halves_of_doubles() -> None:
    source = "vmov(d3, r0, r1)\nvmov(r2, d3[1])\nvmov(d3[0], r2)\nvmov(r0, r1, d3)"
    machine = run(source, 5, 6, core="cortex-m4f")
    assert (machine.r0, machine.register("r1")) == (6, 6)
