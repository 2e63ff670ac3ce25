"""Types of calls: of a type, a built-in function, another compiled function with its arguments in place, an object."""

import ast
import difflib
from collections.abc import Callable

from nativecomp.frontend.folding import Constant, NotConstant, is_const_call
from nativecomp.frontend.infer.annotations import type_name
from nativecomp.frontend.infer.conversions import assignable, check_literal
from nativecomp.frontend.infer.operators import binary_type
from nativecomp.frontend.infer.rules import FunctionTyping, rule
from nativecomp.frontend.infer.typed import (
    ERROR,
    BuiltinCall,
    Conversion,
    CoreCall,
    DirectCall,
    ImportedCall,
    ObjectCall,
    TypedFunction,
)
from nativecomp.frontend.scopes import is_bare_super
from nativecomp.frontend.supers import first_parameter
from nativecomp.ir import Local
from nativecomp.language.machine_calls import MachineCall
from nativecomp.language.types import (
    NONE,
    OBJECT,
    OBJECTS,
    STRING,
    BufferType,
    IntType,
    PointerType,
    TupleType,
    Type,
    is_integer,
    is_number,
)


@rule(ast.Call)
def _call(t: FunctionTyping, node: ast.Call) -> Type:
    if is_const_call(node):
        try:
            return t.set_constant(node, t.constants.evaluate(node.args[0]))
        except NotConstant as reason:
            return t.error(node, f"the argument of `const` is not a constant: {reason}")
    wanted = _named_type(t, node.func)
    if wanted is not None:
        return _cast(t, node, wanted)
    callee = _callee(t, node)
    if callee is not None and not _needs_object(t, node, callee):
        return _direct(t, node, callee)
    if callee is None and (machine := t.program.find_machine_call(t.function.source, node.func)) is not None:
        return _machine(t, node, machine)
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    is_builtin = callee is None and name in _BUILTINS and not t.is_local(name) and not t.program.binds_global(name)
    if not is_builtin or not _takes_machine(t, node, name):
        return _call_object(t, node)
    t.function.calls[node] = BuiltinCall(name)
    return _BUILTINS[name](t, node)


def _callee(t: FunctionTyping, node: ast.Call) -> TypedFunction | None:
    if isinstance(node.func, ast.Name):
        if any(node.func.id in names for names in t.inner):
            return None  # the variable of a comprehension hides the function
        return t.program.find_function(t.function.source, node.func.id)
    if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
        return t.program.find_method(t.function.source, node.func.value.id, node.func.attr)
    return None


def _machine(t: FunctionTyping, node: ast.Call, call: MachineCall) -> Type:
    types = _arguments(t, node, call.parameters, call.parameters)
    for argument, given in zip(node.args, types or (), strict=False):
        assignable(t, argument, given, t.context.int, "the argument", argument=True)
    t.function.calls[node] = CoreCall(call)
    return t.context.int if call.gives else NONE


# Calls of objects


def _call_object(t: FunctionTyping, node: ast.Call) -> Type:
    if is_bare_super(node) and not check_super(t, node):
        return ERROR
    t.function.calls[node] = ObjectCall()
    callee = node.func.value if isinstance(node.func, ast.Attribute) else node.func
    if isinstance(node.func, ast.Attribute) and isinstance(callee, ast.Name) and not t.is_local(callee.id):
        t.program.names.note_method(node.func, t.program.imports.why(node.func.attr, callee.id))
    arguments = [argument.value if isinstance(argument, ast.Starred) else argument for argument in node.args]
    return t.object(callee, *arguments, *(keyword.value for keyword in node.keywords))


def check_super(t: FunctionTyping, node: ast.Call) -> bool:
    """Report `super()` where MicroPython's compiler refuses it; whether it takes it."""
    if first_parameter(t.function.source.node.args) is not None:
        return True
    hint = "write `super(Class, self)`"
    t.error(node, "`super()` without arguments takes the first parameter, and this function has none", hint)
    return False


