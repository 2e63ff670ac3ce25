r"""Iterate over `enumerate(x)` and `zip(x, y)` without the tuples that they make.

before                                                 after
    %0: object = object.global name='enumerate'            %0: object = object.global name='enumerate'
    %2: object = object.call %0, %1, ...                   branch (object.is_builtin %0), then=paired, otherwise=made
    iterator.begin %2, local=iterator                    paired:
                                                           iterator.begin %1, local=iterator
                                                         made:
                                                           %2: object = object.call %0, %1, ...
                                                           iterator.begin %2, local=iterator
  next:                                                  next:
    %3: object = iterator.next local=iterator              %3: object = iterator.next local=iterator
    branch (object.is_end %3), then=done, ...              branch (object.is_end %3), then=done, ...
  body:                                                  body:
    %4: tuple = object.unpack %3, count=2                  branch (local.load 'is paired'), then=two, otherwise=one
                                                         two:
                                                           (number, %3), number + 1
                                                         one:
                                                           %4: tuple = object.unpack %3, count=2

Of `zip` both iterators are begun in their order, and in each turn the second one is asked where the first one has not
ended. Legal where it is the built-in function that is called, which is tested, and the tuple is unpacked at once and
goes nowhere else: `enumerate` and `zip` ask their arguments for iterators when they are called, and these for items in
the order of here, and nothing else can see the object that they give.
"""

from collections import Counter
from dataclasses import dataclass

from nativecomp.ir import Block, Function, Local, Module, Op
from nativecomp.language.types import BOOL, NONE, OBJECT, Type
from nativecomp.passes.clone import Names

_ARGUMENTS = {"enumerate": 1, "zip": 2}


def take_pairs(module: Module, word_bits: int, opt: str) -> None:
    """In functions on objects that are not compiled for size, of files that remember built-in functions."""
    for function in module.functions if module.shares else ():
        if function.python and not function.suspends and (function.options.opt or opt) != "size":
            while (loop := _find(function, module.bound)) is not None:
                _Pairing(function, loop).run()


@dataclass(frozen=True)
class _Loop:
    """The call, where it is, and the loop over what it gives."""

    call: Op
    begin: Op
    before: Block
    header: Block
    body: Block


def _find(function: Function, bound: frozenset[str]) -> _Loop | None:
    """One that is as it was: afterwards its iterator is begun in two places."""
    uses = Counter(operand for op in function.ops for operand in op.operands)
    iterators = Counter(op.attributes["local"] for op in function.ops if op.name.startswith("iterator."))
    headers = {op.attributes["local"]: block for block in function.blocks for op in block.ops if _is_header(block, op)}
    for block in function.blocks:
        for call, begin in zip(block.ops, block.ops[1:], strict=False):
            if begin.name != "iterator.begin" or begin.operands != [call] or not _is_wanted(call, bound):
                continue
            iterator = begin.attributes["local"]
            header = headers.get(iterator)
            if header is None or iterators[iterator] != 2 or uses[call] != 1:
                continue
            item, body = header.ops[-3], header.ops[-1].attributes["otherwise"]
            first = body.ops[0]
            is_unpacked = first.name == "object.unpack" and first.operands == [item] and first.attributes["count"] == 2
            if is_unpacked and uses[item] == 2 and header.handler is body.handler is block.handler:
                return _Loop(call, begin, block, header, body)
    return None


def _is_header(block: Block, op: Op) -> bool:
    """Whether a block ends in asking for an item and going on with it."""
    if op.name != "iterator.next" or len(block.ops) < len(("next", "is_end", "branch")) or block.ops[-3] is not op:
        return False
    end, branch = block.ops[-2:]
    return end.name == "object.is_end" and branch.name == "branch" and [end.operands, branch.operands] == [[op], [end]]


def _is_wanted(call: Op, bound: frozenset[str]) -> bool:
    callee = call.operands[0] if call.name == "object.call" and not call.attributes["keywords"] else call
    name = callee.attributes["name"] if callee.name == "object.global" else ""
    return callee is not call and name not in bound and _ARGUMENTS.get(name) == len(call.operands) - 1


