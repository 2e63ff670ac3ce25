"""The entry by which Python calls a compiled function: arguments in, the function, the result out (table ABI).

    word f.entry(self, n_pos, n_kw, args)

Called with as many positional arguments as there are parameters, it reads them where they lie. What any other call
passes is bound by the runtime first, which knows the names and defaults from the prelude.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nativecomp.codegen.boxing import Boxing
from nativecomp.codegen.exceptions import HANDLER_WORDS
from nativecomp.codegen.parts import Parts
from nativecomp.codegen.registry import Value
from nativecomp.codegen.stack import floor_of_entry
from nativecomp.codegen.table import Entry, TableAbi
from nativecomp.codegen.text import BodyText, symbol
from nativecomp.ir import Function
from nativecomp.types import NONE, OBJECT, BufferType, CellType, PointerType

if TYPE_CHECKING:
    from nativecomp.codegen.lower import ModuleLowering

ENTRY_SUFFIX = ".entry"
GUARDED_SUFFIX = ".guarded"
CODE_STATE_WORDS = 5
"""Words of a code state before its local variables."""


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
        self.boxing = Boxing(abi, self.body)
        self.parts = Parts(abi.layout, self.body)
        self.word = abi.word

    def run(self) -> str:
        """The entry as LLVM text."""
        name = entry_symbol(self.function)
        if not self.abi.guarded:
            return self._define(f"define {self.word} {symbol(name)}({self._PARAMETERS.format(self.word)})", self._plain)
        inner = symbol(name + GUARDED_SUFFIX)
        guarded = EntryLowering(self.parent, self.function)
        parameters = self._PARAMETERS.format(self.word)
        return "\n\n".join(
            [
                self._define(f"define {self.word} {symbol(name)}({parameters})", lambda: self._guard(inner)),
                guarded._define(
                    f"define internal {self.word} {inner}({parameters}, ptr %exception)", guarded._guarded, "noinline "
                ),
            ]
        )

    _PARAMETERS = "ptr %self, {0} %n_pos, {0} %n_kw, ptr %args"

    def _define(self, head: str, write: Callable[[], str], attributes: str = "") -> str:
        """A function with the parameters of an entry, whose body `write` writes; it gives the result."""
        body, text = self.body, self.parent.text
        subprogram = self.parent.debug.subprogram(self.function, entry_symbol(self.function))
        body.location = self.parent.debug.location(self.function.span, subprogram)
        body.line(f"%ctx = load ptr, ptr {self.abi.at(body, '%self', 1)}, !invariant.load {text.metadata('!{}')}")
        body.line(f"ret {self.word} {write()}")
        words = attributes + 'nounwind null_pointer_is_valid "frame-pointer"="none" optsize'
        return f"{head} {text.attributes(words)} !dbg {subprogram} {{\n{body.render()}\n}}"

    def _plain(self) -> str:
        count = len(self.function.params)
        return self._call(self._bind(count) if self.function.always_bound else self._bind_others(count))

    # Under a guard: see codegen/floatguard.py

    def _guard(self, inner: str) -> str:
        """Call the guarded entry, and raise what it caught."""
        body, word = self.body, self.word
        slot = body.slot(word, "exception")
        given = f"ptr %self, {word} %n_pos, {word} %n_kw, ptr %args, ptr {slot}"
        result = body.value(f"call {word} {inner}({given})")
        caught, returned = body.fresh("caught"), body.fresh("returned")
        body.line(f"br i1 {body.value(f'icmp eq {word} {result}, 0')}, label %{caught}, label %{returned}")
        with body.cold():
            body.label(caught)
            exception = body.value(f"load {word}, ptr {slot}")
            self.abi.table_call(body, Entry.RAISE, "void", [(word, exception)])
            body.line("unreachable")
        body.label(returned)
        return result

    def _guarded(self) -> str:
        """The entry with a handler around it: for an exception the result is 0, which is no object."""
        body, word = self.body, self.word
        handler = body.slot(f"[{HANDLER_WORDS[self.parent.target.emulator]} x {word}]", "handler")
        raised = self.abi.table_call(body, Entry.PUSH_HANDLER, "i32", [("ptr", handler)], "returns_twice")
        caught, proceed = body.fresh("caught"), body.fresh("proceed")
        body.line(f"br i1 {body.value(f'icmp eq i32 {raised}, 0')}, label %{proceed}, label %{caught}")
        with body.cold():
            body.label(caught)
            exception = body.value(f"load volatile {word}, ptr {self.abi.at(body, handler, 1)}")
            body.line(f"store {word} {exception}, ptr %exception")
            body.line(f"ret {word} 0")
        body.label(proceed)
        result = self._plain()
        self.abi.table_call(body, Entry.POP_HANDLER, "void", [])
        return result

    # Arguments

    def _bind_others(self, count: int) -> str:
        """The arguments where they lie, if they are all there and positional; else where the runtime puts them."""
        body, word = self.body, self.word
        other = body.value(f"xor {word} %n_pos, {count}")
        other = body.value(f"or {word} {other}, %n_kw")
        plain, bound = body.fresh("plain"), body.fresh("bound")
        before = body.current or "entry"
        weights = self.parent.text.metadata('!{!"branch_weights", i32 4000, i32 1}')
        body.line(f"br i1 {body.value(f'icmp eq {word} {other}, 0')}, label %{plain}, label %{bound}, !prof {weights}")
        with body.cold():
            body.label(bound)
            arguments = self._bind(count)
            body.line(f"br label %{plain}")
        body.label(plain)
        return body.value(f"phi ptr [ %args, %{before} ], [ {arguments}, %{bound} ]")

    def _bind(self, count: int) -> str:
        """Let the runtime bind what was passed; the address of all arguments in their order."""
        body, word = self.body, self.word
        helper = self.abi.text.helper("nc.bind", self._bind_helper())
        # A code state with the locals, which come in reverse, and room to turn them round.
        state = body.slot(f"[{CODE_STATE_WORDS + 2 * count} x {word}]", "state")
        arguments = f"ptr %ctx, ptr %self, {word} %n_pos, {word} %n_kw, ptr %args, ptr {state}, {word} {count}"
        return body.value(f"call ptr {helper}({arguments})")

    def _bind_helper(self) -> str:
        body, word = BodyText(), self.word
        body.line("store ptr %self, ptr %state")
        field = self.abi.at(body, "%state", 3)
        body.line(f"store i16 {body.value(f'trunc {word} %count to i16')}, ptr {field}")
        self.abi.table_call(
            body, Entry.BIND_ARGUMENTS, "void",
            [("ptr", "%state"), (word, "%n_pos"), (word, "%n_kw"), ("ptr", "%args")],
        )  # fmt: skip
        first = self.abi.at(body, "%state", CODE_STATE_WORDS)
        past = body.value(f"getelementptr {word}, ptr {first}, {word} %count")
        body.line("br label %test")
        body.label("test")
        left = body.value(f"phi {word} [ %count, %entry ], [ %next, %turn ]")
        body.line(f"br i1 {body.value(f'icmp eq {word} {left}, 0')}, label %done, label %turn")
        body.label("turn")
        body.line(f"%next = sub {word} {left}, 1")
        value = body.value(f"load {word}, ptr {body.value(f'getelementptr {word}, ptr {first}, {word} %next')}")
        place = body.value(f"sub {word} %count, {left}")
        body.line(f"store {word} {value}, ptr {body.value(f'getelementptr {word}, ptr {past}, {word} {place}')}")
        body.line("br label %test")
        body.label("done")
        body.line(f"ret ptr {past}")
        attributes = self.abi.text.attributes("cold noinline nounwind minsize optsize null_pointer_is_valid")
        parameters = f"ptr %ctx, ptr %self, {word} %n_pos, {word} %n_kw, ptr %args, ptr %state, {word} %count"
        return f"define internal ptr @nc.bind({parameters}) {attributes} {{\n{body.render()}\n}}"

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
        arguments += ["ptr %ctx"] + ["ptr %self"] * function.makes_functions
        if function.recursive:
            arguments.append(f"ptr {floor_of_entry(self.abi, body)}")
        for param, value in zip(function.params, values, strict=True):
            if isinstance(param.type, BufferType):
                arguments += [f"ptr {value[0]}", f"{self.word} {value[1]}"]
            else:
                assert isinstance(value, str)
                arguments.append(f"{layout.passed(param.type)} {self.parts.to_passed(param.type, value)}")
        result = self._dispatch(", ".join(arguments), devices)
        if function.result == NONE:
            return self.abi.table_value(body, Entry.NONE)
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
        text = f"call {type_} {symbol(name)}({arguments})"
        if type_ == "void":
            self.body.line(text)
            return ""
        return self.body.value(text)