def _needs_object(t: FunctionTyping, node: ast.Call, callee: TypedFunction) -> bool:
    """Whether a compiled function has to be called as Python calls it."""
    given = {keyword.arg for keyword in node.keywords}
    given |= {param.name for param in callee.ir.params[: len(node.args)]}
    return (
        callee.collects
        or callee.is_closure
        or callee.source.is_replaced
        or any(isinstance(argument, ast.Starred) for argument in node.args)
        or None in given
        or bool(callee.computed_defaults - given)
        or t.program.is_pending(callee)
        or t.program.is_ambiguous(callee)
    )


# Conversions


def _named_type(t: FunctionTyping, node: ast.expr) -> Type | None:
    """The type that is called: a type's name means it whatever the module binds; only a local hides it."""
    if isinstance(node, ast.Name) and t.is_local(node.id):
        return None
    return t.context.named.get(type_name(node) or "")


def _cast(t: FunctionTyping, node: ast.Call, wanted: Type) -> Type:
    """`T(x)`: of what a machine type takes a conversion, else a call of the class, as `int("ff", 16)`."""
    plain = len(node.args) == 1 and not node.keywords and not isinstance(node.args[0], ast.Starred)
    if not plain and (wanted == OBJECT or is_number(wanted)):
        return _call_object(t, node)
    t.function.calls[node] = Conversion(wanted)
    if wanted == OBJECT:
        return t.object(node.args[0])
    types = _arguments(t, node, 1, 1)
    if types is None:
        return ERROR
    given = types[0]
    if isinstance(wanted, PointerType):
        check_literal(t, node, given, t.context.uint)
        allowed = is_integer(given) or isinstance(given, PointerType | BufferType) or given == OBJECT
    elif isinstance(given, PointerType):
        allowed = isinstance(wanted, IntType)
    else:
        allowed = is_number(given) or given == OBJECT
    return wanted if allowed else t.error(node, f"`{wanted}(...)` of a value of type `{given}`")


# Built-in functions


def _takes_machine(t: FunctionTyping, node: ast.Call, name: str) -> bool:
    """Whether a built-in function is called with what its machine form takes."""
    if node.keywords or any(isinstance(argument, ast.Starred) for argument in node.args):
        return False
    types = [t.type_of(argument) for argument in node.args]
    if name == "ord":
        return types == [STRING]
    if any(one in OBJECTS or isinstance(one, TupleType) or t.context.is_wide(one, *types) for one in types):
        return False
    if name in ("min", "max"):
        return len(types) > 1
    if name == "pow":
        return len(types) == 2 and all(map(is_integer, types))
    return len(types) == 1


def _arguments(t: FunctionTyping, node: ast.Call, least: int, most: int | None) -> list[Type] | None:
    types = [t.value_type(argument) for argument in node.args]
    name = ast.unparse(node.func)
    for keyword in node.keywords:
        t.error(keyword, f"`{name}` takes no keyword arguments here")
    if len(types) < least or (most is not None and len(types) > most):
        wanted = str(least) if least == most else f"at least {least}"
        t.error(node, f"`{name}` takes {wanted} argument{'s' * (wanted != '1')}, {len(types)} are given")
        return None
    return None if node.keywords or ERROR in types else types


def _abs(t: FunctionTyping, node: ast.Call) -> Type:
    types = _arguments(t, node, 1, 1)
    if types is None:
        return ERROR
    if not is_number(types[0]):
        return t.error(node, f"`abs` of a value of type `{types[0]}`")
    return t.context.default(t.context.promote(types[0]))


def _min_max(t: FunctionTyping, node: ast.Call) -> Type:
    types = _arguments(t, node, 2, None)
    if types is None:
        return ERROR
    unified = t.context.unify_all(types)
    if unified is None or not is_number(unified):
        shown = " and ".join(f"`{one}`" for one in dict.fromkeys(types))
        return t.error(node, f"`{ast.unparse(node.func)}` of {shown}", "convert them to numbers of one kind")
    result = t.context.default(t.context.promote(unified))
    for type_ in types:
        check_literal(t, node, type_, result)
    return result


