"""The ways into a fast version and out of it: gates that test, and blocks that make floats objects again.

    gate:                                               leave:
      %0: object = local.load local=x                     %0: float = local.load local='number of x'
      %1: bool = object.is_float %0                       %1: object = object.box %0
      branch %1, then=enter, otherwise=for                local.store %1, local=x
    enter:                                                jump target=for
      %2: float = object.float %0
      local.store %2, local='number of x'
      jump target=for.fast

A wide integer is asked for by `object.wide`, and tested to be in the range of its slot. Only what is live is tested,
and made an object. That the runtime's floats have the width that the code expects is tested too: the architecture of a
file does not say.
"""

from collections.abc import Iterable, Mapping, Sequence

from nativecomp.ir import Block, Local, Op
from nativecomp.language.kinds import Kinds
from nativecomp.language.types import BOOL, INT64, NONE, OBJECT, FloatType, tuple_of
from nativecomp.passes.clone import Names, redirect
from nativecomp.passes.versions.choose import FLOAT, SMALL
from nativecomp.passes.versions.widths import WIDE, Widths

NUMBER = tuple_of((INT64, BOOL))
"""An integer of 64 bits, and whether an object is one."""


def make_gate(
    header: Block, fast: Block, slots: Mapping[Local, Kinds], numbers: Mapping[Local, Local], float_: FloatType,
    containers: Mapping[Local, Local], widths: Widths, names: Names, *, floats: bool,
) -> list[Block]:  # fmt: skip
    """Blocks that go to the fast version where live slots hold what is guessed; `floats` if it computes with any.

    The kinds of containers are asked there.
    """
    span = header.ops[0].span
    gate = Block(names.new("gate"), [], header.handler)
    blocks = [gate]

    def test(condition: Op) -> None:
        following = Block(names.new("gate"), [], header.handler)
        end = {"then": following, "otherwise": header, "likely": True}
        blocks[-1].ops += [condition, Op("branch", [condition], NONE, end, span)]
        blocks.append(following)

    loads = {slot: Op("local.load", [], OBJECT, {"local": slot}, span) for slot in slots}
    for kind, name in ((SMALL, "small.test"), (FLOAT, "object.is_float")):
        if found := [loads[slot] for slot in slots if slots[slot] == kind]:
            blocks[-1].ops += found
            test(Op(name, list(found), BOOL, {}, span))
    if floats:
        test(Op("object.float_layout", [], BOOL, {"width": float_.bits}, span))
    for slot, load in loads.items():
        if slots[slot] == FLOAT:
            number = Op("object.float", [load], float_, {}, span)
            blocks[-1].ops += [number, Op("local.store", [number], NONE, {"local": numbers[slot]}, span)]
    for slot, range_ in widths.slots.items():
        if slots.get(slot) not in (SMALL, WIDE):
            continue
        both = Op("object.wide", [loads[slot]], NUMBER, {}, span)
        blocks[-1].ops += [*[loads[slot]] * (slots[slot] == WIDE), both]
        test(Op("tuple.get", [both], BOOL, {"index": 1}, span))
        wide = Op("tuple.get", [both], INT64, {"index": 0}, span)
        blocks[-1].ops.append(wide)
        for end, predicate in ((range_.low, ">="), (range_.high, "<=")):
            limit = Op("const", [], INT64, {"value": end}, span)
            blocks[-1].ops.append(limit)
            test(Op("int.compare", [wide, limit], BOOL, {"predicate": predicate}, span))
        if slots[slot] == WIDE:
            narrowed = Op("convert", [wide], numbers[slot].type, {}, span)
            blocks[-1].ops += [narrowed, Op("local.store", [narrowed], NONE, {"local": numbers[slot]}, span)]
    for slot, place in containers.items():
        load = Op("local.load", [], OBJECT, {"local": slot}, span)
        asked = Op("iterator.kind", [load], place.type, {}, span)
        blocks[-1].ops += [load, asked, Op("local.store", [asked], NONE, {"local": place}, span)]
    blocks[-1].ops.append(Op("jump", [], NONE, {"target": fast}, span))
    return blocks


def box_on_leaving(
    fast: Sequence[Block], live: Mapping[Block, Iterable[Local]], numbers: Mapping[Local, Local], names: Names
) -> list[Block]:
    """Let the ways out of the fast blocks lead through new blocks, one for each block outside."""
    inside = set(fast)
    made: dict[Block, Block] = {}
    for block in fast:
        for target in block.ops[-1].targets:
            if target in inside:
                continue
            if target not in made:
                made[target] = _leave(target, [slot for slot in numbers if slot in live[target]], numbers, names)
            redirect(block, target, made[target])
    return list(made.values())


def _leave(target: Block, slots: list[Local], numbers: Mapping[Local, Local], names: Names) -> Block:
    span = target.ops[0].span
    block = Block(names.new("leave"), [], target.handler)
    for slot in slots:
        number = Op("local.load", [], numbers[slot].type, {"local": numbers[slot]}, span)
        boxed = Op("object.box", [number], OBJECT, {}, span)
        block.ops += [number, boxed, Op("local.store", [boxed], NONE, {"local": slot}, span)]
    block.ops.append(Op("jump", [], NONE, {"target": target}, span))
    return block
