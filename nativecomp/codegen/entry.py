"""The entry by which Python calls a compiled function: arguments in, the function, the result out (table ABI).

    word f.entry(self, n_pos, n_kw, args)

Called with as many positional arguments as there are parameters, it reads them where they lie. What any other call
passes is bound by the runtime first, which knows the names and defaults from the prelude.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nativecomp.codegen.abi.stack import floor_of_entry, floor_parameter
from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.loops import blocks_in_loops
from nativecomp.codegen.lower.boxing import Boxing
from nativecomp.codegen.lower.direct import define_direct, direct_symbol, remember, remember_defaults
from nativecomp.codegen.lower.exceptions import HANDLER_WORDS
from nativecomp.codegen.lower.globals import own_globals, swap_globals
from nativecomp.codegen.parts import Parts
from nativecomp.codegen.registry import Value
from nativecomp.codegen.symbols import ENTRY_SUFFIX
from nativecomp.codegen.text import BodyText, symbol
from nativecomp.ir import Function
from nativecomp.language.types import NONE, OBJECT, BufferType, CellType, PointerType

if TYPE_CHECKING:
    from nativecomp.codegen.module import ModuleLowering

GUARDED_SUFFIX = ".guarded"
PLAIN_SUFFIX = ".plain"
ENTRY_SUFFIXES = (ENTRY_SUFFIX, ENTRY_SUFFIX + GUARDED_SUFFIX, ENTRY_SUFFIX + PLAIN_SUFFIX)
"""What the symbols of an entry end with, and of what it is around of."""

CODE_STATE_WORDS = 5
"""Words of a code state before its local variables."""

MOST_TURNED_ONE_BY_ONE = 5
"""Arguments up to which their order is reversed without a loop."""

_INTERNAL = "define internal"
_SMALL = 'nounwind null_pointer_is_valid "frame-pointer"="none" optsize'
_SMALLEST = f'minsize "nooutline" {_SMALL}'
"""What links in a handler stays in its own function: from another one it would return twice to a frame that is gone."""


def entry_symbol(function: Function) -> str:
    """The symbol of the entry of a function."""
    return function.symbol + ENTRY_SUFFIX


@dataclass
class EntryLowering:
    """Writes the entry of one function."""

    parent: "ModuleLowering"
    function: Function

    def __post_init__(self) -> None:
        abi = self.parent.abi
        assert isinstance(abi, TableAbi)
        self.abi = abi
        self.body = BodyText()
        opt = self.function.options.opt or self.parent.opt
        unbox = self.parent.unboxing(opt, "inline")
        self.boxing = Boxing(abi, self.body, unbox=unbox, box_inline=opt == "speed")
        self.parts = Parts(abi.layout, self.body)
        self.word = abi.word

    def run(self) -> str:
        """The entry, and what it is around of, from the outside to the inside, as LLVM text."""
        name, small = entry_symbol(self.function), f"noinline {_SMALL}"
        in_globals = self.function in self.parent.in_own_globals
        if self.is_direct:
            self.parent.text.helper(direct_symbol(self.function), define_direct(self.abi, self.function, name))
        if self.abi.guarded:
            parts = [self._define("define", name, self._guard, _SMALL)]
            guarded = EntryLowering(self.parent, self.function)
            parts.append(guarded._define(_INTERNAL, name + GUARDED_SUFFIX, guarded._guarded, small, ", ptr %exception"))
        elif in_globals:
            parts = [self._define("define", name, self._with_globals, _SMALLEST)]
            plain = EntryLowering(self.parent, self.function)
            parts.append(plain._define(_INTERNAL, name + PLAIN_SUFFIX, plain._plain, f"noinline {self._attributes()}"))
        else:
            parts = [self._define("define", name, self._plain, self._attributes())]
        return "\n\n".join(parts)

    @property
    def _parameters(self) -> str:
        return f"ptr %self, {self.word} %n_pos, {self.word} %n_kw, ptr %args"

    def _attributes(self) -> str:
        """Those of the function where it may become part of the entry, which LLVM does if they are the same."""
        whole = not (self.function.two_versions or self.abi.guarded or self.apart)
        return self.parent.attributes.get(self.function, _SMALL) if whole else _SMALL

    @property
    def apart(self) -> bool:
        """Whether the function stays one of its own: others call it, or what the entry needs after a loop would take a
        register in it."""
        opt = self.function.options.opt or self.parent.opt
        return self.is_direct or (opt == "speed" and bool(blocks_in_loops(self.function.blocks)))

    @property
    def is_direct(self) -> bool:
        """Whether other functions of the file call it too."""
        return bool(self.abi.joined) and self.function in self.parent.plan.direct

    def _define(self, define: str, name: str, write: Callable[[], str], attributes: str, more: str = "") -> str:
        """A function with the parameters of an entry, whose body `write` writes; it gives the result."""
        body, text = self.body, self.parent.text
        subprogram = self.parent.debug.subprogram(self.function, entry_symbol(self.function))
        body.location = self.parent.debug.location(self.function.span, subprogram)
        body.line(f"%ctx = load ptr, ptr {self.abi.at(body, '%self', 1)}, !invariant.load {text.metadata('!{}')}")
        if self.is_direct and name == entry_symbol(self.function):
            remember(self.abi, body, self.function)
        body.line(f"ret {self.word} {write()}")
        head = f"{define} {self.word} {symbol(name)}({self._parameters}{more}) {text.attributes(attributes)}"
        return f"{head}{self.parent.debug.attached(subprogram)} {{\n{body.render()}\n}}"

    def _plain(self) -> str:
        # Loaded at once for all that may need it: binding, arguments that are no small integers, the result.
        self.abi.table(self.body)
        return self._call(self._bind() if self.function.always_bound else self._bind_others())

    # With the globals of the module: see codegen/lower/globals.py

    def _with_globals(self) -> str:
        """Put the module's globals in the place of the caller's; whatever happens, the caller gets them back."""
        body, word, abi = self.body, self.word, self.abi
        caller = swap_globals(abi, body, own_globals(abi, body))
        run, protected, leave, done = (body.fresh(stem) for stem in ("run", "protected", "leave", "done"))
        is_same = body.value(f"icmp eq {word} {caller}, 0")
        body.line(f"br i1 {is_same}, label %{run}, label %{protected}")
        body.label(protected)
        handler = self._push_handler(run)
        swap_globals(abi, body, caller)
        abi.call(body, "raise", self._caught(handler))
        body.line("unreachable")
        body.label(run)
        result = body.value(f"call {word} {symbol(entry_symbol(self.function) + PLAIN_SUFFIX)}({self._parameters})")
        body.line(f"br i1 {is_same}, label %{done}, label %{leave}")
        body.label(leave)
        abi.call(body, "pop_handler")
        swap_globals(abi, body, caller)
        body.line(f"br label %{done}")
        body.label(done)
        return result

    def _push_handler(self, proceed: str) -> str:
        """Link in a handler and go to a block; its address, in a block where it has caught an exception."""
        body, word = self.body, self.word
        handler = body.slot(f"[{HANDLER_WORDS[self.parent.target.emulator]} x {word}]", "handler")
        raised = self.abi.call(body, "push_handler", handler)
        caught = body.fresh("caught")
        body.line(f"br i1 {body.value(f'icmp eq i32 {raised}, 0')}, label %{proceed}, label %{caught}")
        body.label(caught)
        return handler

    def _caught(self, handler: str) -> str:
        return self.body.value(f"load volatile {self.word}, ptr {self.abi.at(self.body, handler, 1)}")

    # Under a guard: see codegen/abi/floatguard.py

    def _guard(self) -> str:
        """Call the guarded entry, and raise what it caught."""
        body, word, abi = self.body, self.word, self.abi.unguarded()
        inner = symbol(entry_symbol(self.function) + GUARDED_SUFFIX)
        slot = body.slot(word, "exception")
        in_globals = self.function in self.parent.in_own_globals
        caller = swap_globals(abi, body, own_globals(abi, body)) if in_globals else ""
        result = body.value(f"call {word} {inner}({self._parameters}, ptr {slot})")
        if in_globals:
            swap_globals(abi, body, caller)
        caught, returned = body.fresh("caught"), body.fresh("returned")
        body.line(f"br i1 {body.value(f'icmp eq {word} {result}, 0')}, label %{caught}, label %{returned}")
        with body.cold():
            body.label(caught)
            exception = body.value(f"load {word}, ptr {slot}")
            abi.call(body, "raise", exception)
            body.line("unreachable")
        body.label(returned)
        return result

    def _guarded(self) -> str:
        """The entry with a handler around it: for an exception the result is 0, which is no object."""
        body, word = self.body, self.word
        proceed = body.fresh("proceed")
        exception = self._caught(self._push_handler(proceed))
        body.line(f"store {word} {exception}, ptr %exception")
        body.line(f"ret {word} 0")
        body.label(proceed)
        result = self._plain()
        self.abi.call(body, "pop_handler")
        return result

    # Arguments

    def _bind_others(self) -> str:
        """The arguments where they lie, if they are all there and positional; else where the runtime puts them."""
        body, word = self.body, self.word
        other = body.value(f"sub {word} %n_pos, {len(self.function.params)}")
        other = body.value(f"or {word} {other}, %n_kw")
        plain, bound = body.fresh("plain"), body.fresh("bound")
        before = body.current or "entry"
        weights = self.parent.text.metadata('!{!"branch_weights", i32 4000, i32 1}')
        body.line(f"br i1 {body.value(f'icmp eq {word} {other}, 0')}, label %{plain}, label %{bound}, !prof {weights}")
        with body.cold():
            body.label(bound)
            arguments = self._bind()
            if self.is_direct and self.function.defaults and not self.abi.guarded:
                remember_defaults(self.abi, body, self.function, arguments)
            end = body.current
            body.line(f"br label %{plain}")
        body.label(plain)
        return body.value(f"phi ptr [ %args, %{before} ], [ {arguments}, %{end} ]")

    def _bind(self) -> str:
        """Let the runtime bind what was passed; the address of all arguments in their order."""
        body, word, count = self.body, self.word, len(self.function.params)
        state = body.slot(f"[{CODE_STATE_WORDS + count} x {word}]", "state")
        body.line(f"store ptr %self, ptr {state}")
        # The number of local variables, and above it that of handlers, which the runtime sets.
        body.line(f"store i32 {count}, ptr {self.abi.at(body, state, 3)}")
        self.abi.unguarded().call(body, "bind_arguments", state, "%n_pos", "%n_kw", "%args")
        first = self.abi.at(body, state, CODE_STATE_WORDS)
        self._turn_round(first, count)
        return first

    def _turn_round(self, first: str, count: int) -> None:
        """Reverse `count` words, as the locals of a code state are: the first comes last."""
        body, word = self.body, self.word
        if count <= MOST_TURNED_ONE_BY_ONE:
            for number in range(count // 2):
                ends = [self.abi.at(body, first, n) for n in (number, count - 1 - number)]
                values = [body.value(f"load {word}, ptr {end}") for end in ends]
                for end, value in zip(ends, reversed(values), strict=True):
                    body.line(f"store {word} {value}, ptr {end}")
            return
        before, turn, done = body.current or "entry", body.fresh("turn"), body.fresh("done")
        last = self.abi.at(body, first, count - 1)
        body.line(f"br label %{turn}")
        body.label(turn)
        low, high = f"%{body.fresh('low')}", f"%{body.fresh('high')}"
        next_low, next_high = f"%{body.fresh('low')}", f"%{body.fresh('high')}"
        body.line(f"{low} = phi ptr [ {first}, %{before} ], [ {next_low}, %{turn} ]")
        body.line(f"{high} = phi ptr [ {last}, %{before} ], [ {next_high}, %{turn} ]")
        values = [body.value(f"load {word}, ptr {end}") for end in (low, high)]
        body.line(f"store {word} {values[1]}, ptr {low}")
        body.line(f"store {word} {values[0]}, ptr {high}")
        body.line(f"{next_low} = getelementptr inbounds {word}, ptr {low}, {word} 1")
        body.line(f"{next_high} = getelementptr inbounds {word}, ptr {high}, {word} -1")
        body.line(f"br i1 {body.value(f'icmp ult ptr {next_low}, {next_high}')}, label %{turn}, label %{done}")
        body.label(done)

    def _call(self, args: str) -> str:
        """Convert the arguments, call the function in the version that fits them, box its result."""
        function, body, layout = self.function, self.body, self.parent.layout
        values: list[Value] = []
        devices: list[str] = []
        for number, param in enumerate(function.params):
            address = self.abi.at(body, args, number) if number else args
            given = body.value(f"load {self.word}, ptr {address}")
            if isinstance(param.type, PointerType) and function.two_versions:
                pointer, device = self.boxing.pointer(given)
                values.append(pointer)
                devices.append(device)
            elif isinstance(param.type, PointerType):
                values.append(self.boxing.address(given))
            else:
                is_object = param.type == OBJECT or isinstance(param.type, CellType)
                values.append(given if is_object else self.boxing.unbox(given, param.type))
        arguments = []
        result_slot = ""
        if layout.is_returned_in_memory(function.result):
            result_slot = body.slot(layout.memory(function.result), "result")
            arguments.append(f"ptr {result_slot}")
        if function.recursive:
            arguments.append(f"{floor_parameter(self.abi)} {floor_of_entry(self.abi, body)}")
        else:
            arguments.append("ptr %ctx")
        arguments += ["ptr %self"] * function.makes_functions
        for param, value in zip(function.params, values, strict=True):
            if isinstance(param.type, BufferType):
                arguments += [f"ptr {value[0]}", f"{self.word} {value[1]}"]
            else:
                assert isinstance(value, str)
                arguments.append(f"{layout.passed(param.type)} {self.parts.to_passed(param.type, value)}")
        result = self._dispatch(", ".join(arguments), devices)
        if function.result == NONE:
            return self.abi.table_value(body, "none")
        if result_slot:
            return self.boxing.box(self.parts.load(function.result, result_slot), function.result)
        return self.boxing.box(self.parts.from_passed(function.result, result), function.result)

    def _dispatch(self, arguments: str, devices: list[str]) -> str:
        """Call the memory version, or where a pointer came from a number the device version."""
        function, body = self.function, self.body
        type_ = self.parent.layout.result(function.result)
        names = [function.symbol] if not function.two_versions else [function.symbol, function.symbol + ".device"]
        if len(names) == 1 or not devices:
            return self._call_one(type_, names[-1], arguments)
        any_device = devices[0]
        for device in devices[1:]:
            any_device = body.value(f"or i1 {any_device}, {device}")
        labels = [body.fresh("memory"), body.fresh("device")]
        join = body.fresh("join")
        body.line(f"br i1 {any_device}, label %{labels[1]}, label %{labels[0]}")
        results = []
        for name, label in zip(names, labels, strict=True):
            body.label(label)
            results.append(self._call_one(type_, name, arguments))
            body.line(f"br label %{join}")
        body.label(join)
        if type_ == "void":
            return ""
        ways = ", ".join(f"[ {value}, %{label} ]" for value, label in zip(results, labels, strict=True))
        return body.value(f"phi {type_} {ways}")

    def _call_one(self, type_: str, name: str, arguments: str) -> str:
        text = f"call {type_} {symbol(name)}({arguments})" + " noinline" * self.apart
        if type_ == "void":
            self.body.line(text)
            return ""
        return self.body.value(text)