def _len(t: FunctionTyping, node: ast.Call) -> Type:
    types = _arguments(t, node, 1, 1)
    if types is None:
        return ERROR
    if not isinstance(types[0], BufferType):
        hint = "pass the length as an integer, or declare a typed buffer such as `uint8[:]`"
        return t.error(node, f"a value of type `{types[0]}` has no length", hint)
    return t.context.int


def _ord(t: FunctionTyping, node: ast.Call) -> Type:
    text = t.function.constants[node.args[0]]
    if isinstance(text, str) and len(text) == 1:
        return t.set_constant(node, ord(text))
    return t.error(node, "`ord` takes a constant string of one character here")


def _pow(t: FunctionTyping, node: ast.Call) -> Type:
    types = _arguments(t, node, 2, 2)
    return binary_type(t, node, ast.Pow(), types[0], types[1]) if types else ERROR


_BUILTINS: dict[str, Callable[[FunctionTyping, ast.Call], Type]] = {
    "abs": _abs, "min": _min_max, "max": _min_max, "len": _len, "ord": _ord, "pow": _pow,
}  # fmt: skip


# Calls of compiled functions


def _direct(t: FunctionTyping, node: ast.Call, callee: TypedFunction) -> Type:
    arguments = _bind(t, node, callee)
    result = t.program.result_of(callee)
    if arguments is None:
        return ERROR
    if t.program.imports.has_objects and not t.program.has(callee):
        t.object(node.func)
        t.function.calls[node] = ImportedCall(callee, arguments)
    else:
        t.function.calls[node] = DirectCall(callee, arguments)
        t.program.note_call(t.function, callee)
    for param, argument in zip(callee.ir.params, arguments, strict=True):
        if isinstance(argument, ast.expr) and callee.source.emitter == "asm_thumb":
            _word(t, argument, callee, param)
        elif isinstance(argument, ast.expr):
            assignable(t, argument, t.type_of(argument), param.type, f"parameter `{param.name}`", argument=True)
    return result


def _word(t: FunctionTyping, argument: ast.expr, callee: TypedFunction, param: Local) -> None:
    """Check an argument of an assembler function: a number or an address, whatever fits a register."""
    given = t.value_type(argument)
    check_literal(t, argument, given, t.context.uint)
    wide = isinstance(given, IntType) and given.bits > t.context.word_bits
    if given == ERROR or isinstance(given, PointerType | BufferType) or (is_integer(given) and not wide):
        return
    name = callee.source.node.name
    hint = "convert it: `int(x)`" if is_number(given) else "pass numbers, pointers and buffers"
    t.error(argument, f"register `{param.name}` of `{name}` takes one word, not `{given}`", hint)


def _bind(t: FunctionTyping, node: ast.Call, callee: TypedFunction) -> "list[ast.expr | Constant] | None":
    """The argument of each parameter, where each has one."""
    names = [p.name for p in callee.ir.params]
    bound: dict[str, ast.expr | Constant] = {}
    name = callee.source.node.name
    positional = [n for n in names if n not in callee.keyword_only]
    for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
        t.type_of(argument)
    problems = len(t.function.reports)
    for position, argument in enumerate(node.args):
        if position >= len(positional):
            t.error(argument, f"`{name}` takes {len(positional)} positional arguments, this is one more")
        else:
            bound[positional[position]] = argument
    for keyword in node.keywords:
        if keyword.arg is None or keyword.arg not in names:
            close = difflib.get_close_matches(keyword.arg or "", names, n=1)
            hint = f"did you mean `{close[0]}`?" if close else ""
            t.error(keyword, f"`{name}` has no parameter `{keyword.arg or '**'}`", hint)
        elif keyword.arg in bound:
            t.error(keyword, f"`{name}` gets its parameter `{keyword.arg}` twice")
        else:
            bound[keyword.arg] = keyword.value
    bound = {**callee.defaults, **bound}
    if missing := [n for n in names if n not in bound]:
        plural = "s" * (len(missing) > 1)
        t.error(node, f"`{name}` lacks its argument{plural} {', '.join(f'`{n}`' for n in missing)}")
    return None if len(t.function.reports) > problems else [bound[n] for n in names]
