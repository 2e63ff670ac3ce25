"""What goes wrong on the hardware goes wrong here, with words and the source line; afterwards the machine is as new."""

import _thread
import signal
import threading
import time

import pytest

from nativecomp.emulator import (
    Asleep,
    CallingConvention,
    EmulationError,
    Fault,
    InstructionLimit,
    StackOverflow,
    UnmappedAccess,
    Word,
)
from tests.emulator.build import ARM_CORES, CORES, compile_c, machine

WRONG = """typedef unsigned u32; typedef unsigned short u16;
u32 load(const volatile u32 *p) { return *p; }
void store(volatile u32 *p, u32 v) { *p = v; }
u32 half(const volatile u16 *p) { return *p; }
u32 deep(u32 n) { volatile u32 room[16]; room[n & 15] = n; return deep(n + 1) + room[n & 7]; }
u32 jump(u32 (*f)(void)) { return f() + 1; }
void forever(void) { for (;;) __asm__ volatile(""); }
u32 fine(u32 a) { return a + 1; }
"""


@pytest.mark.parametrize("core", CORES)
def test_outside_memory(core: str) -> None:
    m = machine(WRONG, core)
    cases = (
        ("load", 0, "read of 4 bytes at 0x00000000, outside memory", 2),
        ("load", 0x3800_0000, "read of 4 bytes at 0x38000000, outside memory", 2),
        ("half", 0x3800_0000, "read of 2 bytes at 0x38000000, outside memory", 4),
        ("store", 0x3800_0000, "write of 4 bytes at 0x38000000, outside memory", 3),
        ("store", 0x0800_0000, "write of 4 bytes at 0x08000000, in memory that is read-only", 3),
    )
    for symbol, address, words, line in cases:
        with pytest.raises(UnmappedAccess) as caught:
            m.call(symbol, [Word("ptr", address), Word("i32", 1)], "i32")
        error = caught.value
        assert str(error) == f"{words} in {symbol} (unit.c:{line})"
        assert (error.fault_address, error.function, error.file, error.line) == (address, symbol, "unit.c", line)
        assert m.call("fine", [Word("i32", 1)], "i32").value == 2


@pytest.mark.parametrize("core", CORES)
def test_stack_overflow(core: str) -> None:
    m = machine(WRONG, core, stack_size=0x2000)
    for _ in range(2):
        with pytest.raises(StackOverflow, match=r"stack overflow: more than 8192 bytes in deep \(unit.c:5\)"):
            m.call("deep", [Word("i32", 1)], "i32")
    assert m.call("fine", [Word("i32", 1)], "i32").value == 2


@pytest.mark.parametrize("core", CORES)
@pytest.mark.parametrize("address", [0x1, 0x3800_0001, 0x2FFF_FF01, 0x4000_0001, 0xE000_0001])
def test_jump_to_nowhere(core: str, address: int) -> None:
    m = machine(WRONG, core)
    with pytest.raises(EmulationError, match=r"jump.* in jump \(unit.c:6\)"):
        m.call("jump", [Word("ptr", address)], "i32")
    assert m.call("fine", [Word("i32", 1)], "i32").value == 2


@pytest.mark.parametrize("core", ARM_CORES)
def test_jump_without_thumb_bit(core: str) -> None:
    m = machine(WRONG, core)
    with pytest.raises(Fault, match="Thumb bit"):
        m.call("jump", [Word("ptr", m.address_of("fine") & ~1)], "i32")


@pytest.mark.parametrize("core", CORES)
def test_unaligned(core: str) -> None:
    m = machine(WRONG, core)
    address = m._stack_bottom + 1
    if core not in ("cortex-m0", "riscv32"):
        assert m.call("load", [Word("ptr", address)], "i32").value == 0
        return
    cases = (("load", "read of 4 bytes"), ("store", "write of 4 bytes"), ("half", "read of 2 bytes"))
    for symbol, what in cases:
        with pytest.raises(Fault, match=rf"unaligned {what} at 0x{address:08x}.* in {symbol}") as caught:
            m.call(symbol, [Word("ptr", address), Word("i32", 0)], "i32")
        assert caught.value.fault_address == address
    assert m.call("fine", [Word("i32", 1)], "i32").value == 2


