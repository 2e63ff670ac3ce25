"""What is known of a function before its body: parameters, cells, defaults, the result where it is declared."""

import ast
from typing import TYPE_CHECKING

from nativecomp.frontend.constants import walk_scope
from nativecomp.frontend.discover import FunctionSource
from nativecomp.frontend.folding import NotConstant
from nativecomp.frontend.infer.annotations import OBJECT_HINTS, RESULT_HINT, AnnotationError, parse_annotation
from nativecomp.frontend.infer.conversions import assignable
from nativecomp.frontend.infer.rules import FunctionTyping
from nativecomp.frontend.infer.typed import ERROR, TypedFunction
from nativecomp.ir import Function, Local
from nativecomp.language.types import (
    CELL,
    NONE,
    OBJECT,
    POINTERS,
    BufferType,
    CellType,
    PointerType,
    TupleType,
    Type,
    TypeContext,
)

if TYPE_CHECKING:
    from nativecomp.frontend.infer.program import Program


def signature(program: "Program", source: FunctionSource, symbol: str) -> TypedFunction:
    """A function without what its body says."""
    args = source.node.args
    collecting = [extra for extra in (args.vararg, args.kwarg) if extra is not None]
    listed = [*args.posonlyargs, *args.args, *args.kwonlyargs]
    params = [Local(name, _cell_type(program, source, name), from_source=True) for name in source.free]
    params += [Local(arg.arg, _parameter_type(program, source, arg), from_source=True) for arg in listed]
    params += [Local(extra.arg, OBJECT, from_source=True) for extra in collecting]
    is_object = source.is_class or source.emitter == "native"
    result = OBJECT if is_object else _annotated(program, source, source.node.returns)
    function = Function(
        name=source.qualname,
        symbol=symbol,
        params=params,
        result=result or NONE,
        options=source.options,
        span=program.source.span(source.node),
        locals=list(params),
        always_bound=bool(collecting or args.kwonlyargs),
        collects=bool(collecting),
        defaults=len(args.defaults),
        makes_functions=bool(source.children),
        suspends=source.emitter == "native" and source.suspends,
    )
    if result is None and not _returns_a_value(source.node):
        result = NONE
    typed = TypedFunction(source, function, {}, frozenset(a.arg for a in args.kwonlyargs), result=result)
    typed.locals = {
        param.name: param
        for param in params
        if not isinstance(param.type, CellType) or not program.is_constant(source, param.name)
    }
    if source.maker is None:
        _defaults(program, typed, listed)
    _add_cells(program, typed)
    return typed


def assembler_signature(program: "Program", source: FunctionSource, symbol: str) -> TypedFunction:
    """The signature of an assembler function: words in registers. The assembler reports what is wrong with it."""
    args = source.node.args
    params = [Local(arg.arg, POINTERS["ptr"]) for arg in [*args.posonlyargs, *args.args]]
    returns = source.node.returns
    name = returns.id if isinstance(returns, ast.Name) else "int"
    result = program.context.named.get(name, program.context.int)
    span = program.source.span(source.node)
    function = Function(source.qualname, symbol, params, result, source.options, span, locals=list(params))
    return TypedFunction(source, function, {}, result=result)


def _returns_a_value(node: ast.FunctionDef) -> bool:
    """Whether any `return` of the function itself has a value other than `None`."""
    values = [item.value for item in walk_scope(node) if isinstance(item, ast.Return)]
    return any(v is not None and not (isinstance(v, ast.Constant) and v.value is None) for v in values)


def _annotated(program: "Program", source: FunctionSource, node: ast.expr | None) -> Type | None:
    if node is None or source.emitter == "native":  # whose annotations are Python's: they say nothing
        return None
    try:
        return parse_annotation(node, program.context)
    except AnnotationError as error:
        is_result = node is source.node.returns and error.hint in OBJECT_HINTS.values()
        span = program.source.span(error.node)
        program.diagnostics.error(span, str(error), RESULT_HINT if is_result else error.hint)
        return ERROR


def _parameter_type(program: "Program", source: FunctionSource, arg: ast.arg) -> Type:
    type_ = _annotated(program, source, arg.annotation) or OBJECT
    if type_ == NONE or isinstance(type_, TupleType):
        hint = "pass each value as a parameter" if type_ != NONE else "leave the annotation out for an object"
        program.diagnostics.error(program.source.span(arg), f"a parameter cannot be `{type_}`", hint)
    if arg.arg in source.cells and isinstance(type_, PointerType | BufferType):
        return OBJECT  # the cell keeps the object, of which an address would not be enough
    return type_


def _add_cells(program: "Program", function: TypedFunction) -> None:
    """Cells for the variables that the functions it makes use: last parameters, which the runtime fills."""
    for name in function.source.cells:
        cell = Local(name, CellType("cell", _declared(function.source, name, program.context)))
        function.cells[cell] = function.locals.get(name)
        function.locals[name] = cell
        function.ir.locals.append(cell)
        function.ir.params.append(cell)
        function.ir.always_bound = True


def _declared(source: FunctionSource, name: str, context: TypeContext) -> Type:
    """The type that a function declares for one of its variables.

    An object otherwise, and for what is no type here, which is reported where it stands.
    """
    node = source.node
    for item in walk_scope(node) if source.emitter != "native" else ():
        if isinstance(item, ast.arg):
            is_it = item.arg == name and item not in (node.args.vararg, node.args.kwarg)
        else:
            is_it = isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name) and item.target.id == name
        if is_it and isinstance(item, ast.arg | ast.AnnAssign) and item.annotation is not None:
            try:
                return parse_annotation(item.annotation, context)
            except AnnotationError:
                return OBJECT
    return OBJECT


def _cell_type(program: "Program", source: FunctionSource, name: str) -> Type:
    """The type of the cell of an enclosing function's variable."""
    maker = source.maker
    local = program.functions[maker].locals.get(name) if maker is not None else None
    return local.type if local is not None else CELL


def _defaults(program: "Program", typed: TypedFunction, listed: list[ast.arg]) -> None:
    args = typed.source.node.args
    positional = [*args.posonlyargs, *args.args]
    pairs = list(zip(positional[len(positional) - len(args.defaults) :], args.defaults, strict=True))
    pairs += [(a, d) for a, d in zip(args.kwonlyargs, args.kw_defaults, strict=True) if d is not None]
    outer = typed.source.scope.parent
    assert outer is not None
    t = FunctionTyping(program, typed)
    for arg, node in pairs:
        try:
            value = program.constants.of(outer).evaluate(node)
            if not isinstance(value, int | float | str | bytes):
                raise NotConstant(f"a {type(value).__name__} is a Python object")
        except NotConstant as reason:
            if typed.source.owner is None:
                typed.computed_defaults.add(arg.arg)
            else:
                t.error(node, f"the default of `{arg.arg}` is not a constant: {reason}", "use a number or a constant")
            continue
        given = t.set_constant(node, value)
        assignable(t, node, given, typed.locals[arg.arg].type, f"parameter `{arg.arg}`", argument=True)
        typed.defaults[arg.arg] = value
    program.tell(typed)
