"""What can be told of a loop without computing: what runs before what, which assignment reaches where, what counts."""

from nativecomp.ir import Block, Local, Op
from nativecomp.passes.flow import Flow, Loop


class LoopFacts:
    """Facts about one loop, the region, with the loops inside it. `blocks` are the region's in the function's order."""

    def __init__(self, blocks: list[Block], flow: Flow, region: Loop) -> None:
        self.flow = flow
        self.region = region
        self.place: dict[Op, tuple[Block, int]] = {}
        self.stores: dict[Local, list[Op]] = {}
        self.changed_by_calls: set[Local] = set()
        for block in blocks:
            for index, op in enumerate(block.ops):
                self.place[op] = block, index
                if op.name == "local.store":
                    self.stores.setdefault(op.attributes["local"], []).append(op)
                elif op.name == "call":
                    self.changed_by_calls.update(op.attributes["callee"].captures)
        self._ways: dict[tuple[Block, Block], set[Block]] = {}

    # Order

    def _before(self, first: Op, second: Op) -> bool:
        """Whether the first operation has run whenever the second one runs."""
        (block, index), (other, later) = self.place[first], self.place[second]
        return index < later if block is other else self.flow.dominates(block, other)

    def _unchanged(self, local: Local, first: Op, second: Op) -> bool:
        """Whether a local has one value at two operations, of which the first dominates the second."""
        if first not in self.place:
            return False
        (block, index), (other, later) = self.place[first], self.place[second]
        if block is other:
            between = block.ops[index + 1 : later]
        else:
            between = block.ops[index + 1 :] + other.ops[:later]
            between += [op for middle in self._between(block, other) for op in middle.ops]
        return not any(op.name == "local.store" and op.attributes["local"] is local for op in between)

    def _between(self, first: Block, second: Block) -> set[Block]:
        """The blocks on ways from one block to another that do not lead through the first one again."""
        key = first, second
        if key not in self._ways:
            reached = self._reach(self.flow.successors, first, first)
            self._ways[key] = reached & self._reach(self.flow.predecessors, second, first)
        return self._ways[key]

    @staticmethod
    def _reach(edges: dict[Block, list[Block]], start: Block, barrier: Block) -> set[Block]:
        seen: set[Block] = set()
        todo = [block for block in edges[start] if block is not barrier]
        while todo:
            block = todo.pop()
            if block not in seen:
                seen.add(block)
                todo += [b for b in edges[block] if b is not barrier]
        return seen

    def _runs_first(self, op: Op, store: Op) -> bool:
        """Whether in the turn of the store's loop the operation has run before the store, if it runs at all."""
        (block, index), (other, later) = self.place[op], self.place[store]
        loop = self.flow.loop_of[other]
        if block is other:
            return index < later
        if block not in loop.blocks:
            return False
        seen: set[Block] = set()
        todo = [t for t in self.flow.successors[other] if t is not loop.header]
        while todo:
            current = todo.pop()
            if current in loop.blocks and current not in seen:
                seen.add(current)
                todo += [t for t in self.flow.successors[current] if t is not loop.header]
        return block not in seen

    def _every_turn(self, store: Op, loop: Loop) -> bool:
        """Whether a store runs in each turn of a loop itself (not of one inside)."""
        block = self.place[store][0]
        ends = [p for p in self.flow.predecessors[loop.header] if p in loop.blocks]
        return self.flow.loop_of[block] is loop and all(self.flow.dominates(block, end) for end in ends)

    def _may_see_first(self, op: Op, resets: list[Op]) -> bool:
        """Whether the operation may see the value from before the region: a way leads to it past all assignments."""
        block, index = self.place[op]
        if any(self.place[s][0] is block and self.place[s][1] < index for s in resets):
            return False
        setting = {self.place[store][0] for store in resets}
        seen: set[Block] = set()
        todo = [block]
        while todo:
            current = todo.pop()
            if current is self.region.header:
                return True
            for above in self.flow.predecessors[current]:
                if above not in seen and above not in setting:
                    seen.add(above)
                    todo.append(above)
        return False

    # Loops and their counters

    def _around(self, op: Op) -> list[Loop]:
        """The loops around an operation, up to the region."""
        loops = []
        loop: Loop | None = self.flow.loop_of[self.place[op][0]]
        while loop is not None:
            loops.append(loop)
            if loop is self.region:
                break
            loop = loop.parent
        return loops

    def _condition(self, loop: Loop) -> Op | None:
        """The comparison at the head of a loop that ends it when it is False."""
        branch = loop.header.terminator
        if branch is None or branch.name != "branch" or branch.attributes["then"] not in loop.blocks:
            return None
        if branch.attributes["otherwise"] in loop.blocks:
            return None
        condition = branch.operands[0]
        return condition if condition.name == "int.compare" and condition in loop.header.ops else None

    def _condition_limit(self, loop: Loop) -> Local:
        condition = self._condition(loop)
        assert condition is not None
        limit: Local = condition.operands[1].attributes["local"]
        return limit

    def _counts_down(self, loop: Loop) -> bool:
        condition = self._condition(loop)
        return condition is not None and condition.attributes["predicate"] == ">"

    def _inside(self, loop: Loop, local: Local) -> list[Op]:
        return [store for store in self.stores.get(local, []) if self.place[store][0] in loop.blocks]

    def _step_of(self, loop: Loop, counter: Local) -> Op:
        return self._inside(loop, counter)[0]

    def _entering(self, loop: Loop, local: Local) -> Op | None:
        """The operation whose value a local holds each time that a loop starts, where there is one."""
        if local in self.changed_by_calls:
            return None
        if loop is self.region:
            ways = [p for p in self.flow.predecessors[loop.header] if p not in loop.blocks]
            stores = [op for op in ways[0].ops if op.name == "local.store"] if len(ways) == 1 else []
            mine = [op for op in stores if op.attributes["local"] is local]
            return mine[-1].operands[0] if mine and not any(op.name == "call" for op in ways[0].ops) else None
        outside = [store for store in self.stores.get(local, []) if self.place[store][0] not in loop.blocks]
        if len(outside) != 1:
            return None
        block = self.place[outside[0]][0]
        # It must run anew before each time that the loop starts.
        anew = self.flow.loop_of[block] is loop.parent and self.flow.dominates(block, loop.header)
        return outside[0].operands[0] if anew else None

    # Buffers

    def held_buffer(self, op: Op) -> Local | None:
        """The local that a buffer was loaded from, if the region does not assign it."""
        local = op.attributes.get("local") if op.name == "local.load" else None
        if not isinstance(local, Local) or local in self.changed_by_calls:
            return None
        stores = self.stores.get(local, [])
        if not stores:
            return local
        # The buffer that a `for` over it holds is a copy.
        return self.held_buffer(stores[0].operands[0]) if len(stores) == 1 and self._before(stores[0], op) else None