ALIGNED_ONLY = {
    "ldrd r2, r3, [r0, #8]": ("read", "LDRD", 8),
    "strd r2, r3, [r0], #8": ("write", "STRD", 0),
    "ldm r0, {r2, r3}": ("read", "LDM", 0),
    "stmdb.w r0!, {r2, r3}": ("write", "STMDB", 0),
    "ldrex r2, [r0]": ("read", "LDREX", 0),
    "vldr s0, [r0, #-4]": ("read", "VLDR", -4),
    "vstr d0, [r0]": ("write", "VSTR", 0),
    "vldmia r0, {s0-s3}": ("read", "VLDMIA", 0),
    "mov lr, r0; ldrd r2, r3, [lr]": ("read", "LDRD", 0),
}


@pytest.mark.parametrize("core", ["cortex-m4f", "cortex-m7", "cortex-m33"])
@pytest.mark.parametrize("instruction", list(ALIGNED_ONLY))
def test_instructions_that_need_alignment(core: str, instruction: str) -> None:
    """They fault on an unaligned address on every core, which Unicorn by itself does not see."""
    assembly = f'__asm__ volatile("{instruction}" : "+r"(p) :: "r2", "r3", "lr");'
    m = machine(f"void access(void *p, int n) {{ do {assembly} while (--n); }}", core)
    verb, name, offset = ALIGNED_ONLY[instruction]
    middle = (m._stack_bottom + 0x1000) & ~0xF
    good = m.call("access", [Word("ptr", middle), Word("i32", 3)], counting=True)
    assert sum(good.counts.values()) == good.instructions
    for _ in range(2):
        with pytest.raises(Fault, match=rf"unaligned {verb} of 4 bytes at .* by {name}.* in access") as caught:
            m.call("access", [Word("ptr", middle + 2), Word("i32", 3)], counting=True)
        assert caught.value.fault_address == middle + 2 + offset
        assert caught.value.instructions < good.instructions
    assert m.call("access", [Word("ptr", middle), Word("i32", 3)]).instructions == good.instructions


@pytest.mark.parametrize("core", ["cortex-m0", "cortex-m4f", "x86-64"])
def test_endless_loop(core: str) -> None:
    m = machine(WRONG, core)
    with pytest.raises(InstructionLimit, match=r"in forever \(unit.c:7\)"):
        m.call("forever", limit=100_000)


@pytest.mark.parametrize("core", ["cortex-m4f", "x86-64"])
def test_ctrl_c(core: str) -> None:
    m = machine(WRONG, core)
    before = signal.getsignal(signal.SIGINT)
    timer = threading.Timer(0.2, _thread.interrupt_main)
    started = time.monotonic()
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        m.call("forever", limit=10**12)
    assert time.monotonic() - started < 5
    assert signal.getsignal(signal.SIGINT) is before
    assert m.call("fine", [Word("i32", 1)], "i32").value == 2


def test_ctrl_c_in_device_loop() -> None:
    """Polling a device runs Python all the time: the interrupt must not be lost in a callback."""
    m = machine("void poll(volatile unsigned *p) { while (!(*p & 1)) ; }")
    m.watch(0x4000_0000, 4, read=0, log_limit=10**9)
    timer = threading.Timer(0.2, _thread.interrupt_main)
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        m.call("poll", [Word("ptr", 0x4000_0000)], limit=10**12)


def test_runs_in_a_thread() -> None:
    m = machine(WRONG)
    values: list[object] = []
    thread = threading.Thread(target=lambda: values.append(m.call("fine", [Word("i32", 4)], "i32").value))
    thread.start()
    thread.join()
    assert values == [5]


