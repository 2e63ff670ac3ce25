"""Make and call the instrumented form of a function."""

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import FunctionType
from typing import Any

from nativecomp.desk.calling import convert_argument
from nativecomp.desk.instrumented import values
from nativecomp.desk.instrumented.elements import Elements, memory
from nativecomp.desk.instrumented.memory import Memory, TypedBuffer
from nativecomp.desk.instrumented.rewrite import NotInstrumented, Rewriter
from nativecomp.desk.instrumented.statements import block
from nativecomp.emulator import Buffer, Word
from nativecomp.frontend import TypedFunction
from nativecomp.language.types import BOOL, NONE, OBJECT, BufferType, FloatType, Type, TypeContext


def _refuse(typed: TypedFunction) -> None:
    """
    Raises:
        NotInstrumented: it is not rewritten.
    """
    source = typed.source
    if source.emitter == "asm_thumb" or typed.is_extern:
        raise NotInstrumented("instructions or C")
    if source.children or source.free or typed.cells or typed.is_closure or source.is_class:
        raise NotInstrumented("functions inside of it that are objects")
    if source.suspends or typed.collects or typed.statics:
        raise NotInstrumented("a generator, parameters such as `*args`, or data of the file")


class Instrumented:
    """The rewritten functions of a file, made when they are wanted first.

    Args:
        functions: all of the file.
        names: the global variables that they see.
        file: what tracebacks call it.
    """

    def __init__(
        self, functions: Sequence[TypedFunction], context: TypeContext, names: dict[str, Any], file: str
    ) -> None:
        self.context, self.names, self.file = context, names, file
        self.typed_by = {typed.source: typed for typed in functions}
        self.elements = Elements(context)
        self.functions: dict[TypedFunction, Callable[..., Any]] = {}

    def function(self, typed: TypedFunction) -> Callable[..., Any]:
        """
        Raises:
            NotInstrumented: it, or one that it calls, is not rewritten.
        """
        if typed in self.functions:
            return self.functions[typed]
        _refuse(typed)
        made: list[Callable[..., Any]] = []
        # What it calls may call it again: by then it is there.
        self.functions[typed] = lambda **arguments: made[0](**arguments)
        try:
            made.append(self._make(typed))
        except NotInstrumented:
            del self.functions[typed]
            raise
        self.functions[typed] = made[0]
        return made[0]

    def _make(self, typed: TypedFunction) -> Callable[..., Any]:
        r = Rewriter(typed, self.context, self.elements, self.function)
        inner = self._definition(r)
        node = typed.source.node
        outer = ast.FunctionDef(
            "make", _parameters(r.held), [inner, ast.Return(ast.Name(node.name, ast.Load()))], [], None, None
        )
        ast.copy_location(outer, node)
        for one in ast.walk(outer):
            if isinstance(one, ast.FunctionDef) and "type_params" in one._fields:  # Python 3.12 and newer
                vars(one)["type_params"] = []
        module = ast.fix_missing_locations(ast.Module([outer], []))
        code = next(one for one in compile(module, self.file, "exec").co_consts if hasattr(one, "co_code"))
        made: Callable[..., Any] = FunctionType(code, self.names)(**r.held)
        return made

    def _definition(self, r: Rewriter) -> ast.FunctionDef:
        """The rewritten function, with those that are inside of it."""
        typed, node = r.typed, r.typed.source.node
        params = [param.name for param in typed.ir.params]
        body: list[ast.stmt] = []
        for name, local in typed.locals.items():
            if name not in params and local.type != OBJECT:
                body.append(ast.Assign([ast.Name(name, ast.Store())], self._zero(r, local.type)))
        for source in typed.source.nested.values():
            nested = self.typed_by[source]
            _refuse(nested)
            body.append(self._definition(Rewriter(nested, self.context, self.elements, self.function, r)))
        outside = [one for one in node.body if isinstance(one, ast.Nonlocal)]
        body = [*outside, *body, *block(r, [one for one in node.body if one not in outside])]
        result = typed.result or NONE
        if result not in (NONE, OBJECT):
            body.append(ast.Return(self._zero(r, result)))
        return ast.copy_location(ast.FunctionDef(node.name, _parameters(params), body, [], None, None), node)

    def _zero(self, r: Rewriter, type_: Type) -> ast.expr:
        """What a local of a machine type begins as."""
        if isinstance(type_, BufferType):
            return r.hold(TypedBuffer(Memory(), 0, 0, type_.element))
        return ast.Constant(values.zero(type_))

    def call(self, typed: TypedFunction, arguments: Mapping[str, Any]) -> Any:
        """Call a function with Python values by the names of its parameters.

        Raises:
            NotInstrumented: it is not rewritten.
            TypeError, ValueError, OverflowError: an argument does not fit.
            Exception: what it raises.
        """
        function, name = self.function(typed), typed.source.qualname
        with memory() as used:
            given = {
                param.name: _value(arguments[param.name], f"{name}(): argument `{param.name}`", param.type,
                                   self.context, used)
                for param in typed.ir.params
            }  # fmt: skip
            return function(**given)


def _parameters(names: Iterable[str]) -> ast.arguments:
    return ast.arguments([], [ast.arg(name) for name in names], None, [], [], None, [])


def _value(value: Any, place: str, type_: Type, context: TypeContext, memory: Memory) -> Any:
    """An argument as the function works with it, cut as the compiled one's."""
    if type_ == OBJECT:
        return value
    first, *rest = convert_argument(value, place, type_, context)
    if isinstance(type_, BufferType):
        assert isinstance(first, Buffer)
        assert isinstance(rest[0], Word)
        address = memory.place(first.data)
        if address % first.alignment:
            raise ValueError(f"the buffer is not aligned to its elements of {first.alignment} bytes")
        return TypedBuffer(memory, address, int(rest[0].value), type_.element)
    if isinstance(first, Buffer):
        return memory.place(first.data)
    assert isinstance(first, Word)
    if isinstance(type_, FloatType):
        return values.rounded(type_, float(first.value))
    return bool(first.value) if type_ == BOOL else first.value
