"""Stand-in for MicroPython's `rp2`: programs for the PIO are assembled to their words, state machines keep a log.

    @rp2.asm_pio(set_init=rp2.PIO.OUT_LOW)
    def blink():
        set(pins, 1)[31]                       0xFF01
        set(pins, 0)

    sm = rp2.StateMachine(0, blink, freq=2000, set_base=machine.Pin(25))
    sm.put(7)                                  `machine.log` holds ("StateMachine 0", "put", 7)

A state machine does not run: what it would put into its queue a test appends to `answers`. The encoding of instructions
is that of the RP2040 datasheet, 3.4. `rp2.blink.words` are a program's words, for tests.
"""

from array import array
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FunctionType
from typing import Any, ClassVar

from nativecomp.standins.log import note


class PIOASMError(Exception):
    """The program cannot be assembled."""


class PIO:
    """One of the blocks, which holds 32 instructions and four state machines."""

    IN_LOW, IN_HIGH, OUT_LOW, OUT_HIGH = range(4)
    SHIFT_LEFT, SHIFT_RIGHT = 0, 1
    JOIN_NONE, JOIN_TX, JOIN_RX = 0, 1, 2
    IRQ_SM0, IRQ_SM1, IRQ_SM2, IRQ_SM3 = 0x100, 0x200, 0x400, 0x800
    ROOM: ClassVar[int] = 32

    _blocks: ClassVar[dict[int, "PIO"]] = {}

    def __new__(cls, id: int) -> "PIO":
        if id not in (0, 1, 2):
            raise ValueError(f"PIO({id}) doesn't exist")
        if id not in cls._blocks:
            cls._blocks[id] = object.__new__(cls)
            cls._blocks[id].programs = []
        return cls._blocks[id]

    def __init__(self, id: int) -> None:
        self.id = id
        self.programs: list[Program]

    def add_program(self, program: "Program") -> None:
        """
        Raises:
            OSError: there is no room.
        """
        if program not in self.programs:
            if sum(len(one.words) for one in self.programs) + len(program.words) > self.ROOM:
                raise OSError(12)  # ENOMEM, as on a board
            self.programs.append(program)
            note(f"PIO {self.id}", "add_program", tuple(program.words))

    def remove_program(self, program: "Program | None" = None) -> None:
        self.programs = [] if program is None else [one for one in self.programs if one is not program]
        note(f"PIO {self.id}", "remove_program", None)

    def state_machine(self, id: int, *args: Any, **settings: Any) -> "StateMachine":
        return StateMachine(4 * self.id + id, *args, **settings)

    def irq(self, handler: Callable[["PIO"], Any] | None = None, trigger: int = 0xF00, hard: bool = False) -> None:
        self.handler = handler

    def gpio_base(self, base: Any = None) -> int:
        return 0


