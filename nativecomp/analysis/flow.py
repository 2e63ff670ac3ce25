"""The control flow of a function as the passes see it: predecessors, dominators, loops."""

from dataclasses import dataclass, field

from nativecomp.ir import Block, Function


@dataclass(eq=False)
class Loop:
    """A natural loop: `header` dominates all its `blocks`. `children` are the loops directly inside."""

    header: Block
    blocks: set[Block]
    parent: "Loop | None" = None
    children: list["Loop"] = field(default_factory=list)

    @property
    def depth(self) -> int:
        return 1 + (self.parent.depth if self.parent else 0)


class Flow:
    """Predecessors, immediate dominators and loops of a function whose blocks can all be reached.

    An operation that raises is a way to the handler of its block. It may leave before what the block stores after it.
    """

    def __init__(self, function: Function) -> None:
        self.entry = function.blocks[0]
        self.successors = {block: block.successors for block in function.blocks}
        self.predecessors: dict[Block, list[Block]] = {block: [] for block in function.blocks}
        for block, targets in self.successors.items():
            for target in targets:
                self.predecessors[target].append(block)
        self.order = self._reverse_postorder()
        self.number = {block: number for number, block in enumerate(self.order)}
        self.dominator = self._dominators()
        self._entered, self._left = self._intervals()
        self.loops = self._find_loops()
        self.loop_of: dict[Block, Loop] = {}
        for loop in sorted(self.loops, key=lambda loop: len(loop.blocks), reverse=True):
            self.loop_of.update(dict.fromkeys(loop.blocks, loop))

    def dominates(self, above: Block, below: Block) -> bool:
        """Whether every way to `below` leads through `above`. A block dominates itself."""
        return self._entered[above] <= self._entered[below] and self._left[below] <= self._left[above]

    def _reverse_postorder(self) -> list[Block]:
        seen = {self.entry}
        stack = [(self.entry, iter(self.successors[self.entry]))]
        order = []
        while stack:
            block, targets = stack[-1]
            target = next((t for t in targets if t not in seen), None)
            if target is None:
                order.append(block)
                stack.pop()
            else:
                seen.add(target)
                stack.append((target, iter(self.successors[target])))
        return order[::-1]

    def _dominators(self) -> dict[Block, Block]:
        """Immediate dominators, by intersecting those of the predecessors to a fixed point."""
        found = {self.entry: self.entry}
        changed = True
        while changed:
            changed = False
            for block in self.order[1:]:
                known = [p for p in self.predecessors[block] if p in found]
                common = known[0]
                for other in known[1:]:
                    while common is not other:
                        while self.number[common] > self.number[other]:
                            common = found[common]
                        while self.number[other] > self.number[common]:
                            other = found[other]
                if found.get(block) is not common:
                    found[block] = common
                    changed = True
        return found

    def _intervals(self) -> tuple[dict[Block, int], dict[Block, int]]:
        """When a walk over the dominator tree enters and leaves each block: what is inside is dominated."""
        children: dict[Block, list[Block]] = {block: [] for block in self.order}
        for block in self.order[1:]:
            children[self.dominator[block]].append(block)
        entered: dict[Block, int] = {}
        left: dict[Block, int] = {}
        stack = [self.entry]
        while stack:
            block = stack[-1]
            if block not in entered:
                entered[block] = len(entered)
                stack += children[block]
            else:
                left.setdefault(block, len(entered))
                stack.pop()
        return entered, left

    def _find_loops(self) -> list[Loop]:
        """All loops, outer ones before the inner ones."""
        found: dict[Block, Loop] = {}
        for block in self.order:
            for target in self.successors[block]:
                if self.dominates(target, block):
                    loop = found.setdefault(target, Loop(target, {target}))
                    todo = [block]
                    while todo:
                        member = todo.pop()
                        if member not in loop.blocks:
                            loop.blocks.add(member)
                            todo += self.predecessors[member]
        loops = sorted(found.values(), key=lambda loop: (-len(loop.blocks), self.number[loop.header]))
        for number, loop in enumerate(loops):
            around = [other for other in loops[:number] if loop.header in other.blocks]
            if around:
                loop.parent = around[-1]
                loop.parent.children.append(loop)
        return loops
