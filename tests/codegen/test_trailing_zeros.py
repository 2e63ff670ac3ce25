"""Trailing zeros in movable code: an .mpy for a Cortex-M0 has neither an instruction nor a table for them."""

from pathlib import Path

import pytest

import nativecomp
from nativecomp.emit.trailing_zeros import by_arithmetic
from nativecomp.frontend import read_source
from nativecomp.mpy.build import build_mpy
from nativecomp.options import Opt, Options
from nativecomp.targets import find_target

SOURCE = """\
from nativecomp import viper, uint, int64, uint64
@viper
def halves(size: int) -> int:
    total = 0
    half = 1
    while half < size:
        total += size // (2 * half)
        half *= 2
    return total
@viper
def zeros(x: uint) -> int:
    n = 0
    while x & 1 == 0:
        x >>= 1
        n += 1
        if n == 32:
            break
    return n
@viper
def by_power(x: uint, n: int) -> uint:
    return x // (uint(1) << n)
@viper
def wide_power(x: uint64, n: int) -> uint64:
    return x // (uint64(1) << uint64(n))
"""
OPTS = ("size", "balanced", "speed")


@pytest.mark.parametrize("opt", OPTS)
def test_an_mpy_for_a_cortex_m0(opt: Opt, tmp_path: Path) -> None:
    path = tmp_path / "zeros.py"
    path.write_text(SOURCE)
    assert build_mpy(read_source(path), Options(find_target("pico"), opt))[:1] == b"M"


@pytest.mark.parametrize("opt", OPTS)
@pytest.mark.parametrize("target", ["cortex-m0", "cortex-m4f"])
def test_values(target: str, opt: str) -> None:
    module = nativecomp.load_source(SOURCE, "zeros.py", target=target, opt=opt)
    for size in (-5, 0, 1, 2, 3, 100, 1 << 20, 0x3FFFFFFF):
        assert module.halves(size) == sum(size >> n for n in range(1, 31) if 1 << n - 1 < size)
    for n in range(32):
        assert module.zeros(0xABCDEF01 << n & 0xFFFFFFFF) == n
        assert module.by_power(0xFEDCBA98, n) == 0xFEDCBA98 >> n
    assert module.zeros(0) == 32
    for n in range(64):
        assert module.wide_power(0xFEDCBA9876543210, n) == 0xFEDCBA9876543210 >> n


def test_every_spelling_of_a_call() -> None:
    text = """\
define i32 @f(i32 %a, i64 %b) {
  %x = call i32 @llvm.cttz.i32(i32 %a, i1 false), !dbg !1
  %0 = tail call range(i32 1, 33) i32 @llvm.cttz.i32(i32 noundef %x, i1 true)
  %y = tail call range(i64 0, 65) i64 @llvm.cttz.i64(i64 %b, i1 true)
  ret i32 %0
}
declare i32 @llvm.cttz.i32(i32, i1 immarg) #2
declare i32 @llvm.ctpop.i32(i32) #2
"""
    made = by_arithmetic(text)
    assert "call" in made
    assert "@llvm.cttz.i" not in made.partition("\n}")[0]
    assert made.count("declare i32 @llvm.ctpop.i32") == 1
    assert made.count("declare i64 @llvm.ctpop.i64") == 1
    assert "(i32 %nc.bits.0), !dbg !1" in made
