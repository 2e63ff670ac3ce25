"""Exact counts: against a hook on every instruction, under every way that a run is cut."""

import re

import capstone
import pytest
import unicorn

from nativecomp.emulator import EmulationError, InstructionLimit, Machine, Word, engine
from tests.emulator.build import CORES, machine

LOOPS = """unsigned sum(unsigned n) {
    unsigned total = 0;
    for (unsigned i = 0; i < n; i++)
        total += i % 3 ? i * i : total >> 1;
    return total;
}
unsigned fib(unsigned n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
unsigned poke(volatile unsigned *p, unsigned n) { while (n--) { p[0] += n; p += 64; } return 0; }
"""


def in_it_blocks(m: Machine) -> set[int]:
    """Addresses of the instructions that an IT instruction may skip."""
    if m.target.emulator != "arm":
        return set()
    disassembler = capstone.Cs(capstone.CS_ARCH_ARM, capstone.CS_MODE_THUMB | capstone.CS_MODE_MCLASS)
    disassembler.skipdata = True
    found, skippable = set(), 0
    for address, _, mnemonic, _ in disassembler.disasm_lite(bytes(m._program.code), 0x0800_0000):
        if skippable:
            found.add(address)
            skippable -= 1
        if re.fullmatch("it[te]*", mnemonic):
            skippable = len(mnemonic) - 1
    return found


def count_by_code_hook(m: Machine, *call: object, count_skipped: dict[int, int] | None = None) -> dict[int, int]:
    """Counts by a Python hook on every instruction: slow, but plain to see that it is right.

    Unicorn does not call it for an instruction that IT skips; those take a cycle too and are counted, so
    `count_skipped` gives theirs.
    """
    seen: dict[int, int] = {}

    def on_code(uc, address, size, _):
        seen[address] = seen.get(address, 0) + 1

    end = m._program.code_end - 1
    handle = m._uc.hook_add(unicorn.UC_HOOK_CODE, on_code, begin=0x0800_0000, end=end)
    m._uc.ctl_flush_tb()
    try:
        m.call(*call)
    except EmulationError as error:
        seen[error.address] -= 1  # did not complete
    finally:
        m._uc.hook_del(handle)
        m._uc.ctl_flush_tb()
    for address in in_it_blocks(m) if count_skipped else ():
        if address in count_skipped:
            assert seen.get(address, 0) <= count_skipped[address]
            seen[address] = count_skipped[address]
    return seen


@pytest.mark.parametrize("core", CORES)
def test_counts_are_exact(core: str) -> None:
    for symbol, number in (("sum", 50), ("fib", 9)):
        m = machine(LOOPS, core, hooks=dict.fromkeys(("__aeabi_uidivmod", "__aeabi_uidiv"), remainder))
        outcome = m.call(symbol, [Word("i32", number)], "i32", counting=True)
        assert sum(outcome.counts.values()) == outcome.instructions
        assert m.call(symbol, [Word("i32", number)], "i32").instructions == outcome.instructions
        assert outcome.counts == count_by_code_hook(m, symbol, [Word("i32", number)], count_skipped=outcome.counts)


def remainder(m: Machine, words: tuple[int, ...]) -> int:
    return words[0] // words[1] | words[0] % words[1] << 32


@pytest.mark.parametrize("core", CORES)
def test_counts_in_small_slices(core: str, monkeypatch: pytest.MonkeyPatch) -> None:
    m = machine(LOOPS, core, hooks=dict.fromkeys(("__aeabi_uidivmod", "__aeabi_uidiv"), remainder))
    whole = m.call("fib", [Word("i32", 10)], "i32", counting=True)
    for size in (1, 7, 100):
        monkeypatch.setattr(engine, "SLICE", size)
        cut = m.call("fib", [Word("i32", 10)], "i32", counting=True)
        assert (cut.value, cut.instructions, cut.counts) == (55, whole.instructions, whole.counts)


@pytest.mark.parametrize("core", CORES)
def test_lines(core: str) -> None:
    m = machine(LOOPS, core, hooks=dict.fromkeys(("__aeabi_uidivmod", "__aeabi_uidiv"), remainder))
    outcome = m.call("sum", [Word("i32", 1000)], "i32", counting=True)
    assert {file for file, _ in outcome.lines} == {"unit.c"}
    assert {line for _, line in outcome.lines} <= {1, 2, 3, 4, 5}
    assert outcome.lines["unit.c", 4] > 2000
    assert outcome.instructions * 0.6 <= sum(outcome.lines.values()) <= outcome.instructions
    entry = m.address_of("sum") & ~1
    assert m.lines.find(entry) == m.lines[entry]
    assert m.lines[entry] in (("unit.c", 1), ("unit.c", 3))
    assert m.lines.find(0) is None


@pytest.mark.parametrize("core", CORES)
def test_counts_up_to_a_fault(core: str) -> None:
    m = machine(LOOPS, core, hooks=dict.fromkeys(("__aeabi_uidivmod", "__aeabi_uidiv"), remainder))
    # Five steps of 256 bytes fit, the sixth is outside memory.
    m._uc.mem_map(0x4800_0000, 0x1000, unicorn.UC_PROT_READ | unicorn.UC_PROT_WRITE)
    call = ("poke", [Word("ptr", 0x4800_0000 + 0x1000 - 5 * 256), Word("i32", 100)])
    with pytest.raises(EmulationError) as caught:
        m.call(*call, counting=True)
    assert caught.value.fault_address == 0x4800_1000
    runs = m._engine.counters.runs()
    counts: dict[int, int] = {}
    for (start, size), times in runs.items():
        for address in m._engine.decode(start, size):
            counts[address] = counts.get(address, 0) + times
    assert sum(counts.values()) == caught.value.instructions
    m._uc.mem_write(0x4800_0000, bytes(0x1000))
    assert counts == {address: times for address, times in count_by_code_hook(m, *call).items() if times}


@pytest.mark.parametrize("core", ["cortex-m0", "cortex-m4f", "x86-64"])
def test_limit(core: str) -> None:
    m = machine(LOOPS, core, hooks=dict.fromkeys(("__aeabi_uidivmod", "__aeabi_uidiv"), remainder))
    needed = m.call("fib", [Word("i32", 8)], "i32").instructions
    assert m.call("fib", [Word("i32", 8)], "i32", limit=needed).value == 21
    for limit in (1, needed // 2, needed - 10):
        with pytest.raises(InstructionLimit, match="endless loop") as caught:
            m.call("fib", [Word("i32", 8)], "i32", limit=limit)
        assert limit <= caught.value.instructions <= limit + 20
        assert caught.value.function == "fib"
        assert caught.value.line == 7
    assert m.call("fib", [Word("i32", 8)], "i32").value == 21
