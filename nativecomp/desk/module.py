"""A compiled file that can be called: its functions as attributes, one emulated core under them."""

import itertools
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from nativecomp.codegen.entry import entry_symbol
from nativecomp.compiler import Compilation
from nativecomp.desk.function import Function
from nativecomp.desk.signatures import signature_of, users_traceback, with_cells
from nativecomp.desk.work import RuntimeWork, Work
from nativecomp.elf.lines import Place
from nativecomp.elf.objectfile import ObjectFile
from nativecomp.emulator import Access, EmulationError, Machine, Outcome, Watch
from nativecomp.frontend import FunctionSource
from nativecomp.frontend.generators import Coroutine
from nativecomp.host.threads import CallLock, compiling
from nativecomp.language.types import TypeContext

if TYPE_CHECKING:
    from nativecomp.desk.bridge import Callee, Code, World
    from nativecomp.desk.bridge.generators import Suspended
    from nativecomp.desk.instrumented import Instrumented

DEFAULT_LIMIT = 2_000_000_000
"""Instructions that one call may run; past it, the call is taken for an endless loop."""


class Namespace:
    """The compiled functions of a class, by name."""

    def __init__(self, name: str) -> None:
        self.__name__ = name

    def __repr__(self) -> str:
        return f"<compiled functions of {self.__name__}>"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        known = ", ".join(n for n in vars(self) if n != "__name__")
        raise AttributeError(f"{self.__name__} has no compiled function `{name}`; there are: {known}")

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """
        Raises:
            TypeError: always; the file is not executed, so there is no class.
        """
        name = self.__name__
        hint = f"call `{name}.method(instance, ...)`"
        raise TypeError(f"the file is not executed, so `{name}` makes no instances here: {hint}")


@dataclass
class _Totals:
    """What the calls of one thread have come to: instructions, and how often each ran by its address."""

    instructions: int = 0
    counts: dict[int, int] = field(default_factory=dict)


