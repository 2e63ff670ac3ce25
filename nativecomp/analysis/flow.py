"""The control flow of a function as the passes see it: predecessors, dominators, loops."""

from nativecomp.analysis.graph import Graph, GraphLoop
from nativecomp.ir import Block, Function

Loop = GraphLoop[Block]


class Flow(Graph[Block]):
    """The flow of a function whose blocks can all be reached.

    An operation that raises is a way to the handler of its block. It may leave before what the block stores after it.
    """

    def __init__(self, function: Function) -> None:
        super().__init__(function.blocks[0], {block: block.successors for block in function.blocks})
