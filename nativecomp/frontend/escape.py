"""Which functions inside compiled functions are objects at run time, and which variables they share with those.

A nested function that is only called is compiled as a part of its owner. One that is returned, passed or stored
escapes, and every lambda, method and class body does, and every function inside a native one: it becomes a function of
its own, which its owner makes, a child of the owner. The variables of the owner that it uses live in cells.
"""

import ast

from nativecomp.frontend.discover import COMPILED, FunctionSource, Scope
from nativecomp.frontend.scopes import CLASS, GENERATOR_EXPRESSION, FunctionNode, Names, free_names, names_of
from nativecomp.language.syntax import walk

_CONSTANTS = (ast.Constant, ast.UnaryOp, ast.unaryop)


class _Escapes:
    """Finds the escaping functions among those inside compiled ones."""

    def __init__(self, functions: list[FunctionSource]) -> None:
        self.functions = list(functions)
        self.names: dict[FunctionSource, Names] = {}
        self.inside: dict[FunctionSource, list[FunctionSource]] = {}
        self.owners: dict[FunctionSource, FunctionSource] = {f: f.owner for f in functions if f.owner is not None}
        self.found: set[FunctionSource] = set()
        by_node: dict[FunctionNode, FunctionSource] = {f.written: f for f in functions}
        todo = [f for f in functions if f.emitter in COMPILED]
        for function in todo:  # grows
            names = self.names[function] = names_of(function.written)
            inside = self.inside[function] = []
            for child in names.children:
                if isinstance(child, ast.Lambda):
                    made = by_node[child] = self._lambda(child, function)
                    todo.append(made)
                    inside.append(made)
                elif isinstance(child, ast.FunctionDef) and child.name == GENERATOR_EXPRESSION:
                    made = by_node[child] = self._made(child, function)
                    todo.append(made)
                    inside.append(made)
                elif child in by_node and by_node[child].emitter in COMPILED:
                    inside.append(by_node[child])
        while new := {function for function in todo if self._escapes(function)}:
            self.found |= new

    def _lambda(self, node: ast.Lambda, owner: FunctionSource) -> FunctionSource:
        body = ast.copy_location(ast.Return(node.body), node.body)
        made = ast.FunctionDef("<lambda>", node.args, [body], [])
        return self._made(ast.fix_missing_locations(ast.copy_location(made, node)), owner, node)

    def _made(self, node: ast.FunctionDef, owner: FunctionSource, site: ast.Lambda | None = None) -> FunctionSource:
        """The function of an expression, of the same kind as the one around it."""
        name, scope = f"{owner.qualname}.<locals>.{node.name}", Scope(node, owner.scope)
        function = FunctionSource(node, owner.emitter, owner.options, name, scope, owner, "plain", site=site)
        self.functions.append(function)
        self.owners[function] = owner
        self.found.add(function)
        return function

    def _escapes(self, function: FunctionSource) -> bool:
        """Whether a function escapes that is not known to."""
        owner = self.owners.get(function)
        if owner is None or function in self.found:
            return False
        return self._is_object(function, owner) or any(inner in self.found for inner in self.inside[function])

    def _is_object(self, function: FunctionSource, owner: FunctionSource) -> bool:
        """Whether a nested function has a form, or is used in a way, that only an object can have."""
        args, name = function.node.args, function.node.name
        if function.is_class or owner.is_class or "native" in (function.emitter, owner.emitter):
            return True
        defaults = [d for d in [*args.defaults, *args.kw_defaults] if d is not None]
        own = self.names[owner].own
        computed = any(
            not isinstance(node, _CONSTANTS) and not (isinstance(node, ast.Name) and node.id not in own)
            for default in defaults
            for node in walk(default)
            if not isinstance(node, ast.expr_context)
        )
        several = self.names[owner].bound.count(name) > 1
        if args.vararg or args.kwarg or function.decorators or computed or several:
            return True
        return self._is_used_as_object(name, owner, is_called_here=True)

    def _is_used_as_object(self, name: str, place: FunctionSource, *, is_called_here: bool) -> bool:
        names = self.names[place]
        is_meant = not (place.is_class and name in names.own)
        if is_meant and (name in names.as_objects or (name in names.used and not is_called_here)):
            return True
        return any(
            self._is_used_as_object(name, inner, is_called_here=is_called_here and inner not in self.found)
            for inner in self.inside[place]
            if inner.is_class or name not in self.names[inner].own
        )

    def settle(self) -> None:
        """Take the escaping functions out of their owners, which make them at run time."""
        self.functions.sort(key=lambda f: (f.node.lineno, f.node.col_offset))
        escaping = [function for function in self.functions if function in self.found]
        for function in escaping:
            owner = self.owners[function]
            function.owner, function.maker = None, owner
            owner.nested.pop(function.node.name, None)
            owner.children.append(function)
        for function in escaping:
            function.free = sorted(
                name for name in free_names(function.written) if self._is_variable(name, function.maker)
            )

    def _is_variable(self, name: str, place: FunctionSource | None) -> bool:
        """Whether a name is a variable of an enclosing function."""
        while place is not None:
            names = self.names[place]
            own = {CLASS} if place.is_class else names.own
            if name in own or (place.maker is None and name in place.free):
                return True
            if place.is_class and name in names.own | names.globals:
                return False  # MicroPython looks no further than the scope that binds it, and takes the global one
            place = place.maker
        return False


def find_escaping(functions: list[FunctionSource]) -> list[FunctionSource]:
    """All functions with the lambdas among them, in source order; those that escape have a `maker` and no owner."""
    escapes = _Escapes(functions)
    escapes.settle()
    return escapes.functions
