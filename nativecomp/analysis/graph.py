"""A graph of blocks with one entry: predecessors, dominators, loops. What the blocks are does not matter."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

N = TypeVar("N", bound=Hashable)


@dataclass(eq=False)
class GraphLoop(Generic[N]):
    """A natural loop: `header` dominates all its `blocks`. `children` are the loops directly inside."""

    header: N
    blocks: set[N]
    parent: "GraphLoop[N] | None" = None
    children: list["GraphLoop[N]"] = field(default_factory=list)

    @property
    def depth(self) -> int:
        return 1 + (self.parent.depth if self.parent else 0)


class Graph(Generic[N]):
    """Predecessors, immediate dominators and loops of blocks that can all be reached from the entry."""

    def __init__(self, entry: N, successors: dict[N, list[N]]) -> None:
        self.entry = entry
        self.successors = successors
        self.predecessors: dict[N, list[N]] = {block: [] for block in successors}
        for block, targets in self.successors.items():
            for target in targets:
                self.predecessors[target].append(block)
        self.order = self._reverse_postorder()
        self.number = {block: number for number, block in enumerate(self.order)}
        self.dominator = self._dominators()
        self._entered, self._left = self._intervals()
        self.loops = self._find_loops()
        self.loop_of: dict[N, GraphLoop[N]] = {}
        for loop in sorted(self.loops, key=lambda loop: len(loop.blocks), reverse=True):
            self.loop_of.update(dict.fromkeys(loop.blocks, loop))

    def dominates(self, above: N, below: N) -> bool:
        """Whether every way to `below` leads through `above`. A block dominates itself."""
        return self._entered[above] <= self._entered[below] and self._left[below] <= self._left[above]

    def _reverse_postorder(self) -> list[N]:
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

    def _dominators(self) -> dict[N, N]:
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

    def _intervals(self) -> tuple[dict[N, int], dict[N, int]]:
        """When a walk over the dominator tree enters and leaves each block: what is inside is dominated."""
        children: dict[N, list[N]] = {block: [] for block in self.order}
        for block in self.order[1:]:
            children[self.dominator[block]].append(block)
        entered: dict[N, int] = {}
        left: dict[N, int] = {}
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

    def _find_loops(self) -> list[GraphLoop[N]]:
        """All loops, outer ones before the inner ones."""
        found: dict[N, GraphLoop[N]] = {}
        for block in self.order:
            for target in self.successors[block]:
                if self.dominates(target, block):
                    loop = found.setdefault(target, GraphLoop(target, {target}))
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
