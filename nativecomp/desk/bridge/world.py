"""One emulated core with the functions of a file that use objects, and CPython's objects around it."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from nativecomp.codegen.abi.stack import STEP, stays_in_register
from nativecomp.codegen.abi.table import ListTables
from nativecomp.desk.bridge.cells import Cells
from nativecomp.desk.bridge.contexts import Contexts
from nativecomp.desk.bridge.errors import BridgeError
from nativecomp.desk.bridge.functions import Callee, Globals
from nativecomp.desk.bridge.generators import Suspended
from nativecomp.desk.bridge.handlers import Handlers
from nativecomp.desk.bridge.handles import Handles
from nativecomp.desk.bridge.objects import Objects
from nativecomp.desk.bridge.table import ENTRIES, FunctionTable
from nativecomp.desk.signatures import users_traceback
from nativecomp.emulator import Argument, EmulationError, Outcome, Scratch, Word
from nativecomp.emulator.loader import FlatCode
from nativecomp.emulator.machine import Hook, Jump, Machine
from nativecomp.host.threads import deeper_recursion
from nativecomp.ir import Function
from nativecomp.runtime_calls import TABLE, VALUES
from nativecomp.targets import Target

_UNCATCHABLE = (BridgeError, EmulationError)
"""What is wrong with the code or the machine; no handler of the code may hide it."""


_DEEPEST, _FRAMES = 400, 25
"""How many calls of compiled code by way of objects may be in one another, and what each takes of Python's stack."""
_HELPERS = "nc."
"""How the names of functions begin that the compiler makes to help others."""
_SAME = 3
RAISED, PASSED = "  raised by compiled code", "  called by compiled code"


@dataclass(frozen=True)
class _Origin:
    """An exception, where code was when it came up, and whether it came from further in."""

    error: BaseException
    blocks: tuple[tuple[int, ...], ...]
    passes: bool


