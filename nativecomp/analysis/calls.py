"""Which functions of a module call which, and what follows for their callers.

main calls f, f calls g, g allocates: callers_of({g}) is {g, f, main}
"""

from collections.abc import Iterable

from nativecomp.ir import Function, Local, Module


class CallGraph:
    """The direct calls of a module's functions, each callee once, in the order of the program."""

    def __init__(self, module: Module) -> None:
        self.callees: dict[Function, list[Function]] = {
            function: list(dict.fromkeys(op.attributes["callee"] for op in function.ops if op.name == "call"))
            for function in module.functions
        }

    def callers_of(self, functions: Iterable[Function]) -> set[Function]:
        """These functions and all that call them, directly or not."""
        found = set(functions)
        while more := {f for f, callees in self.callees.items() if f not in found and not found.isdisjoint(callees)}:
            found |= more
        return found

    def recursive(self) -> set[Function]:
        """The functions that can come to call themselves."""
        return {function for function in self.callees if function in self._called_by(function)}

    def _called_by(self, function: Function) -> set[Function]:
        found: set[Function] = set()
        todo = [function]
        while todo:
            more = set(self.callees.get(todo.pop(), ())) - found
            found |= more
            todo += more
        return found


def changed_by_calls(module: Module) -> set[Local]:
    """The locals that a function other than their own assigns: a call may change them."""
    return {
        op.attributes["local"]
        for function in module.functions
        if function.captures
        for op in function.ops
        if op.name == "local.store" and op.attributes["local"] in function.captures
    }
