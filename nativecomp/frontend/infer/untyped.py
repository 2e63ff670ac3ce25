"""What inference says of a native function: every value is an object, and every local may be unbound.

    @native
    def f(a, n):             n: a slot that holds an object          + 1: `object.binary` of two objects
        n = a + 1            1: a constant object                    a: loaded, and asked whether it is bound
        return [n, LIMIT]    LIMIT: a constant if `const` made it, else a global variable

The builder is the one of viper functions: where all that it is told are objects, what it writes are Python's operations
in Python's order. Annotations say nothing. What is refused here MicroPython's own compiler does not know either.
"""

import ast

from nativecomp.frontend.bindings import is_run
from nativecomp.frontend.folding import Constant, NotConstant, fold_binary, fold_unary, is_const_call
from nativecomp.frontend.generators import Coroutine, GeneratorCall
from nativecomp.frontend.infer.calls import check_super
from nativecomp.frontend.infer.displays import refuse_formatted
from nativecomp.frontend.infer.rules import FunctionTyping, head
from nativecomp.frontend.infer.typed import ObjectCall
from nativecomp.frontend.scopes import is_bare_super
from nativecomp.language.types import ITERATOR, OBJECT

_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp

_REFUSED: dict[type[ast.AST], tuple[str, str]] = {
    ast.Match: ("MicroPython has no `match`", "write `if` and `elif`"),
    ast.TryStar: ("MicroPython has no `except*`", "write `except`"),
}
_SMALL = 1 << 30


def read_untyped(t: FunctionTyping) -> None:
    """Note of each expression, call and loop of a native function what the builder asks."""
    source = t.function.source
    for name in sorted(t.program.local_names(source) - t.function.locals.keys()):
        t.new_local(name, OBJECT)
    reader = _Reader(t)
    for statement in source.node.body:
        reader.visit(statement)


class _Reader(ast.NodeVisitor):
    """One walk over a function without what is inside of the functions and classes in it."""

    def __init__(self, t: FunctionTyping) -> None:
        self.t = t
        self.function = t.function

    def visit(self, node: ast.AST) -> None:
        if type(node) in _REFUSED:
            assert isinstance(node, ast.stmt)
            self.t.error(head(node), *_REFUSED[type(node)])
            return
        if isinstance(node, ast.expr):
            self.function.types[node] = OBJECT
            try:
                self.t.set_constant(node, self._constant(node))
            except NotConstant:
                pass
            else:
                if not isinstance(node, ast.Tuple):  # whose items may be stored one by one
                    return
        super().visit(node)

    def visit_all(self, *nodes: ast.AST | None) -> None:
        for node in nodes:
            if node is not None:
                self.visit(node)

    def _constant(self, node: ast.expr) -> Constant:
        """The value of a literal, of integers that are computed from literals, and of what `const` names.

        Floats are computed by the board, which may have shorter ones, and counts of shifts that may fit no word are
        refused by it.

        Raises:
            NotConstant: only run time knows it.
        """
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            return self.t.constants.said(node.id)
        if isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.Not):
            operand = self._constant(node.operand)
            if isinstance(operand, int | float):
                return fold_unary(node.op, operand)
        if isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load):
            return tuple(map(self._constant, node.elts))
        if isinstance(node, ast.BinOp):
            left, right = self._constant(node.left), self._constant(node.right)
            is_shift = isinstance(node.op, ast.LShift | ast.RShift)
            if isinstance(left, int) and isinstance(right, int) and not (is_shift and right >= _SMALL):
                value = fold_binary(node.op, left, right)
                if isinstance(value, int):
                    return int(value)  # of bools too: `True & False` is 0, as in MicroPython
        if is_const_call(node):
            assert isinstance(node, ast.Call)
            return self.t.constants.evaluate(node.args[0], exact=True)
        raise NotConstant("only run time knows it")

    # Expressions

    def visit_Call(self, node: ast.Call) -> None:
        self.function.calls[node] = ObjectCall()
        if is_bare_super(node):
            check_super(self.t, node)
        if is_const_call(node) and isinstance(node.func, ast.Name):
            self.t.error(node, "this is no constant", "`const(...)` takes numbers, texts and constants made before")
        self.generic_visit(node)

    def _display(self, node: ast.List | ast.Set | ast.Tuple) -> None:
        for item in node.elts:
            if isinstance(item, ast.Starred) and isinstance(getattr(node, "ctx", None), ast.Load | None):
                self.t.error(item, "MicroPython has no starred items in a display", "add the lists: `[a] + list(b)`")
        self.generic_visit(node)

    visit_List = visit_Set = visit_Tuple = _display

    def visit_Dict(self, node: ast.Dict) -> None:
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                self.t.error(value, "MicroPython has no `**` in a dict display", "use `d.update(...)`")
        self.generic_visit(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        refuse_formatted(self.t, node)

    def _comprehension(self, node: _Comprehension) -> None:
        """Its names are slots that only it sees."""
        targets = [n for g in node.generators for n in ast.walk(g.target) if isinstance(n, ast.Name)]
        bound = dict.fromkeys(n.id for n in targets if isinstance(n.ctx, ast.Store))
        self.function.comprehensions[node] = {name: self.t.new_slot(name, OBJECT) for name in bound}
        for generator in node.generators:
            self._iterated(generator.iter)
        self.generic_visit(node)

    visit_ListComp = visit_SetComp = visit_DictComp = _comprehension

    def visit_GeneratorCall(self, node: GeneratorCall) -> None:
        self.visit_all(node.iterable, *node.bindings)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self.visit_all(*node.args.defaults, *node.args.kw_defaults)

    # Statements

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if all(child.node is not node for child in self.function.source.children):
            message = f"`{node.name}` is inside a native function, and cannot be an assembler function there"
            self.t.error(head(node), message, "define it outside")
        self.visit_all(*node.decorator_list, *node.args.defaults, *node.args.kw_defaults)

    visit_Coroutine = visit_FunctionDef

    def _asynchronous(self, node: ast.AsyncFor | ast.AsyncWith) -> None:
        if not isinstance(self.function.source.node, Coroutine):
            self.t.error(head(node), "this stands outside of an asynchronous function", "write `async def`")
        self.generic_visit(node)

    visit_AsyncFor = visit_AsyncWith = _asynchronous

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.visit_all(*node.decorator_list, *node.bases, *node.keywords)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.visit_all(node.target, node.value)

    def visit_For(self, node: ast.For) -> None:
        self.generic_visit(node)
        if not self._is_counted(node):
            self._iterated(node.iter)

    def _is_counted(self, node: ast.For) -> bool:
        """Whether a loop counts by what stands in its `range`, as MicroPython's compiler has it by the form alone."""
        call = node.iter
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "range"):
            return False
        starred = any(isinstance(argument, ast.Starred) for argument in call.args)
        if not isinstance(node.target, ast.Name) or not 1 <= len(call.args) <= 3 or call.keywords or starred:
            return False
        step = self.function.constants.get(call.args[2]) if call.args[2:] else 1
        return isinstance(step, int) and 0 < abs(step) < _SMALL

    def _iterated(self, node: ast.expr) -> None:
        self.function.iterators[node] = self.t.new_slot("iterator", ITERATOR)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if is_run(node) and node.names[0].name == "*":
            self.t.error(node, "`import *` is for the top of a file", "name what is imported")