class World:
    """The core, and what its code knows of Python.

    Args:
        code: machine code in the table ABI, with the entries of functions.
        tables: the names and constants that it refers to.
        target: which core.
        lines, memcheck: see `Machine`.
    """

    def __init__(
        self, code: bytes | FlatCode, tables: ListTables, target: Target, lines: Mapping[str, Any] | None = None,
        *, memcheck: bool = False,
    ) -> None:  # fmt: skip
        hooks: dict[str, Hook] = {_hook(number): self._refuse(number) for number in range(ENTRIES)}
        self.machine = Machine(code, target, hooks=hooks, lines=lines, memcheck=memcheck)
        self.handles = Handles(target.word_bits)
        self.objects = Objects(self.machine, self.handles)
        self.handlers = Handlers(self.machine)
        self.cells = Cells(self.machine, self.handles)
        self.globals: Globals = {}
        self.locals: dict[str, Any] | None = None
        """The names of the class whose body runs."""
        table = FunctionTable(self)
        for name, callback in table.callbacks.items():
            call = TABLE[name]
            self.machine.hooks[_hook(call.index)] = self._served(callback, len(call.parameters))
        values = {VALUES[name]: word for name, word in table.values.items()}
        entries = [values[n] if n in values else self.machine.stub(_hook(n)) for n in range(ENTRIES)]
        self.contexts = Contexts(self.machine, self.handles, (self.objects.other, self.objects.module), tables, entries)
        self.objects.round(value for value in tables.objects if type(value) is float)
        self.place_of: Callable[[Sequence[tuple[int, ...]]], str | None] = lambda blocks: None
        """What to call the place in the source that code has come to, by the addresses of its last instructions: of
        each block those that ran, the last one first."""
        self._origin: _Origin | None = None
        self._kind = f"i{target.word_bits}"
        self._bytes = target.word_bits // 8
        self._depth = 0

    # Callbacks

    @staticmethod
    def _refuse(number: int) -> Hook:
        def hook(machine: Machine, words: tuple[int, ...]) -> None:
            raise BridgeError(f"entry {number} of the function table is not there at the desk")

        return hook

    def _served(self, callback: Callable[..., int | Jump | None], count: int) -> Hook:
        """A hook that shows the code's buffers to CPython and its exceptions to the code."""

        def hook(machine: Machine, words: tuple[int, ...]) -> int | Word | Jump | None:
            self._to_host()
            raised: BaseException | None = None
            answer = None
            try:
                answer = callback(*words[:count])
            except _UNCATCHABLE:
                raise
            except BaseException as error:
                self._remember(error)
                if not self.handlers.catches:
                    raise
                raised = error
            self._from_host()
            if raised is not None:
                return self.handlers.jump(self.handles.word(raised))
            return Word(self._kind, answer) if isinstance(answer, int) else answer

        return hook

    def watch_entry(self, number: int, watcher: Callable[[tuple[int, ...]], None]) -> None:
        """Call a function with the words of the argument registers before each call of an entry."""
        served = self.machine.hooks[_hook(number)]

        def hook(machine: Machine, words: tuple[int, ...]) -> int | Word | Jump | None:
            watcher(words)
            return served(machine, words)

        self.machine.hooks[_hook(number)] = hook

    def _to_host(self) -> None:
        self.machine.buffers.to_host()
        self.cells.to_host()
        self.objects.to_host()

    def _from_host(self) -> None:
        self.machine.buffers.from_host()
        self.cells.from_host()
        self.objects.from_host()

    # Where exceptions come from

    def _remember(self, error: BaseException) -> None:
        """Keep where code was when an exception came from an entry of the table; not where it is raised again."""
        if self._origin is None or self._origin.error is not error:
            noted = any(note.startswith((RAISED, PASSED)) for note in getattr(error, "__notes__", ()))
            passes = noted or users_traceback(error.__traceback__) is not None
            self._origin = _Origin(error, self._way_here(), passes)

    def _way_here(self) -> tuple[tuple[int, ...], ...]:
        """The last blocks of the function of the user that called the table, itself or by helpers of the compiler."""
        machine, within = self.machine, ""
        found = []
        for block in machine.trail():
            name = machine.function_at(block[0]) or ""
            within = within or ("" if name.startswith(_HELPERS) else name)
            if within and name == within:
                found.append(machine.instructions_of(block)[::-1])
        return tuple(found)

    def _note(self, error: BaseException) -> None:
        """Say at an exception that leaves where in the source it was raised, or passed."""
        if self._origin is not None and self._origin.error is error:
            place = self.place_of(self._origin.blocks)
            note = f"{PASSED if self._origin.passes else RAISED}: {place}"
            # A function that calls itself is named so often, not more.
            if place is not None and getattr(error, "__notes__", [])[-_SAME:] != [note] * _SAME:
                error.add_note(note)

    # Calls

    def call(
        self, callee: Callee, args: tuple[Any, ...], kwargs: Mapping[str, Any], *, limit: int, counting: bool
    ) -> tuple[Any, Outcome]:
        """Call a function: its result and what the machine did.

        Raises:
            BridgeError: the code is wrong.
            EmulationError: it could not go on.
            Exception: whatever the function raised.
        """
        with self._level(callee.globals):
            function = self.contexts.function(callee)
            words = [*map(self.cells.place, callee.cells), *self.handles.words(args)]
            for name, value in kwargs.items():
                words += [self.handles.word(self.handles.name(self.handles.number(name))), self.handles.word(value)]
            data = b"".join(word.to_bytes(self._bytes, "little") for word in words)
            counts = [Word(self._kind, count) for count in (len(callee.cells) + len(args), len(kwargs))]
            given: list[Argument] = [Word("ptr", function), *counts, Scratch(len(data), data)]
            outcome = self.machine.call(callee.code.symbol, given, self._kind, limit=limit, counting=counting)
            assert isinstance(outcome.value, int)
            value = self.handles.object(outcome.value & ((1 << 8 * self._bytes) - 1))
        return value, outcome

    def resume(
        self, generator: Suspended, sent: Any, thrown: BaseException | None, *, limit: int, counting: bool
    ) -> tuple[tuple[int, Any], Outcome]:
        """Run a generator up to its next `yield`, or to its end: which it was and with what, and what the machine did.

        Raises:
            BridgeError, EmulationError: as for `call`.
        """
        callee = generator.callee
        with self._level(callee.globals):
            if generator.at:
                generator.frame[0] = sent
            function, code = self.contexts.function(callee), self.machine.address_of(callee.code.symbol)
            state = generator.words(self, function, code)
            data = b"".join(word.to_bytes(self._bytes, "little") for word in state)
            error = Word(self._kind, 0 if thrown is None else self.handles.word(thrown))
            # Before a code state stand the type of its generator, which is none of the runtime's here, and a word.
            given: list[Argument] = [Scratch(len(data), data, before=2 * self._bytes), error]
            outcome = self.machine.call(callee.code.symbol, given, self._kind, limit=limit, counting=counting)
            self._to_host()
            size = self._bytes
            words = [int.from_bytes(outcome.scratch[n : n + size], "little") for n in range(0, len(data), size)]
            generator.save(self, words)
            assert isinstance(outcome.value, int)
            return (outcome.value, generator.frame[0]), outcome

    def enter(
        self, function: Function, symbol: str, arguments: Sequence[Argument], result: str | None, names: Globals,
        *, limit: int, counting: bool,
    ) -> Outcome:  # fmt: skip
        """Call a function with machine values, past its entry; `symbol` is the version, `names` are its globals.

        Raises:
            BridgeError, EmulationError, Exception: as for `call`.
        """
        with self._level(names):
            context = self.contexts.context(names)
            hidden: Argument = Word("ptr", context)
            if function.recursive:
                floor = self.machine.free_stack - STEP
                data = b"".join(word.to_bytes(self._bytes, "little") for word in (floor, context))
                hidden = Scratch(len(data), data, kind="self" if stays_in_register(self.machine.target) else "ptr")
            first = list(itertools.takewhile(lambda argument: isinstance(argument, Scratch), arguments))
            given = [*first, hidden, *arguments[len(first) :]]
            return self.machine.call(symbol, given, result, limit=limit, counting=counting)

    @contextmanager
    def _level(self, names: Globals) -> Iterator[None]:
        """Around a call; the outermost one lets go of handles at its end."""
        if self._depth == _DEEPEST:
            raise RecursionError("maximum recursion depth exceeded in compiled code")
        with deeper_recursion(_FRAMES * _DEEPEST) if not self._depth else nullcontext(), self._inside(names):
            yield

    @contextmanager
    def _inside(self, names: Globals) -> Iterator[None]:
        outer_globals, outer, cells = self.globals, self.handlers.enter(), self.cells.mark()
        outer_origin, self._origin = self._origin, None
        self.globals = names
        self._depth += 1
        left = 0
        ended: list[Any] = []
        try:
            try:
                yield
            except BaseException as error:
                self._note(error)
                raise
            finally:
                self._origin = outer_origin
                self.globals = outer_globals
                self._depth -= 1
                self._to_host()
                left = self.handlers.leave(outer)
                ended += self.cells.release(cells)
        finally:
            if not self._depth:
                ended += [*self.contexts.release(), *self.handles.release()]
            ended.clear()  # the code of a generator that nothing else holds runs now, as a call of its own
        if left:
            raise BridgeError(f"the function left {left} exception handlers behind")


def _hook(number: int) -> str:
    return f"function table {number}"
