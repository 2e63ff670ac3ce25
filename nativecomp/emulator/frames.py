"""Enter and leave functions by the target's calling convention: arguments, results, return, saved registers."""

from collections.abc import Collection, Sequence

from nativecomp.emulator.abi import CONVENTIONS, Placement, from_bits, to_bits
from nativecomp.emulator.cores import ARM_FPU_SAVED
from nativecomp.emulator.engine import Engine, Registers
from nativecomp.emulator.errors import CallingConvention
from nativecomp.emulator.memory import read_memory, write_memory
from nativecomp.emulator.values import Word

_RED_ZONE = 128


class Frames:
    """The calling convention of one engine.

    Args:
        engine: the core; its target says which convention.
        return_address: where functions return to, without the Thumb bit.
    """

    def __init__(self, engine: Engine, return_address: int) -> None:
        self._engine = engine
        self._return_address = return_address
        self._convention = CONVENTIONS[engine.target.float_abi]
        self.word = self._convention.word
        self._link = engine.core.link
        self._on_stack = self._link is None  # where the return address is
        saved = engine.core.saved
        if engine.target.emulator == "arm" and engine.target.fpu != "none":
            saved += ARM_FPU_SAVED
        self._saved = saved
        # Recognisable values, so that a function that reads what it never wrote does so repeatably.
        self._saved_values = [0xA5A5_0000 + 0x101 * number for number in range(len(saved))]
        self._frame = self._registers(engine.core.sp, *saved)
        self._words = self._registers(*self._convention.integers)
        self._entries: dict[tuple[str, ...], tuple[Placement, Registers]] = {}
        self._results: dict[str, Registers] = {}

    def _registers(self, *names: str) -> Registers:
        return Registers(self._engine.uc, [self._engine.core.registers[name] for name in names])

    def _entry(self, kinds: tuple[str, ...]) -> tuple[Placement, Registers]:
        """Where arguments of these kinds go, and the registers to write before the call; kept for the next call."""
        entry = self._entries.get(kinds)
        if entry is None:
            placement = self._convention.place(kinds)
            names = [name for place in placement.places for name in place.registers]
            if self._link is not None:
                names.append(self._link)
            entry = self._entries[kinds] = placement, self._registers(*names)
        return entry

    def enter(self, words: Sequence[Word], stack: int) -> int:
        """Make the core as it is at the first instruction of a function; gives the stack pointer there."""
        uc = self._engine.uc
        placement, registers = self._entry(tuple([word.kind for word in words]))
        sp = (stack & -16) - placement.stack_size
        values: list[int] = []
        for word, place in zip(words, placement.places, strict=True):
            bits = to_bits(word.kind, word.value, self.word)
            if place.stack is not None:
                data = bits.to_bytes(8 if word.kind in ("i64", "f64") else self.word, "little")
                write_memory(uc, sp + place.stack, data[self.word * len(place.registers) :])
            if len(place.registers) == 2:
                values += (bits & 0xFFFFFFFF, bits >> 32)
            elif place.registers:
                values.append(bits if place.stack is None else bits & 0xFFFFFFFF)
        if self._on_stack:
            sp -= 8
            write_memory(uc, sp, self._return_address.to_bytes(8, "little"))
        else:
            values.append(self._return_address | self._engine.core.entry_bit)
        self._frame.write([sp, *self._saved_values])
        registers.write(values)
        return sp

    def check_left(self, sp: int, entry: int, words: Sequence[Word], lost: Collection[str] = ()) -> None:
        """See that a function that came back kept what it must, but for the registers `lost`.

        `sp` is the stack pointer at its entry, `words` are its arguments.

        Raises:
            CallingConvention: it did not.
        """
        found_sp, *found = self._frame.read()
        own = [word.value for word in words if word.kind == "self"]
        changed = [
            name
            for name, before, after in zip(self._saved, self._saved_values, found, strict=True)
            if after != (own[0] if own and name == self._convention.own else before) and name not in lost
        ]
        if found_sp != sp + (8 if self._on_stack else 0):
            changed.insert(0, self._engine.core.sp)
        if changed:
            raise CallingConvention(f"{', '.join(changed)} not as before the call", address=entry)

    def result(self, kind: str) -> int | float:
        """The result of the function that came back."""
        registers = self._results.get(kind)
        if registers is None:
            registers = self._results[kind] = self._registers(*self._convention.result(kind).registers)
        low, *high = registers.read()
        return from_bits(kind, low | high[0] << 32 if high else low, self.word)

    def words(self) -> tuple[int, ...]:
        """At the entry of a function: what is in the registers for integer arguments."""
        return tuple(self._words.read())

    def arguments(self, kinds: Sequence[str]) -> tuple[int | float, ...]:
        """At the entry of a function: its arguments, when its parameters have these kinds."""
        engine = self._engine
        stack = engine.get(engine.core.sp) + (8 if self._on_stack else 0)
        values = []
        for kind, place in zip(kinds, self._convention.place(kinds).places, strict=True):
            bits = 0
            for number, name in enumerate(place.registers):
                bits |= engine.get(name) << 32 * number
            if place.stack is not None:
                held = self.word * len(place.registers)
                size = (8 if kind in ("i64", "f64") else self.word) - held
                found = read_memory(engine.uc, stack + place.stack, size)
                bits |= int.from_bytes(found, "little") << 8 * held
            values.append(from_bits(kind, bits, self.word))
        return tuple(values)

    def leave(self, result: "int | Word | None") -> int:
        """At the entry of a function: return from it at once with a result; gives the address to go on at."""
        engine = self._engine
        if result is not None:
            word = result if isinstance(result, Word) else Word("i64", int(result))
            bits = to_bits(word.kind, word.value, self.word)
            names = self._convention.result(word.kind).registers
            for number, name in enumerate(names):
                engine.set(name, bits >> 32 * number & 0xFFFFFFFF if len(names) == 2 else bits)
        back = self.return_address()
        if self._on_stack:
            engine.set("rsp", engine.get("rsp") + 8)
        return back

    def return_address(self) -> int:
        """At the entry of a function: where it returns to. ValueError where the stack is outside memory."""
        if self._link is not None:
            return self._engine.get(self._link) & ~self._engine.core.entry_bit
        return int.from_bytes(read_memory(self._engine.uc, self._engine.get("rsp"), 8), "little")

    def free_stack(self) -> int:
        """Inside a function: from where downwards the stack is free."""
        sp = self._engine.get(self._engine.core.sp)
        return sp - _RED_ZONE if self._on_stack else sp
