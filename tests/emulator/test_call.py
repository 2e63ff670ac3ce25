"""Calls: arguments and results of every kind by each calling convention, global data, hooks."""

import math

import pytest

from nativecomp import load_source
from nativecomp.emulator import LoadError, Scratch, UnmappedAccess, Word
from tests.emulator.build import CORES, machine

ARGUMENTS = """
typedef signed char i8; typedef short i16; typedef int i32; typedef long long i64;
typedef unsigned u32; typedef unsigned long long u64;
u32 words(u32 a, u32 b, u32 c, u32 d, u32 e, u32 f, u32 g, u32 h) {
    return a ^ b << 1 ^ c << 2 ^ d << 3 ^ e << 4 ^ f << 5 ^ g << 6 ^ h << 7;
}
u64 mixed(u32 a, u64 b, u32 c, u64 d, u32 e) { return a ^ b << 1 ^ (u64)c << 2 ^ d << 3 ^ (u64)e << 4; }
u64 floats(float a, double b, float c, double d, u32 e, float f, float g) {
    union { float f; u32 u; } x = {a}, y = {c}, p = {f}, q = {g};
    union { double d; u64 u; } z = {b}, w = {d};
    return x.u ^ (u64)y.u << 1 ^ z.u << 2 ^ w.u << 3 ^ (u64)e << 4 ^ (u64)p.u << 5 ^ (u64)q.u << 6;
}
u64 many(double a, float b, double c, double d, double e, double f, double g, double h, float i, double j, float k) {
    union { double d; u64 u; } x = {h}, y = {j}; union { float f; u32 u; } z = {i}, w = {k}, v = {b};
    return x.u ^ y.u << 1 ^ (u64)z.u << 2 ^ (u64)w.u << 3 ^ (u64)v.u << 4;
}
float give_f32(float a) { return a; }
double give_f64(double a) { return a; }
i8 give_i8(i8 a) { return a; }
i16 give_i16(i16 a) { return a; }
i64 give_i64(i64 a) { return a; }
struct pair { i32 a; i64 b; };
void give_struct(struct pair *to, i32 a, i64 b) { to->a = a; to->b = b; }
"""


def bits(kind: str, value: float) -> int:
    import struct

    code, size = {"f32": ("<f", "<I"), "f64": ("<d", "<Q")}[kind]
    return struct.unpack(size, struct.pack(code, value))[0]


@pytest.mark.parametrize("core", CORES)
def test_arguments(core: str) -> None:
    m = machine(ARGUMENTS, core)
    numbers = [0x9E3779B9 * (n + 1) & 0xFFFFFFFF for n in range(8)]
    expected = 0
    for shift, number in enumerate(numbers):
        expected ^= number << shift & 0xFFFFFFFF
    assert m.call("words", [Word("i32", n) for n in numbers], "i32").value == expected

    a, c, e = numbers[:3]
    b, d = -5, 0x123456789ABCDEF
    kinds = zip(("i32", "i64", "i32", "i64", "i32"), (a, b, c, d, e), strict=True)
    expected = (a ^ b << 1 ^ c << 2 ^ d << 3 ^ e << 4) & (1 << 64) - 1
    assert m.call("mixed", [Word(kind, value) for kind, value in kinds], "i64").value == expected

    kinds_of = ("f32", "f64", "f32", "f64", "i32", "f32", "f32")
    values = (1.5, -2.25, 3.75, 1e300, 77, -0.0, 6.5)
    given = [Word(kind, value) for kind, value in zip(kinds_of, values, strict=True)]
    f = [v if k == "i32" else bits(k, v) for k, v in zip(kinds_of, values, strict=True)]
    expected = f[0] ^ f[2] << 1 ^ f[1] << 2 ^ f[3] << 3 ^ f[4] << 4 ^ f[5] << 5 ^ f[6] << 6
    assert m.call("floats", given, "i64").value == expected & (1 << 64) - 1

    kinds_of = ("f64", "f32", *["f64"] * 6, "f32", "f64", "f32")
    values = tuple(float(n) + 0.5 for n in range(11))
    given = [Word(kind, value) for kind, value in zip(kinds_of, values, strict=True)]
    f = [bits(k, v) for k, v in zip(kinds_of, values, strict=True)]
    expected = f[7] ^ f[9] << 1 ^ f[8] << 2 ^ f[10] << 3 ^ f[1] << 4
    assert m.call("many", given, "i64").value == expected & (1 << 64) - 1


@pytest.mark.parametrize("core", CORES)
def test_results(core: str) -> None:
    m = machine(ARGUMENTS, core)
    assert m.call("give_f32", [Word("f32", 0.1)], "f32").value == pytest.approx(0.1, rel=1e-7)
    assert m.call("give_f32", [Word("f32", 1e300)], "f32").value == math.inf
    assert m.call("give_f64", [Word("f64", -1e-310)], "f64").value == -1e-310
    assert math.isnan(m.call("give_f64", [Word("f64", math.nan)], "f64").value)
    assert m.call("give_i8", [Word("i8", -3)], "i8").value == 0xFD
    assert m.call("give_i16", [Word("i16", -3)], "i16").value == 0xFFFD
    assert m.call("give_i64", [Word("i64", -3)], "i64").value == 2**64 - 3
    outcome = m.call("give_struct", [Scratch(16), Word("i32", -1), Word("i64", 7)])
    assert outcome.value is None
    assert outcome.scratch == b"\xff\xff\xff\xff" + bytes(4) + (7).to_bytes(8, "little")