MISSING = {
    "divide": "unsigned divide(unsigned a, unsigned b) { return a / b; }",
    "single": "float single(float a, float b) { return a * b; }",
    "double": "double twice(double a) { return a * 2.0; }",
}


def run_elsewhere(kind: str, compiled_for: str, core: str) -> None:
    """Run code for one core on another; `-mfloat-abi=softfp` makes the calling convention the same everywhere."""
    from nativecomp.emulator import Machine
    from nativecomp.targets import find_target

    symbol = {"divide": "divide", "single": "single", "double": "twice"}[kind]
    m = Machine(compile_c(MISSING[kind], compiled_for), find_target(core))
    m.call(symbol, [Word("i32", 8), Word("i32", 2)])


@pytest.mark.parametrize(
    ("kind", "compiled_for", "core", "words"),
    [
        ("divide", "cortex-m3", "cortex-m0", "undefined instruction"),
        ("single", "cortex-m4f", "cortex-m3", "without a floating-point unit"),
        ("single", "cortex-m4f", "cortex-m4", "without a floating-point unit"),
        ("single", "cortex-m33", "cortex-m33-nofp", "without a floating-point unit"),
        ("double", "cortex-m7d", "cortex-m4f", "undefined instruction|double-precision"),
        ("double", "cortex-m7d", "cortex-m7", "double-precision"),
        ("double", "cortex-m7d", "cortex-m33", "undefined instruction|double-precision"),
    ],
)
def test_core_lacks_instruction(kind: str, compiled_for: str, core: str, words: str) -> None:
    with pytest.raises(Fault, match=words):
        run_elsewhere(kind, compiled_for, core)


@pytest.mark.parametrize("kind", list(MISSING))
def test_core_has_instruction(kind: str) -> None:
    run_elsewhere(kind, "cortex-m7d", "cortex-m7d")


def test_registers_start_fresh() -> None:
    """What one call leaves in the float registers and the status register, the next does not find."""
    source = """
    void change(void) { __asm__ volatile("vmsr fpscr, %0\\n vmov s5, %1" :: "r"(0x03c00000), "r"(77) : "s5"); }
    unsigned status(void) { unsigned v; __asm__ volatile("vmrs %0, fpscr" : "=r"(v)); return v; }
    unsigned single(void) { unsigned v; __asm__ volatile("vmov %0, s5" : "=r"(v)); return v; }
    float tiny(float a) { return a * 0.5f; }
    """
    m = machine(source, "cortex-m4f")
    assert m.call("status", [], "i32").value == 0
    m.call("change")
    assert m.call("status", [], "i32").value == 0
    assert m.call("single", [], "i32").value == 0
    assert m.call("tiny", [Word("f32", 2.0**-140)], "f32").value == 2.0**-141  # subnormals are kept


def test_saved_registers_are_checked() -> None:
    naked = '__attribute__((naked)) void {}(void) {{ __asm__ volatile("{}"); }}\n'
    cases = {
        "spoils_r5": ("movs r5, #1; bx lr", "r5 not as before"),
        "spoils_sp": ("sub sp, #8; bx lr", "sp not as before"),
        "spoils_d9": ("vmov s18, r5; bx lr", "d9 not as before"),
    }
    m = machine("".join(naked.format(name, code) for name, (code, _) in cases.items()))
    for name, (_, words) in cases.items():
        with pytest.raises(CallingConvention, match=f"{words} the call in {name}"):
            m.call(name)


def test_instructions_for_debuggers() -> None:
    m = machine("""
    void stop(void) { __asm__ volatile("bkpt 1"); }
    void call(void) { __asm__ volatile("svc 1"); }
    void none(void) { __asm__ volatile("udf 1"); }
    void sleep(void) { __asm__ volatile("wfi"); }
    """)
    cases = {"stop": "BKPT", "call": "SVC", "none": "undefined instruction", "sleep": "sleep"}
    for symbol, words in cases.items():
        with pytest.raises(Asleep if symbol == "sleep" else Fault, match=f"{words}.* in {symbol}"):
            m.call(symbol)
