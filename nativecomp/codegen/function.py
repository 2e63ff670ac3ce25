"""A function of IR to LLVM text: slots, blocks, and each operation by the lowering that registered for it."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from nativecomp.analysis.flow import Flow
from nativecomp.codegen.abi.stack import context_from_floor, floor_parameter
from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.errors import CodegenError
from nativecomp.codegen.loops import blocks_in_loops, hot_blocks
from nativecomp.codegen.lower import generators
from nativecomp.codegen.lower.boxing import Boxing
from nativecomp.codegen.parts import Parts
from nativecomp.codegen.registry import LOWERINGS, Value
from nativecomp.codegen.sites import RaiseSite
from nativecomp.codegen.spilling import floats_over_calls
from nativecomp.codegen.symbols import DEVICE_SUFFIX, ENTRY_SUFFIX
from nativecomp.codegen.text import BodyText, symbol
from nativecomp.codegen.tuning import TURNS, compares_costs, function_attributes
from nativecomp.ir import Block, Function, Local, Op
from nativecomp.language.types import ITERATOR, NONE, BufferType, Type

if TYPE_CHECKING:
    from nativecomp.codegen.module import ModuleLowering

LONGEST_NAME = 64
"""Characters of a local's name that its slot's name keeps; LLVM would cut it itself past 1024."""


@dataclass
class FunctionLowering:
    """One version of a function on its way to LLVM text. The families of operations work on this."""

    parent: "ModuleLowering"
    function: Function
    device: bool
    body: BodyText = field(default_factory=BodyText)
    values: dict[Op, Value] = field(default_factory=dict)
    slots: dict[Local, str] = field(default_factory=dict)
    raises: dict[RaiseSite, str] = field(default_factory=dict)
    begun: set[Block] = field(default_factory=set)
    handlers: dict[Block, str] = field(default_factory=dict)
    """The buffers of handlers, by the blocks that they lead to."""
    hints: dict[str, str] = field(default_factory=dict)
    """The slots of places where names were found (lower/hints)."""
    poll: tuple[str, ...] = ()
    """The slots of what lower/polling keeps, if the function has loops that ask."""
    op: Op | None = None

    def __post_init__(self) -> None:
        self.layout = self.parent.layout
        self.module = self.parent.text
        self.opt = self.function.options.opt or self.parent.opt
        if self.device and self.parent.plan.device_opt:
            self.opt = self.parent.plan.device_opt
        self.symbol = self.function.symbol + DEVICE_SUFFIX * self.device + ENTRY_SUFFIX * self.function.suspends
        self.block_order = {block: number for number, block in enumerate(self.function.blocks)}
        self.in_loops = blocks_in_loops(self.function.blocks)
        shares = isinstance(self.parent.abi, TableAbi) and self.parent.abi.tables.shares
        self.hot = hot_blocks(self.function, self.opt, shares=shares)
        self.innermost = blocks_in_loops(self.function.blocks, innermost=True)
        self.comparisons = sum(op.name == "object.compare" for op in self.function.ops)
        self.spilled = floats_over_calls(self.function) if self.parent.plan.spilled else frozenset()
        self.hidden_result = "%result"
        self.has_handlers = any(op.name == "try.begin" for block in self.function.blocks for op in block.ops)
        self.parts = Parts(self.layout, self.body)
        self.store_parts, self.load_parts = self.parts.store, self.parts.load
        self.from_passed, self.to_passed = self.parts.from_passed, self.parts.to_passed

    # Operands

    def operand(self, op: Op) -> Value:
        """The value of an operation that has been lowered."""
        return self.values[op]

    def single(self, op: Op) -> str:
        """The same, of an operation whose value is one LLVM value."""
        value = self.values[op]
        assert isinstance(value, str), f"{op.name} gives a compound value"
        return value

    def load_local(self, local: Local) -> Value:
        return self.load_parts(local.type, self.slots[local], in_memory=local.in_memory or local in self.spilled)

    def store_local(self, local: Local, value: Value) -> None:
        self.store_parts(local.type, value, self.slots[local], in_memory=local.in_memory or local in self.spilled)

    def constant(self, op: Op) -> int | float | None:
        """The value of a constant, None if it is not one."""
        return op.attributes["value"] if op.name == "const" else None

    def label(self, block: Block) -> str:
        return f"b.{block.name}" if block.name.isascii() else f"b{self.block_order[block]}"

    def goes_back_to(self, block: Block) -> bool:
        """Whether a block has been lowered already, so that a jump to it closes a loop."""
        return block in self.begun

    @cached_property
    def _flow(self) -> Flow:
        return Flow(self.function)

    def leaving_loop(self, op: Op) -> tuple[int, int] | None:
        """How often a branch at the end of this block goes which way, where one of them leaves a loop.

        It is a guess like LLVM's own, which LLVM makes anew of loops as they stand at the end, unrolled or not. What is
        said here it keeps, and corrects where it copies a loop; so variants of a function can be compared.
        """
        if self.function.python or not compares_costs(self.layout.target):
            return None
        loop = self._flow.loop_of.get(self.block) if self.opt == "speed" and self.block in self.in_loops else None
        inside = [target in loop.blocks for target in op.targets] if loop else []
        if loop is None or len(set(inside)) < 2:
            return None
        turns = TURNS
        if self.block is loop.header:
            ends = [block.ops[-1] for block in self._flow.predecessors[loop.header] if block in loop.blocks]
            turns = next((n for end in ends if isinstance(n := end.attributes.get("turns"), int)), turns)
        return (turns, 1) if inside[0] else (1, turns)

    @property
    def boxing(self) -> Boxing:
        """Conversions of objects, inline where that is worth its bytes."""
        assert isinstance(self.parent.abi, TableAbi)
        unbox = (
            "inline" if self.block in self.in_loops and self.opt != "size" else self.parent.unboxing(self.opt, "call")
        )
        return Boxing(self.parent.abi, self.body, unbox=unbox, box_inline=self.opt == "speed")

    def expands(self, op: Op) -> bool:
        """Whether an operation on objects looks for small integers itself, which takes several times its bytes.

        Not with a constant that is none.
        """
        known = [operand.attributes["value"] for operand in op.operands if operand.name == "object.const"]
        wanted: bool = op.attributes.get("expand", self.is_hot)
        return self.parent.abi.context and wanted and all(type(value) is int for value in known)

    @property
    def is_hot(self) -> bool:
        """Whether what stands here is worth more bytes than asking the runtime."""
        return self.block in self.hot

    @property
    def fast(self) -> str:
        """The flags of a float operation. None of them makes a NaN or an infinity undefined."""
        return "reassoc nsz arcp contract afn " if self.function.options.fastmath else ""

    # Control inside an operation

    def raise_if(self, condition: str, exception: str, message: str | None) -> None:
        """Raise where the condition holds; go on in a new block."""
        if condition == "false":
            return
        site = self.site(exception, message)
        label = self.raises.get(site)
        if label is None:
            label = self.raises[site] = self.body.fresh("raise")
            with self.body.cold():
                self.body.label(label)
                self.parent.abi.emit_raise(self, site, None)
        self.branch_unlikely(condition, label)

    def branch_unlikely(self, condition: str, label: str, proceed: str = "") -> None:
        """Go to the block where the condition holds, which it hardly ever does; else go on in a new block."""
        proceed = proceed or self.body.fresh("ok")
        weights = self.module.metadata('!{!"branch_weights", i32 1, i32 4000}')
        self.body.line(f"br i1 {condition}, label %{label}, label %{proceed}, !prof {weights}")
        self.body.label(proceed)

    def site(self, exception: str, message: str | None) -> RaiseSite:
        span = (self.op.span if self.op else None) or self.function.span
        # An operation that passes/inline.py has moved raises in the function that it was written in.
        within = self.op.attributes.get("within", self.function.name) if self.op else self.function.name
        return RaiseSite(exception, message, within, span.file, span.line)

    # The function

    def run(self) -> str:
        self.subprogram = self.parent.debug.subprogram(self.function, self.symbol)
        self.body.location = self.parent.debug.location(self.function.span, self.subprogram)
        self._prologue()
        for block in self.function.blocks:
            self.block = block
            self.body.label(self.label(block))
            self.begun.add(block)
            for op in block.ops:
                self._lower(op)
        self.parent.debug.end()
        params = ", ".join(self._parameters())
        called = self.function in self.parent.called
        size = sum(len(block.ops) for block in self.function.blocks)
        alone = self.parent.abi.context
        indirect = not alone or self.parent.target.emulator != "arm"
        level = "small" if self.function.python and self.opt == "balanced" else self.opt
        words = function_attributes(level, called=called, size=size, alone=alone, indirect=indirect)
        if self.has_handlers and not called:
            # A function that calls what returns twice becomes part of an entry only if it says so.
            words += " returns_twice"
        self.parent.attributes.setdefault(self.function, words)
        attributes = self.module.attributes(words)
        result = self.layout.word if self.function.suspends else self.layout.result(self.function.result)
        head = f"define {result} {symbol(self.symbol)}({params})"
        return f"{head} {attributes}{self.parent.debug.attached(self.subprogram)} {{\n{self.body.render()}\n}}"

    def _lower(self, op: Op) -> None:
        self.op = op
        self.body.location = self.parent.debug.location(op.span or self.function.span, self.subprogram)
        lowering = LOWERINGS.get(op.name)
        if lowering is None:
            raise CodegenError(f"{self.symbol}: nothing lowers the operation `{op.name}`")
        value = lowering(self, op)
        if op.type != NONE:
            assert value is not None, f"{op.name} gave no value"
            self.values[op] = value

    @property
    def _gets_floor(self) -> TableAbi | None:
        """The ABI of a function that gets the floor of the stack, and the context behind it."""
        abi = self.parent.abi
        return abi if self.function.recursive and isinstance(abi, TableAbi) else None

    def _parameters(self) -> list[str]:
        if self.function.suspends:
            return generators.parameters(self)
        out = [
            f"ptr noalias noundef writeonly captures(none) {self.hidden_result}"
        ] * self.layout.is_returned_in_memory(self.function.result)
        if self._gets_floor is not None:
            out.append(f"{floor_parameter(self._gets_floor)} noundef nonnull %floor")
        else:
            out += ["ptr noundef nonnull %ctx"] * self.parent.abi.context
        out += ["ptr noundef nonnull %self"] * self.function.makes_functions
        for number, param in enumerate(self.function.params):
            if isinstance(param.type, BufferType):
                word, size = self.layout.word, (param.type.element.bits // 8)
                top = (1 << (self.layout.target.word_bits - 1)) // size
                limit = self.layout.constant(self.layout.word_type, top)
                out += [f"ptr noundef %a{number}", f"{word} noundef range({word} 0, {limit}) %n{number}"]
            else:
                out.append(f"{self.layout.passed(param.type)} noundef %a{number}")
        for number, _ in enumerate(self.function.captures):
            out.append(f"ptr noalias noundef nonnull %c{number}")
        return out

    def _prologue(self) -> None:
        if self.function.suspends:
            generators.prologue(self)
            return
        if self._gets_floor is not None:
            context_from_floor(self._gets_floor, self.body)
        for number, local in enumerate(self.function.captures):
            self.slots[local] = f"%c{number}"
        params = self.function.params
        own = params + [local for local in self.function.locals if local not in set(params)]
        for local in own:
            if local not in self.slots:
                self.slots[local] = self.body.slot(self.layout.memory(local.type), local.name[:LONGEST_NAME])
        for local in own:
            for record in self.parent.debug.declare(self.function, local, self.slots[local], self.subprogram):
                self.body.record(record)
        for number, param in enumerate(params):
            self.store_local(param, self._argument(number, param.type))
        for local in own[len(params) :]:
            if local.zeroed and local not in self.function.captures and local.type != ITERATOR:
                self.store_local(local, self.layout.zero(local.type))
        self.body.line(f"br label %{self.label(self.function.blocks[0])}")

    def _argument(self, number: int, type_: Type) -> Value:
        if isinstance(type_, BufferType):
            return (f"%a{number}", f"%n{number}")
        return self.from_passed(type_, f"%a{number}")