class StateMachine:
    """One of the machines of a block. It does not run, it keeps a log of what a program does with it.

    `answers` are the words that `get` gives, zeros without: a test puts them there. A board has no such attribute.
    """

    _machines: ClassVar[dict[int, "StateMachine"]] = {}

    def __new__(cls, id: int, *args: Any, **settings: Any) -> "StateMachine":
        if id not in cls._machines:
            cls._machines[id] = object.__new__(cls)
            cls._machines[id].answers, cls._machines[id]._active = deque(), 0
        return cls._machines[id]

    def __init__(self, id: int, program: "Program | None" = None, freq: int = -1, **settings: Any) -> None:
        """
        Raises:
            TypeError: a setting is not one.
        """
        self.id = id
        self.answers: deque[int]
        self._active: int
        if program is not None:
            self.init(program, freq, **settings)

    def init(self, program: "Program", freq: int = -1, **settings: Any) -> None:
        if unknown := set(settings) - _SETTINGS:
            raise TypeError(
                f"StateMachine has no setting `{min(unknown)}`; the settings are {', '.join(sorted(_SETTINGS))}"
            )
        PIO(self.id // 4).add_program(program)
        self.program, self.freq, self.settings = program, freq, settings
        self._active = 0
        self._note("init", freq)

    def _note(self, action: str, value: Any) -> None:
        note(f"StateMachine {self.id}", action, value)

    def active(self, value: Any = None) -> bool:
        if value is not None:
            self._active = int(bool(value))
            self._note("active", self._active)
        return bool(self._active)

    def restart(self) -> None:
        self._note("restart", None)

    def exec(self, instruction: Any) -> None:
        """Run an instruction at once: a word, or its text."""
        side = self.program.side_bits if hasattr(self, "program") else (0, False)
        self._note("exec", encode(instruction, *side) if isinstance(instruction, str) else instruction)

    def put(self, value: Any, shift: int = 0) -> None:
        """A word, or each element of an array."""
        for one in [value] if isinstance(value, int) else value:
            self._note("put", one << shift & 0xFFFFFFFF)

    def get(self, buf: Any = None, shift: int = 0) -> Any:
        if buf is None:
            return (self.answers.popleft() if self.answers else 0) >> shift
        for position in range(len(buf)):
            buf[position] = self.get(None, shift)
        return buf

    def rx_fifo(self) -> int:
        return min(len(self.answers), 4)

    def tx_fifo(self) -> int:
        return 0

    def irq(self, handler: Callable[["StateMachine"], Any] | None = None, trigger: int = 1, hard: bool = False) -> None:
        """The handler is called by a test: `sm.handler(sm)`."""
        self.handler = handler


_SETTINGS = {
    "in_base", "out_base", "set_base", "jmp_pin", "sideset_base", "in_shiftdir", "out_shiftdir", "push_thresh",
    "pull_thresh",
}  # fmt: skip


@dataclass
class _Instruction:
    """A word without delay and side set, which follow it in the text; its target where it jumps."""

    word: int
    label: Any = None
    delay: int = 0
    sides: int | None = None

    def __getitem__(self, delay: int) -> "_Instruction":
        self.delay = delay
        return self

    def side(self, value: int) -> "_Instruction":
        self.sides = value
        return self


@dataclass(frozen=True)
class Program:
    """What `asm_pio` makes of a function.

    Attributes:
        words: its instructions.
        execctrl, shiftctrl: what it sets in these registers.
        inits: the settings of pins: out, set, side set.
        side_bits: of an instruction for side set, and whether one of them says that there is one.
    """

    words: array  # type: ignore[type-arg]
    execctrl: int
    shiftctrl: int
    inits: tuple[Any, Any, Any]
    side_bits: tuple[int, bool]

    def __len__(self) -> int:
        return len(self.words)


def _no_bits(data: int) -> PIOASMError:
    return PIOASMError(f"a number of bits is 1 to 32, not {data}")


class _Names:
    """What a program's text means: each instruction is put down where it stands."""

    def __init__(self) -> None:
        self.instructions: list[_Instruction] = []
        self.labels: dict[Any, int] = {}
        self.target = 0
        self.end: int | None = None

    def _add(self, word: int, label: Any = None) -> _Instruction:
        self.instructions.append(_Instruction(word, label))
        return self.instructions[-1]

    # Directives

    def wrap_target(self) -> None:
        self.target = len(self.instructions)

    def wrap(self) -> None:
        self.end = len(self.instructions) - 1

    def label(self, name: Any) -> None:
        if name in self.labels:
            raise PIOASMError(f"the label {name} is there twice")
        self.labels[name] = len(self.instructions)

    # Instructions

    def word(self, instr: int, label: Any = None) -> _Instruction:
        return self._add(instr, label)

    def nop(self) -> _Instruction:
        return self.mov(_VALUES["y"], _VALUES["y"])

    def jmp(self, cond: Any, label: Any = None) -> _Instruction:
        return self._add(0, cond) if label is None else self._add(cond << 5, label)

    def wait(self, polarity: int, src: Any, index: int) -> _Instruction:
        # `gpio` is 0; `pin` has a number of its own in the conditions of `jmp`; `irq` is the name of an instruction.
        source = 2 if callable(src) else 1 if src == _VALUES["pin"] else src
        return self._add(0x2000 | polarity << 7 | source << 5 | index)

    def in_(self, src: int, data: int) -> _Instruction:
        if not 1 <= data <= 32:
            raise _no_bits(data)
        return self._add(0x4000 | src << 5 | data % 32)

    def out(self, dest: int, data: int) -> _Instruction:
        if not 1 <= data <= 32:
            raise _no_bits(data)
        return self._add(0x6000 | min(dest, 7) << 5 | data % 32)

    def push(self, *flags: int) -> _Instruction:
        return self._add(0x8000 | _transfer(flags))

    def pull(self, *flags: int) -> _Instruction:
        return self._add(0x8080 | _transfer(flags))

    def mov(self, dest: int, src: int) -> _Instruction:
        return self._add(0xA000 | (4 if dest == _VALUES["exec"] else dest) << 5 | src)

    def irq(self, mod: int, index: int | None = None) -> _Instruction:
        flags, number = (0, mod) if index is None else (mod & 0x60, index)
        return self._add(0xC000 | flags | number)

    def set(self, dest: int, data: int) -> _Instruction:
        if not 0 <= data < 32:
            raise PIOASMError(f"`set` takes 0 to 31, not {data}")
        return self._add(0xE000 | dest << 5 | data)


def _transfer(flags: Sequence[int]) -> int:
    """The bits of `push` and `pull`: they wait, unless the text says `noblock`."""
    given = 0
    for flag in flags:
        given |= flag
    return (given & 0x60) | (0 if given & 1 else 0x20)


_VALUES: dict[str, Any] = {
    "gpio": 0, "pins": 0, "x": 1, "y": 2, "null": 3, "pindirs": 4, "pc": 5, "status": 5, "isr": 6, "osr": 7, "exec": 8,
    "not_x": 1, "x_dec": 2, "not_y": 3, "y_dec": 4, "x_not_y": 5, "pin": 6, "not_osre": 7,
    "noblock": 1, "block": 0x21, "iffull": 0x40, "ifempty": 0x40, "clear": 0x40,
    "invert": lambda source: source | 0x08, "reverse": lambda source: source | 0x10, "rel": lambda index: index | 0x10,
}  # fmt: skip
_WORDS = (
    "wrap_target",
    "wrap",
    "label",
    "word",
    "nop",
    "jmp",
    "wait",
    "in_",
    "out",
    "push",
    "pull",
    "mov",
    "irq",
    "set",
)


def _meanings(names: _Names) -> dict[str, Any]:
    return {**_VALUES, **{word: getattr(names, word) for word in _WORDS}}


def _complete(one: _Instruction, labels: dict[Any, int], count: int, optional: bool) -> int:
    """The word with its target, delay and side set, which share five bits."""
    word = one.word
    if one.label is not None:
        if one.label not in labels:
            raise PIOASMError(f"there is no label {one.label}")
        word |= labels[one.label]
    room = 5 - count - optional
    if not 0 <= one.delay < 1 << room:
        raise PIOASMError(f"a delay is 0 to {(1 << room) - 1} here, not {one.delay}")
    word |= one.delay << 8
    if one.sides is not None:
        if not 0 <= one.sides < 1 << count:
            raise PIOASMError("no pins are set by `side`: say `sideset_init`" if not count else
                              f"`side` takes 0 to {(1 << count) - 1} here, not {one.sides}")  # fmt: skip
        word |= optional << 12 | one.sides << 8 + room
    return word


def asm_pio(
    *, out_init: Any = None, set_init: Any = None, sideset_init: Any = None, side_pindir: bool = False,
    in_shiftdir: int = PIO.SHIFT_LEFT, out_shiftdir: int = PIO.SHIFT_LEFT, autopush: bool = False,
    autopull: bool = False, push_thresh: int = 32, pull_thresh: int = 32, fifo_join: int = PIO.JOIN_NONE,
) -> Callable[[Callable[[], Any]], Program]:  # fmt: skip
    """Assemble a function whose statements are PIO instructions.

    Raises:
        PIOASMError: it cannot be assembled.
    """

    def assemble(function: Callable[[], Any]) -> Program:
        names = _Names()
        assert isinstance(function, FunctionType)
        FunctionType(
            function.__code__, {**function.__globals__, **_meanings(names)}, function.__name__, None,
            function.__closure__,
        )()  # fmt: skip
        count = 0 if sideset_init is None else 1 if isinstance(sideset_init, int) else len(sideset_init)
        optional = bool(count) and any(one.sides is None for one in names.instructions)
        words = array("H", [_complete(one, names.labels, count, optional) for one in names.instructions])
        if len(words) > PIO.ROOM:
            raise PIOASMError(f"a block holds {PIO.ROOM} instructions, the program has {len(words)}")
        end = len(words) - 1 if names.end is None else names.end
        execctrl = optional << 30 | side_pindir << 29 | max(end, 0) << 12 | names.target << 7
        shiftctrl = (
            fifo_join << 30 | pull_thresh % 32 << 25 | push_thresh % 32 << 20
            | out_shiftdir << 19 | in_shiftdir << 18 | autopull << 17 | autopush << 16
        )  # fmt: skip
        return Program(words, execctrl, shiftctrl, (out_init, set_init, sideset_init), (count, optional))

    return assemble


def encode(text: str, sideset_count: int = 0, sideset_opt: bool = False) -> int:
    """The word of one instruction.

    Raises:
        PIOASMError: it is not one.
    """
    names = _Names()
    exec(text, _meanings(names))
    if len(names.instructions) != 1:
        raise PIOASMError(f"one instruction is asked for, there are {len(names.instructions)}")
    return _complete(names.instructions[0], {}, sideset_count, bool(sideset_opt))


def asm_pio_encode(instr: str, sideset_count: int, sideset_opt: bool = False) -> int:
    """As `encode`; the count is that of all bits, with the one of `sideset_opt`."""
    return encode(instr, sideset_count - bool(sideset_opt), sideset_opt)


def bootsel_button() -> int:
    """Nobody presses it."""
    return 0


def country(code: str | None = None) -> str:
    """Kept by a board for its radio."""
    return code or "XX"


def restart() -> None:
    """As after `machine.restart`: no programs, no state machines."""
    PIO._blocks.clear()
    StateMachine._machines.clear()


def __getattr__(name: str) -> Any:
    if name in ("DMA", "Flash"):
        raise AttributeError(f"`rp2.{name}` is only on boards: put an `rp2.py` beside the program that has one")
    raise AttributeError(f"module 'rp2' has no attribute {name!r}")