class _Pairing:
    """The rewriting of one loop."""

    def __init__(self, function: Function, loop: _Loop) -> None:
        self.function, self.loop, self.names = function, loop, Names(function)
        self.name = loop.call.operands[0].attributes["name"]
        self.paired = self._local("is paired", BOOL)
        self.items = [self._local(f"{place} of a pair", OBJECT) for place in ("first", "second")]
        iterator = loop.begin.attributes["local"]
        kinds = {"enumerate": ("number", OBJECT), "zip": (f"second {iterator.name}", iterator.type)}
        self.other = self._local(*kinds[self.name])

    def _local(self, name: str, type_: Type) -> Local:
        local = Local(name, type_, zeroed=False)
        self.function.locals.append(local)
        return local

    def _block(self, name: str, behind: Block) -> Block:
        block = Block(self.names.new(name), [], behind.handler)
        self.function.blocks.insert(self.function.blocks.index(behind) + 1, block)
        return block

    def _add(self, block: Block, name: str, operands: list[Op], type_: Type = NONE, /, **attributes: object) -> Op:
        op = Op(name, operands, type_, attributes, self.loop.call.span)
        block.ops.append(op)
        return op

    def _store(self, block: Block, value: Op, local: Local) -> None:
        self._add(block, "local.store", [value], local=local)

    def run(self) -> None:
        self._begin()
        self._turn()

    def _begin(self) -> None:
        loop, call, begin = self.loop, self.loop.call, self.loop.begin
        block, at = loop.before, loop.before.ops.index(loop.call)
        following = self._block("begun", block)
        made, paired = self._block("made", block), self._block("paired", block)
        following.ops, block.ops = block.ops[at + 2 :], block.ops[:at]
        if self.name == "enumerate":
            self._store(block, self._add(block, "object.const", [], OBJECT, value=0), self.other)
        known = self._add(block, "object.is_builtin", [call.operands[0]], BOOL, name=self.name)
        self._store(block, known, self.paired)
        self._add(block, "branch", [known], then=paired, otherwise=made, likely=True)
        iterator = begin.attributes["local"]
        for value, local in zip(call.operands[1:], (iterator, self.other), strict=False):
            self._add(paired, "iterator.begin", [value], local=local)
        made.ops += [call, begin]
        for one in (paired, made):
            self._add(one, "jump", [], target=following)

    def _turn(self) -> None:
        body, header = self.loop.body, self.loop.header
        item, unpack = header.ops[-3], body.ops[0]
        on = self._block("pair", body)
        one, two = self._block("one", body), self._block("two", body)
        on.ops, body.ops = body.ops[1:], []
        paired = self._add(body, "local.load", [], BOOL, local=self.paired)
        self._add(body, "branch", [paired], then=two, otherwise=one, likely=True)
        both = self._add(one, unpack.name, [item], unpack.type, **unpack.attributes)
        for index, local in enumerate(self.items):
            self._store(one, self._add(one, "tuple.get", [both], OBJECT, index=index), local)
        self._add(one, "jump", [], target=on)
        if self.name == "enumerate":
            number = self._add(two, "local.load", [], OBJECT, local=self.other)
            values, last = [number, item], two
            step = self._add(two, "object.const", [], OBJECT, value=1)
            self._store(two, self._add(two, "object.binary", [number, step], OBJECT, operator="+"), self.other)
        else:
            second, last = self._add(two, "iterator.next", [], OBJECT, local=self.other), self._block("two", two)
            end = self._add(two, "object.is_end", [second], BOOL)
            self._add(two, "branch", [end], then=header.ops[-1].attributes["then"], otherwise=last)
            values = [item, second]
        for value, local in zip(values, self.items, strict=True):
            self._store(last, value, local)
        self._add(last, "jump", [], target=on)
        loads = [Op("local.load", [], OBJECT, {"local": local}, unpack.span) for local in self.items]
        unpack.name, unpack.operands, unpack.attributes = "tuple.make", list(loads), {}
        on.ops[:0] = [*loads, unpack]
