"""Let the traceback of an exception name the compiled functions that the exception leaves, with their lines.

before                                   after
    entry:                                   entry:
      %1: object = object.call %0              try.begin then=body, otherwise=trace
      return %1                              body handler=trace:
                                               local.store 12, local=line
                                               %1: object = object.call %0
                                               try.end target=leave
                                             leave:
                                               return %1
                                             trace:
                                               %2: object = try.exception
                                               %3: int32 = local.load local=line
                                               traceback.add %2, %3
                                               raise.object %2, again=True

The runtime's own interpreter adds its functions while an exception passes; machine code has to do it. So the whole
function is a protected region, and each handler begins with an entry in the traceback. A slot holds the line of the
operation that may raise next; where it is known to hold that line already, it is not stored again. An exception that
goes on its way from a handler (`again`) has its entry, so the line is 0 then, which stands for none.

Legal anywhere: nothing but the exception's own traceback changes. The region is entered once and left on each way out
of the function: a `return` leaves it first, a raise leaves it by its handler. A generator is a protected region
already, and its slot is stored anew behind each `yield`, since nothing of it is kept in the generator's frame.

Functions do so whose option `traceback` says so, which costs a handler for each call (docs/native.md).
"""

from nativecomp.ir import Block, Function, Local, Module, Op
from nativecomp.ir.effects import Effect
from nativecomp.language.types import FIXED_INTS, NONE, OBJECT
from nativecomp.passes.clone import Names

_LINE = FIXED_INTS["int32"]
_UNKNOWN = -1
"""What stands for a line where the slot may hold several ones, or none."""


def add_tracebacks(module: Module) -> None:
    """Functions are changed in place; doing it again changes nothing."""
    for function in module.functions:
        if function.options.traceback and not any(op.name == "traceback.add" for op in function.ops):
            _Tracing(function).run()


class _Tracing:
    """The traceback of one function."""

    def __init__(self, function: Function) -> None:
        self.function = function
        self.line = Local("line", _LINE, zeroed=False)

    def run(self) -> None:
        open_blocks = [block for block in self.function.blocks if block.handler is None]
        if any(op.may_raise for block in open_blocks for op in block.ops) and not self.function.suspends:
            self._protect(open_blocks)
        handlers = list(dict.fromkeys(block.handler for block in self.function.blocks if block.handler is not None))
        if not handlers:
            return
        self.function.locals.append(self.line)
        self._store_lines(handlers)
        for handler in handlers:
            exception = handler.ops[0]
            line = Op("local.load", [], _LINE, {"local": self.line}, exception.span)
            handler.ops[1:1] = [line, Op("traceback.add", [exception, line], NONE, {}, exception.span)]

    def _protect(self, blocks: list[Block]) -> None:
        """Make these blocks, all that have no handler, a region."""
        function, names, span = self.function, Names(self.function), self.function.span
        exception = Op("try.exception", [], OBJECT, {}, span)
        trace = Block(names.new("trace"), [exception, Op("raise.object", [exception], NONE, {"again": True}, span)])
        ways = {"then": function.blocks[0], "otherwise": trace}
        begin = Block(names.new("begin"), [Op("try.begin", [], NONE, ways, span)])
        leaving: list[Block] = []
        for block in blocks:
            block.handler = trace
            end = block.ops[-1]
            if end.name == "return":
                outside = Block(names.new("leave"), [end])
                block.ops[-1] = Op("try.end", [], NONE, {"target": outside}, end.span)
                leaving.append(outside)
        function.blocks[:] = [begin, *function.blocks, *leaving, trace]

    def _lines(self, block: Block) -> list[int | None]:
        """The lines that the slot has to hold when the operations of a block run; None where that does not matter."""
        return [self._line(op) if block.handler is not None else None for op in block.ops]

    def _line(self, op: Op) -> int | None:
        if Effect.RAISES not in op.effects:
            return None
        return 0 if op.attributes.get("again") else (op.span or self.function.span).line

    def _store_lines(self, handlers: list[Block]) -> None:
        at_start = self._at_start(handlers)
        for block in self.function.blocks:
            held, ops = at_start.get(block, _UNKNOWN), []
            for op, line in zip(block.ops, self._lines(block), strict=True):
                if line is not None and line != held:
                    held = line
                    value = Op("const", [], _LINE, {"value": line}, op.span)
                    ops += [value, Op("local.store", [value], NONE, {"local": self.line}, op.span)]
                ops.append(op)
            block.ops = ops

    def _at_start(self, handlers: list[Block]) -> dict[Block, int]:
        """The line that the slot holds where each block begins. Blocks that are not reached are not in it."""
        resumed = {target for op in self.function.ops if op.name == "yield" for target in op.targets}
        found = dict.fromkeys([self.function.blocks[0], *handlers, *resumed], _UNKNOWN)
        todo = list(found)
        while todo:
            block = todo.pop()
            lines = [line for line in self._lines(block) if line is not None]
            held = lines[-1] if lines else found[block]
            for target in block.successors:
                known = found.get(target, held)
                line = held if known == held else _UNKNOWN
                if found.get(target) != line:
                    found[target] = line
                    todo.append(target)
        return found
