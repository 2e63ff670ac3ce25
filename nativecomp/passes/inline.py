"""Put the body of a small function in the place of a call in a loop, where it works on typed buffers.

LLVM inlines too; here it is done before bounds are looked at (passes/bounds.py), which sees one function at a time.

before, in a loop                              after
    %4: int = call %2, %3, callee=get              local.store %2, local=b
    %5: int = int.add %4, %1                       local.store %3, local=i
                                                   local.store %6, local=...      (the callee's locals start as zero)
                                                   jump target=get.entry
                                               get.entry:
                                                   ...
                                                   local.store %9, local=result
                                                   jump target=after
                                               after:
                                                   %4: int = local.load local=result
                                                   %5: int = int.add %4, %1
"""

from dataclasses import replace

from nativecomp.analysis.flow import Flow
from nativecomp.ir import Block, Function, Local, Module, Op
from nativecomp.language.types import BOOL, ITERATOR, NONE, BufferType, FloatType, IntType
from nativecomp.passes.clone import Names, copy_blocks

_LARGEST_CALLEE = 120
_LARGEST_CALLER = 1200


def inline_in_loops(module: Module, opt: str) -> None:
    """For functions that are compiled for speed. Functions are changed in place."""
    for function in module.functions:
        if (function.options.opt or opt) == "speed":
            _Inlining(function).run()


class _Inlining:
    """The calls of one function."""

    def __init__(self, function: Function) -> None:
        self.function = function
        self.names = Names(function)

    def run(self) -> None:
        if len(self.function.ops) > _LARGEST_CALLER or not any(op.name == "call" for op in self.function.ops):
            return
        loops = Flow(self.function).loop_of
        calls = [op for block in self.function.blocks if block in loops for op in block.ops if self._is_wanted(op)]
        for call in calls:
            if len(self.function.ops) + len(call.attributes["callee"].ops) < _LARGEST_CALLER:
                self._inline(call)

    def _is_wanted(self, op: Op) -> bool:
        if op.name != "call":
            return False
        callee: Function = op.attributes["callee"]
        return (
            callee is not self.function
            and callee.options == self.function.options
            and not callee.options.traceback
            and not callee.captures
            and any(isinstance(param.type, BufferType) for param in callee.params)
            and len(callee.ops) <= _LARGEST_CALLEE
            and not any(inner.attributes.get("callee") is callee for inner in callee.ops)
        )

    def _inline(self, call: Op) -> None:
        callee: Function = call.attributes["callee"]
        block = next(block for block in self.function.blocks if call in block.ops)
        at = block.ops.index(call)
        locals_ = {local: replace(local) for local in dict.fromkeys([*callee.params, *callee.locals])}
        result = None if callee.result == NONE else Local("result", callee.result)
        self.function.locals += [*locals_.values(), *([result] if result else [])]
        blocks = copy_blocks(callee.blocks, lambda name: f"{callee.name}.{name}", self.names, locals_).blocks
        after = Block(self.names.new("after"), block.ops[at + 1 :], block.handler)
        block.ops = block.ops[:at]
        for param, operand in zip(callee.params, call.operands, strict=True):
            block.ops.append(Op("local.store", [operand], NONE, {"local": locals_[param]}, call.span))
        for local in callee.locals:
            if local.zeroed and local not in callee.params and local.type != ITERATOR:
                is_const = local.type == BOOL or isinstance(local.type, IntType | FloatType)
                zero = Op("const" if is_const else "zero", [], local.type, {"value": 0} if is_const else {}, call.span)
                block.ops += [zero, Op("local.store", [zero], NONE, {"local": locals_[local]}, call.span)]
        block.ops.append(Op("jump", [], NONE, {"target": blocks[callee.blocks[0]]}, call.span))
        for copied in blocks.values():
            # What leaves the callee by a raise arrives at the handler around the call.
            copied.handler = copied.handler or block.handler
            self._adapt(copied, call, result, after)
        if result is not None:
            # The call itself becomes the load of its result, so that its uses stay as they are.
            call.name, call.operands, call.attributes = "local.load", [], {"local": result}
            after.ops.insert(0, call)
        index = self.function.blocks.index(block) + 1
        self.function.blocks[index:index] = [*blocks.values(), after]

    @staticmethod
    def _adapt(block: Block, call: Op, result: Local | None, after: Block) -> None:
        """Let a block of the callee be one of the caller."""
        for op in block.ops:
            if op.attributes.get("device") == "parameter":
                op.attributes["device"] = call.attributes.get("device", "yes")
            if op.may_raise:
                op.attributes.setdefault("within", call.attributes["callee"].name)
        end = block.ops[-1]
        if end.name == "return":
            kept = [Op("local.store", end.operands, NONE, {"local": result}, end.span)] if result else []
            block.ops[-1:] = [*kept, Op("jump", [], NONE, {"target": after}, end.span)]
