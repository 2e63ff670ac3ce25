"""Machine code in one piece runs wherever it lies: at any even address, which is all that a frozen file promises."""

from __future__ import annotations

import pytest
from unicorn import UC_ARCH_RISCV, UC_MODE_RISCV32, Uc, riscv_const

from nativecomp.codegen.plan import CodePlan
from nativecomp.emit.generate import generate
from nativecomp.mpy.container import MpyError
from nativecomp.mpy.flatten import flatten, flatten_joined
from nativecomp.options import Opt, Options
from nativecomp.targets import find_target
from tests.codegen.build import function_of_op, module
from tests.emulator.build import compile_c
from tests.mpy.micropython import build

RISCV = find_target("rv32imc")
STOP, STACK = 0x0900_0000, 0x2000_8000

MANY = """
__attribute__((noinline)) static int twice(int x);
int f(int n) {
    int sum = 0;
    for (int i = 0; i < n; i++) sum += i & 1 ? twice(sum ^ i) : sum / (i + 3);
    return sum;
}
int twice(int x) { return x * 2; }
"""
TABLE = "static const int table[5] = {3, 1, 4, 1, 5}; int f(int n) { return table[n % 5]; }"


def run(code: bytes, address: int, *arguments: int) -> tuple[int, int]:
    """The words in a0 and a1 after a call of code that lies at an address."""
    uc = Uc(UC_ARCH_RISCV, UC_MODE_RISCV32)
    uc.mem_map(0x0800_0000, 0x10000)
    uc.mem_map(STOP, 0x1000)
    uc.mem_map(0x2000_0000, 0x10000)
    uc.mem_write(address, code)
    uc.reg_write(riscv_const.UC_RISCV_REG_SP, STACK)
    uc.reg_write(riscv_const.UC_RISCV_REG_RA, STOP)
    for number, value in enumerate(arguments):
        uc.reg_write(riscv_const.UC_RISCV_REG_A0 + number, value & 0xFFFFFFFF)
    uc.emu_start(address, STOP, count=1_000_000)
    assert uc.reg_read(riscv_const.UC_RISCV_REG_PC) == STOP
    return uc.reg_read(riscv_const.UC_RISCV_REG_A0), uc.reg_read(riscv_const.UC_RISCV_REG_A1)


@pytest.mark.parametrize("address", [0x0800_0000, 0x0800_0002, 0x0800_0FFE, 0x0800_7A46])
@pytest.mark.parametrize("opt", ["size", "speed"])
def test_riscv_runs_at_every_even_address(address: int, opt: Opt) -> None:
    function = module(function_of_op("int.floordiv int64 int64"))
    made = generate(CodePlan(function, Options(RISCV, opt), "table", allowed=(), keep=["f"]))
    code = flatten(made.object, "f")
    for a, b in ((-(10**15), 7), (10**15, -7), (5, 9), (-(2**63), 3)):
        words = (a & 0xFFFFFFFF, a >> 32, b & 0xFFFFFFFF, b >> 32)
        low, high = run(code, address, 0, *words)  # the context is not looked at
        assert low | high << 32 == (a // b) & (2**64 - 1)


@pytest.mark.parametrize("address", [0x0800_0000, 0x0800_0002])
def test_calls_within_the_code_are_distances(address: int) -> None:
    code = flatten(compile_c(MANY, "riscv32", "-fPIC"), "f")
    total = 0
    for i in range(20):
        total += (total ^ i) * 2 if i & 1 else total // (i + 3)
    assert run(code, address, 20)[0] == total & 0xFFFFFFFF


CALLER = "int twice(int x); int g(int x); int f(int n) { return n ? twice(n) + g(n - 1) : 1; }"
CALLEES = "int f(int n); int twice(int x) { return x * 2; } int g(int x) { return f(x) + 3; }"


@pytest.mark.parametrize("address", [0x0800_0000, 0x0800_0FFE])
def test_objects_in_one_piece_call_each_other(address: int) -> None:
    objects = [compile_c(text, "riscv32", "-fPIC") for text in (CALLER, CALLEES)]
    code, (f, g) = flatten_joined(objects, "f", 4, ["f", "g"])
    assert g > f
    assert (f, code[:4]) == (4, bytes(4))
    assert run(code[4:], address + 4, 3)[0] == 2 * (3 + 2 + 1) + 3 * 3 + 1
    with pytest.raises(MpyError, match="needs `twice`, which is not in it"):
        flatten_joined(objects[:1], "f", 0, [])


def test_constants_that_must_be_aligned_are_refused() -> None:
    with pytest.raises(MpyError, match="aligned constants"):
        flatten(compile_c(TABLE, "riscv32", "-fPIC"), "f")


@pytest.mark.parametrize("target", ["armv6m", "armv7m", "armv7emsp"])
@pytest.mark.parametrize("opt", ["size", "balanced"])
def test_many_calls_of_one_function_need_no_address(target: str, opt: Opt) -> None:
    head = f"from nativecomp import viper, ptr32\n@viper(opt={opt!r})\n"
    callee = "def turn(p: ptr32, a: int, b: int):\n" + "    p[a], p[b] = p[b] ^ p[a] * 3, p[a] // 7 + p[b] % 5\n" * 4
    caller = "def f(p: ptr32):\n" + "".join(f"    turn(p, {n}, {n + 1})\n" for n in range(5))
    assert build(head + callee + head.partition("\n")[2] + caller, target, opt)
