"""Mark the calls that close a circle of calls, so that code for MicroPython looks at the stack before them.

before                                  after
    %2: int = call %1, callee=fib           %2: int = call %1, callee=fib closes=first
    %5: int = call %4, callee=fib           %5: int = call %4, callee=fib closes=again

`again` is a call that another such call always comes before: one look is enough for a frame. Functions that make such
a call, directly or not, are `recursive`.
"""

from nativecomp.analysis.calls import CallGraph
from nativecomp.analysis.flow import Flow
from nativecomp.ir import Block, Function, Module


def mark_recursion(module: Module) -> None:
    calls = CallGraph(module)
    closing = _closing(calls.callees)
    for function in {caller for caller, _ in closing}:
        _mark(function, {callee for caller, callee in closing if caller is function})
    for function in calls.callers_of(caller for caller, _ in closing):
        function.recursive = True


def _mark(function: Function, callees: set[Function]) -> None:
    flow = Flow(function)
    looked: list[Block] = []
    for block, op in [(home, op) for home in function.blocks for op in home.ops]:
        if op.name == "call" and op.attributes["callee"] in callees:
            again = any(flow.dominates(above, block) for above in looked)
            op.attributes["closes"] = "again" if again else "first"
            looked.append(block)


def _closing(callees: dict[Function, list[Function]]) -> set[tuple[Function, Function]]:
    """Callers and callees: going through the calls in depth, those that lead back to a function on the way."""
    found: set[tuple[Function, Function]] = set()
    done: set[Function] = set()
    for start in callees:
        following = None if start in done else start
        way: dict[Function, list[Function]] = {}
        while following is not None or way:
            if following is not None:
                way[following] = list(callees.get(following, []))
            function, left = next(reversed(way.items()))
            following = None
            if not left:
                done.add(function)
                del way[function]
                continue
            callee = left.pop()
            if callee in way:
                found.add((function, callee))
            elif callee not in done:
                following = callee
    return found
