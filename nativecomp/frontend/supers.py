"""`super()`, which means `super(__class__, self)` where MicroPython's compiler looks for it: in functions by `def`.

    def m(self): super().f()                    super(__class__, self).f()
    def m(*args, k): super().f()                super(__class__, k).f()
    lambda: super().f()                         super(*()).f()                  a call of what `super` names
    [super().f() for x in y]; super().x = 1     super(*()).f(), ...             and so in comprehensions and targets

The first parameter is that of MicroPython's order. `__class__` is the variable of a class around the function;
elsewhere it is a global name (py/compile.c).
"""

import ast

from nativecomp.frontend.scopes import is_bare_super

_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_Function = ast.FunctionDef | ast.AsyncFunctionDef


class _Marker(ast.NodeTransformer):
    """Writes stars into the calls that mean nothing more than a call."""

    is_function = False

    def _inside(self, nodes: list[ast.AST], *, is_function: bool) -> None:
        outer, self.is_function = self.is_function, is_function
        for node in nodes:
            self.visit(node)
        self.is_function = outer

    def visit_FunctionDef(self, node: _Function | ast.Lambda) -> ast.AST:
        is_lambda = isinstance(node, ast.Lambda)
        around = [] if isinstance(node, ast.Lambda) else node.decorator_list
        self._inside([*around, node.args], is_function=self.is_function)
        body: list[ast.AST] = [node.body] if isinstance(node, ast.Lambda) else [*node.body]
        self._inside(body, is_function=not is_lambda)
        return node

    visit_AsyncFunctionDef = visit_Lambda = visit_FunctionDef

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self._inside([*node.decorator_list, *node.bases, *node.keywords], is_function=self.is_function)
        self._inside([*node.body], is_function=False)
        return node

    def _comprehension(self, node: _Comprehension) -> ast.AST:
        first = node.generators[0]
        self.visit(first.iter)
        inside = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        rest = [part for one in node.generators for part in (one.target, one.iter, *one.ifs) if part is not first.iter]
        self._inside([*inside, *rest], is_function=False)
        return node

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension

    def _target(self, node: ast.Attribute | ast.Subscript) -> ast.AST:
        base: ast.expr = node.value
        while not isinstance(node.ctx, ast.Load) and isinstance(base, ast.Attribute | ast.Subscript | ast.Call):
            if is_bare_super(base):
                _write_star(base)
            base = base.func if isinstance(base, ast.Call) else base.value
        return self.generic_visit(node)

    visit_Attribute = visit_Subscript = _target

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if is_bare_super(node) and not self.is_function:
            _write_star(node)
        return self.generic_visit(node)


def _write_star(node: ast.expr) -> None:
    assert isinstance(node, ast.Call)
    star = ast.Starred(ast.Tuple([], ast.Load()), ast.Load())
    node.args = [ast.fix_missing_locations(ast.copy_location(star, node))]


def mark_supers(tree: ast.Module) -> None:
    """Leave bare calls of `super` only where they take the class and the first parameter."""
    _Marker().visit(tree)


def first_parameter(args: ast.arguments) -> str | None:
    """What `super()` takes for `self`: MicroPython puts `*args` where the last parameter behind it stood."""
    behind = [*args.kwonlyargs]
    if args.vararg is not None:
        behind = [behind[-1], *behind[:-1], args.vararg] if behind else [args.vararg]
    found = [*args.posonlyargs, *args.args, *behind, *([args.kwarg] if args.kwarg else [])]
    return found[0].arg if found else None