class CompiledModule:
    """A compiled file on its emulated core: its functions by name, what they counted, its devices."""

    def __init__(self, compilation: Compilation, *, limit: int = DEFAULT_LIMIT, memcheck: bool = False) -> None:
        """`memcheck`: reads of the stack that nobody has written are errors."""
        self.compilation = compilation
        self.memcheck = memcheck
        self.target = compilation.options.target
        self.limit = limit
        self.context = TypeContext(self.target.word_bits, self.target.float_bits)
        self._lock = CallLock(compilation.source.name, self._forget_core)
        self._counting = threading.local()
        self._codes: dict[FunctionSource, Code] = {}
        self._runtime = RuntimeWork(self.target)
        self._asked: list[Work] = []
        self._instrumented: Instrumented | None = None
        self.globals: dict[str, Any] = {}
        """The global variables that functions on objects see."""
        self.functions: dict[str, Function] = {}
        for typed in compilation.functions:
            self._add(Function(self, typed))
        self.names: dict[str, Function | Namespace] = {}
        """The functions and classes by name, also for the evaluation of a call."""
        for path, function in self.functions.items():
            if path == function.__qualname__:
                self._publish(path, function)
        self.globals.update(self.names)

    def __repr__(self) -> str:
        return f"<compiled {self.compilation.source.name} for {self.target.name}: {', '.join(self.functions)}>"

    def _add(self, function: Function) -> None:
        """Keep a function by its name. One that is defined again below keeps its place under its name and line."""
        earlier = self.functions.pop(function.__qualname__, None)
        if earlier is not None:
            self.functions[f"{earlier.__qualname__} (line {earlier.typed.source.node.lineno})"] = earlier
        self.functions[function.__qualname__] = function

    def _publish(self, path: str, function: Function) -> None:
        *outer, name = path.replace(".<locals>", "").split(".")
        place: dict[str, Any] = self.names
        for part in outer:
            if not isinstance(place.setdefault(part, Namespace(part)), Namespace):
                return
            place = vars(place[part])
        place.setdefault(name, function)

    def __getattr__(self, name: str) -> Any:
        found = None if name.startswith("__") else self.names.get(name)
        if found is None:
            known = ", ".join(self.functions) or "none"
            message = f"{self.compilation.source.name} has no compiled function `{name}`; there are: {known}"
            raise AttributeError(name if name.startswith("__") else message)
        return found

    def instrumented(self, names: dict[str, Any]) -> "Instrumented":
        """The functions as Python computes them, with these global variables."""
        from nativecomp.desk.instrumented import Instrumented

        if self._instrumented is None or self._instrumented.names is not names:
            self._instrumented = Instrumented(
                self.compilation.functions, self.context, names, self.compilation.source.name
            )
        return self._instrumented

    def _forget_core(self) -> None:
        """Begin with a fresh core, which keeps the devices."""
        earlier = self.__dict__.pop("world", None)
        if earlier is not None:
            self.machine.share_devices(earlier.machine)

    @property
    def machine(self) -> Machine:
        """The emulated core."""
        return self.world.machine

    @cached_property
    def _assembled_lines(self) -> dict[str, list[tuple[int, int, Place]]]:
        name = self.compilation.source.name
        return {
            symbol: [(start, end, (name, line)) for start, end, line in assembled.lines]
            for symbol, assembled in self.compilation.assembled.items()
        }

    @property
    def world(self) -> "World":
        """The core, and what its code knows of Python."""
        if "world" not in vars(self):
            # A fork waits: until Python 3.12 it would copy the lock of a cached property.
            with compiling:
                vars(self)["world"] = self._make_world()
        found: World = vars(self)["world"]
        return found

    def _make_world(self) -> "World":
        from nativecomp.desk.bridge import World

        code = self.compilation.code
        assert code is not None
        world = World(
            self.compilation.generated.object, code.tables, self.target, self._assembled_lines, memcheck=self.memcheck
        )
        world.place_of = self._place_of
        self._asked = self._runtime.watch(world)
        return world

    def _place_of(self, blocks: Sequence[tuple[int, ...]]) -> str | None:
        """The place in the source of the last instruction that ran, as tracebacks tell it.

        The compiler shares instructions among lines that end the same way, and gives them none. The block that led to
        them has the line of a check that failed; where it may have led to a `raise` instead, no line is told.
        """
        if not blocks:
            return None
        lines, name, last = self.machine.lines, self.compilation.source.name, blocks[0][0]
        ways = [lines.find(address) for address in [last, *itertools.chain(*blocks[1:])]]
        place = next(filter(None, ways), None)
        near = place or lines.nearest(last, self.machine.start_of(last))
        if near is None or near[0] != name:
            return None
        vague = place is None or (ways[0] is None and self.compilation.may_raise_elsewhere(near[1]))
        line = "" if vague else f", line {near[1]}"
        return f'File "{name}"{line}, in {self.compilation.function_at(near[1])}'

    @cached_property
    def _object(self) -> ObjectFile:
        return ObjectFile(self.compilation.generated.object)

    @cached_property
    def _owners(self) -> dict[str, Function]:
        """The function that each symbol is the code of."""
        return {symbol: function for function in self.functions.values() for symbol in function.symbols}

    def count_lines(self, counts: Mapping[int, int]) -> dict[int, int]:
        """How often instructions of each line ran, from how often the instruction at each address of a core did.

        What the compiler gave no line counts for the line before it, and at a function's start for its `def`.
        """
        lines: dict[int, int] = {}
        machine = self.machine
        for address, times in counts.items():
            symbol = machine.function_at(address) or ""
            line = 0
            if owner := self._owners.get(symbol):
                place = machine.lines.nearest(address, machine.start_of(address))
                file, line = place or (self.compilation.source.name, owner.typed.source.node.lineno)
                line = line if file == self.compilation.source.name else 0
            lines[line] = lines.get(line, 0) + times
        return dict(sorted(lines.items()))

    def symbol_sizes(self) -> dict[str, int]:
        """Bytes of each function's machine code by symbol, helpers included."""
        return {name: symbol.size for name, symbol in self._object.functions.items()}

    def code_size(self) -> int:
        """Bytes of everything that is loaded: code, constants and tables."""
        return self._object.loaded_size()

    def counting(self, run: Callable[[], Any]) -> dict[int, int]:
        """How often each instruction ran in the calls that `run` makes, by its address on the emulated core."""
        with self._totals() as totals:
            run()
        return totals.counts

    def count_call(self, run: Callable[[], Any]) -> tuple[Any, int]:
        """The value that `run` gives, and the instructions of the calls that it makes."""
        with self._totals() as totals:
            return run(), totals.instructions

    @contextmanager
    def _totals(self) -> Iterator["_Totals"]:
        """Add up what the calls of this thread count."""
        totals = self._counting.totals = _Totals()
        try:
            yield totals
        finally:
            del self._counting.totals

    def call(
        self, run: Callable[["World", dict[str, Any]], tuple[Any, Outcome]], *, counting: bool
    ) -> tuple[Any, Outcome]:
        """Call a function by what `run` does with the core and the options of a call: its value, and what it did."""
        counting = counting or hasattr(self._counting, "totals")
        try:
            with self._lock:
                before = len(self._asked)
                value, outcome = run(self.world, {"limit": self.limit, "counting": counting})
                if asked := self._asked[before:]:
                    del self._asked[before:]
                    outcome = self._with_work(outcome, asked) if counting else outcome
        except EmulationError as error:
            if owner := self._owners.get(error.function or ""):
                error.function = owner.__qualname__
            error.__traceback__ = None  # the emulator's frames tell the user nothing
            raise
        except BaseException as error:
            error.__traceback__ = users_traceback(error.__traceback__)
            raise
        self._add_counts(outcome)
        return value, outcome

    def _with_work(self, outcome: Outcome, asked: Sequence[Work]) -> Outcome:
        """What a call did, with the instructions that a board's runtime takes for what the code asked it to do."""
        instructions = sum(map(self._runtime.instructions, asked))
        return replace(outcome, instructions=outcome.instructions + instructions, elsewhere=instructions)

    def code_of(self, source: FunctionSource) -> "Code":
        """A function that uses objects as the object bridge knows its code, with those that it makes."""
        from nativecomp.desk.bridge import Code
        from nativecomp.desk.bridge.generators import layout_of

        if source not in self._codes:
            typed = next(typed for typed in self.compilation.functions if typed.source is source)
            count = len(typed.ir.params)
            self._codes[source] = Code(
                entry_symbol(typed.ir), source.qualname, with_cells(signature_of(typed), source.free), self._run_callee,
                children=tuple(map(self.code_of, source.children)),
                cells=tuple(range(count - len(typed.cells), count)),
                frame=layout_of(typed.ir) if typed.ir.suspends else None,
                is_coroutine=isinstance(source.node, Coroutine),
            )  # fmt: skip
        return self._codes[source]

    def _run_callee(self, callee: "Callee", args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Any:
        return self.run(callee, args, kwargs, counting=False)[0]

    def run(
        self, callee: "Callee", args: tuple[Any, ...], kwargs: Mapping[str, Any], *, counting: bool
    ) -> tuple[Any, Outcome]:
        """Call a function with objects; a generator runs when it is resumed."""
        if callee.code.frame is not None:
            from nativecomp.desk.bridge.generators import start

            return start(callee, args, kwargs, self._resume), Outcome(value=None, instructions=0)
        return self.call(lambda world, options: world.call(callee, args, kwargs, **options), counting=counting)

    def _resume(self, generator: "Suspended", sent: Any, thrown: BaseException | None) -> tuple[int, Any]:
        found: tuple[int, Any] = self.call(
            lambda world, options: world.resume(generator, sent, thrown, **options), counting=False
        )[0]
        return found

    def _add_counts(self, outcome: Outcome) -> None:
        totals: _Totals | None = getattr(self._counting, "totals", None)
        if totals is not None:
            totals.instructions += outcome.instructions
            for address, times in outcome.counts.items():
                totals.counts[address] = totals.counts.get(address, 0) + times

    def address_of(self, symbol: str) -> int:
        """Where a function lies in the memory of its emulated core."""
        return self.machine.address_of(symbol) & ~1

    def watch(
        self,
        start: int,
        size: int,
        *,
        read: Callable[[int, int], int] | Iterable[int] | int | None = None,
        write: Callable[[int, int, int], None] | None = None,
    ) -> Watch:
        """Make `size` bytes from address `start` a device: see `nativecomp.emulator.Machine.watch`."""
        return self.machine.watch(start, size, read=read, write=write)

    @property
    def log(self) -> list[Access]:
        """All accesses to watched devices, in order."""
        return self.machine.log