GLOBALS = """
static int counter = 5;
int zero[4];
static const char text[] = "hello";
const char *const texts[] = {text, text + 1};
int (*volatile chosen)(int);
static int twice(int a) { return a * 2; }
int bump(void) { zero[3]++; return ++counter; }
char letter(int which, int index) { return texts[which][index]; }
int indirect(int a) { chosen = twice; return chosen(a); }
int big(int n) { switch (n) { case 0: return 7; case 1: return 13; case 2: return 99; case 3: return 1234;
    case 4: return bump(); case 5: return 3; default: return -1; } }
"""


@pytest.mark.parametrize("core", CORES)
def test_global_data(core: str) -> None:
    m = machine(GLOBALS, core)
    assert [m.call("bump", [], "i32").value for _ in range(3)] == [6, 7, 8]
    assert chr(m.call("letter", [Word("i32", 1), Word("i32", 0)], "i8").value) == "e"
    assert m.call("indirect", [Word("i32", 21)], "i32").value == 42
    assert [m.call("big", [Word("i32", n)], "i32").value for n in (0, 3, 4)] == [7, 1234, 9]
    assert int.from_bytes(m.read(m.address_of("zero") + 12, 4), "little") == 4


HOOKS = """
int host_add(int a, int b, int c, int d);
long long host_wide(long long a, float b, double c, int d, int e, long long f);
double host_half(double a);
int outer(int n) { return host_add(n, 2, 3, 4) + 1; }
long long wide(void) { return host_wide(-2, 1.5f, 2.5, 3, 4, 5); }
double half(double a) { return host_half(a); }
int down(int n) { return n == 0 ? 0 : host_add(n - 1, 0, 0, 0) + 1; }
"""


@pytest.mark.parametrize("core", CORES)
def test_hooks(core: str) -> None:
    seen = []

    def add(m, words):
        seen.append(words[:4])
        return sum(words[:4])

    def wide(m, words):
        seen.append(m.arguments("i64", "f32", "f64", "i32", "i32", "i64"))
        return -7

    def half(m, words):
        return Word("f64", m.arguments("f64")[0] / 2)

    m = machine(HOOKS, core, hooks={"host_add": add, "host_wide": wide, "host_half": half})
    assert m.call("outer", [Word("i32", 1)], "i32").value == 11
    assert m.call("wide", [], "i64").value == 2**64 - 7
    assert seen == [(1, 2, 3, 4), (2**64 - 2, 1.5, 2.5, 3, 4, 5)]
    assert m.call("half", [Word("f64", 5.0)], "f64").value == 2.5


@pytest.mark.parametrize("core", ["cortex-m0", "cortex-m4f", "x86-64"])
def test_hook_calls_machine(core: str) -> None:
    def add(m, words):
        return m.call("down", [Word("i32", words[0])], "i32", counting=True).value

    m = machine(HOOKS, core, hooks={"host_add": add, "host_wide": None, "host_half": None})
    outcome = m.call("down", [Word("i32", 40)], "i32", counting=True)
    assert outcome.value == 40
    assert sum(outcome.counts.values()) == outcome.instructions


@pytest.mark.parametrize("core", ["cortex-m0", "cortex-m4f", "x86-64"])
def test_hook_raises(core: str) -> None:
    def add(m, words):
        if words[0] == 13:
            raise ZeroDivisionError("divide by zero")
        return 5

    m = machine(HOOKS, core, hooks={"host_add": add, "host_wide": None, "host_half": None})
    for _ in range(3):
        with pytest.raises(ZeroDivisionError, match="divide by zero"):
            m.call("outer", [Word("i32", 13)], "i32")
        assert m.call("outer", [Word("i32", 1)], "i32").value == 6


def test_undefined_symbol() -> None:
    with pytest.raises(LoadError, match="undefined symbol `host_add`"):
        machine(HOOKS, "cortex-m4f")


def test_not_an_object() -> None:
    from nativecomp.emulator import Machine
    from nativecomp.targets import find_target
    from tests.emulator.build import compile_c

    with pytest.raises(LoadError, match="not an ELF"):
        Machine(b"nonsense", find_target("cortex-m0"))
    with pytest.raises(LoadError, match="is for x86-64, the target needs Arm"):
        Machine(compile_c(GLOBALS, "x86-64"), find_target("cortex-m0"))


def test_unknown_function() -> None:
    with pytest.raises(KeyError, match="no symbol `nothing`"):
        machine(GLOBALS).call("nothing")


def test_words_are_checked() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        Word("int", 1)
    with pytest.raises(TypeError, match="is an int"):
        Word("i32", 1.5)


def test_error_inside_a_nested_call_keeps_its_place() -> None:
    source = """int host(int a);
    int outer(int a) { return host(a) + 1; }
    int inner(volatile int *p) { return *p; }
    """
    m = machine(source, hooks={"host": lambda m, words: m.call("inner", [Word("ptr", words[0])], "i32").value})
    with pytest.raises(UnmappedAccess, match=r"in inner \(unit.c:3\)"):
        m.call("outer", [Word("i32", 64)], "i32")
    assert m.call("outer", [Word("i32", m.address_of("inner") & ~3)], "i32").value is not None


def test_many_machines_do_not_pile_up() -> None:
    """A machine that nobody holds gives its memory back, without waiting for the garbage collector."""
    import gc
    import weakref

    m = machine(GLOBALS)
    m.call("bump")
    m.watch(0x4000_0000, 4)
    engine = weakref.ref(m._uc)
    gc.disable()
    try:
        del m
        assert engine() is None
    finally:
        gc.enable()


def test_stubs_end_what_the_emulator_translates() -> None:
    """A stub at the end of a page must not make the emulator read on into the next page, which may not be there."""
    for target, code in (("x86-64", b"\xc3"), ("cortex-m4f", b"\x70\x47")):
        module = load_source("@viper\ndef f(a: int, b: int) -> int:\n    return a // b\n", target=target)
        stub = module.machine._program.stubs["function table 34"]
        assert module.machine.read(stub, len(code)) == code
