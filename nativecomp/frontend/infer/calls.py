"""What a call means: a conversion, a built-in function, or another compiled function with its arguments in place."""

import ast
import difflib
from collections.abc import Callable
from typing import TYPE_CHECKING

from nativecomp.frontend.folding import Constant, NotConstant, is_const_call
from nativecomp.frontend.infer.annotations import type_name
from nativecomp.frontend.infer.typed import ERROR, BuiltinCall, Conversion, DirectCall, TypedFunction
from nativecomp.ir import Local
from nativecomp.language.types import (
    OBJECT,
    STRING,
    BufferType,
    IntType,
    PointerType,
    Type,
    is_integer,
    is_number,
)

if TYPE_CHECKING:
    from nativecomp.frontend.infer.expressions import ExpressionInference


class CallInference:
    """Types the calls of one function."""

    def __init__(self, expressions: "ExpressionInference") -> None:
        self.x = expressions
        self.program = expressions.program
        self.context = expressions.context
        self._builtins: dict[str, Callable[[ast.Call], Type]] = {
            "abs": self._abs,
            "min": self._min_max,
            "max": self._min_max,
            "len": self._len,
            "ord": self._ord,
            "pow": self._pow,
        }

    def type_of(self, node: ast.Call) -> Type:
        """The type of a call's result."""
        if is_const_call(node):
            return self._const(node)
        wanted = self._named_type(node.func)
        if wanted is not None:
            return self._cast(node, wanted)
        callee = self._callee(node)
        if callee is not None and not self._needs_object(node, callee):
            return self._direct(node, callee)
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        builtin = self._builtins.get(name) if callee is None and self._is_builtin(name) else None
        if builtin is None or not self.x.objects.takes_machine(node, name):
            return self.x.objects.call(node)
        self.x.function.calls[node] = BuiltinCall(name)
        return builtin(node)

    def _is_builtin(self, name: str) -> bool:
        """Whether a name means what Python gives it."""
        return not self.x.is_local(name) and not self.program.binds_global(name)

    def _needs_object(self, node: ast.Call, callee: TypedFunction) -> bool:
        """Whether a compiled function has to be called as Python calls it."""
        given = {keyword.arg for keyword in node.keywords}
        given |= {param.name for param in callee.ir.params[: len(node.args)]}
        return (
            callee.collects
            or callee.is_closure
            or callee.source.is_replaced
            or self._has_stars(node)
            or bool(callee.computed_defaults - given)
            or self.program.is_pending(callee)
            or self.program.is_ambiguous(callee)
        )

    @staticmethod
    def _has_stars(node: ast.Call) -> bool:
        starred = any(isinstance(argument, ast.Starred) for argument in node.args)
        return starred or any(keyword.arg is None for keyword in node.keywords)

    def _callee(self, node: ast.Call) -> TypedFunction | None:
        if isinstance(node.func, ast.Name):
            return self.program.find_function(self.x.function.source, node.func.id)
        if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            return self.program.find_method(self.x.function.source, node.func.value.id, node.func.attr)
        return None

    # Built-in functions

    def _arguments(self, node: ast.Call, least: int, most: int | None) -> list[Type] | None:
        types = [self.x.value_type(argument) for argument in node.args]
        name = ast.unparse(node.func)
        for keyword in node.keywords:
            self.x.error(keyword, f"`{name}` takes no keyword arguments here")
        if len(types) < least or (most is not None and len(types) > most):
            wanted = str(least) if least == most else f"at least {least}"
            self.x.error(node, f"`{name}` takes {wanted} argument{'s' * (wanted != '1')}, {len(types)} are given")
            return None
        return None if node.keywords or ERROR in types else types

    def _const(self, node: ast.Call) -> Type:
        try:
            return self.x.set_constant(node, self.x.constants.evaluate(node.args[0]))
        except NotConstant as reason:
            return self.x.error(node, f"the argument of `const` is not a constant: {reason}")

    def _named_type(self, node: ast.expr) -> Type | None:
        """The type that is called: a type's name means it whatever the module binds; only a local hides it."""
        if isinstance(node, ast.Name) and self.x.is_local(node.id):
            return None
        return self.context.named.get(type_name(node) or "")

    def _cast(self, node: ast.Call, wanted: Type) -> Type:
        """`T(x)`: of what a machine type takes a conversion, else a call of the class."""
        objects = self.x.objects
        if not objects.casts(node, wanted):
            return objects.call(node)
        if wanted == OBJECT:
            objects.object(node.args[0])
            self.x.function.calls[node] = Conversion(OBJECT)
            return OBJECT
        return self._conversion(node, wanted)

    def _conversion(self, node: ast.Call, wanted: Type) -> Type:
        self.x.function.calls[node] = Conversion(wanted)
        types = self._arguments(node, 1, 1)
        if types is None:
            return ERROR
        given = types[0]
        allowed = is_number(given) or given == OBJECT or (given == STRING and wanted == self.context.float)
        if isinstance(wanted, PointerType):
            allowed = is_integer(given) or isinstance(given, PointerType | BufferType)
            self.x.check_literal(node, given, self.context.uint)
            allowed |= given == OBJECT
        elif isinstance(given, PointerType):
            allowed = isinstance(wanted, IntType)
        if not allowed:
            return self.x.error(node, f"`{wanted}(...)` of a value of type `{given}`")
        return wanted

    def _abs(self, node: ast.Call) -> Type:
        types = self._arguments(node, 1, 1)
        if types is None:
            return ERROR
        if not is_number(types[0]):
            return self.x.error(node, f"`abs` of a value of type `{types[0]}`")
        return self.context.default(self.context.promote(types[0]))

    def _min_max(self, node: ast.Call) -> Type:
        types = self._arguments(node, 2, None)
        if types is None:
            return ERROR
        unified = self.context.unify_all(types)
        if unified is None or not is_number(unified):
            shown = " and ".join(f"`{t}`" for t in dict.fromkeys(types))
            return self.x.error(node, f"`{ast.unparse(node.func)}` of {shown}", "convert them to numbers of one kind")
        result = self.context.default(self.context.promote(unified))
        for type_ in types:
            self.x.check_literal(node, type_, result)
        return result

    def _len(self, node: ast.Call) -> Type:
        types = self._arguments(node, 1, 1)
        if types is None:
            return ERROR
        if not isinstance(types[0], BufferType):
            hint = "pass the length as an integer, or declare a typed buffer such as `uint8[:]`"
            return self.x.error(node, f"a value of type `{types[0]}` has no length", hint)
        return self.context.int

    def _ord(self, node: ast.Call) -> Type:
        if len(node.args) == 1 and self.x.type_of(node.args[0]) == STRING:
            text = self.x.function.constants[node.args[0]]
            if isinstance(text, str) and len(text) == 1:
                return self.x.set_constant(node, ord(text))
        return self.x.error(node, "`ord` takes a constant string of one character here")

    def _pow(self, node: ast.Call) -> Type:
        types = self._arguments(node, 2, 2)
        return self.x.binary_type(node, ast.Pow(), types[0], types[1]) if types else ERROR

    # Calls of compiled functions

    def _direct(self, node: ast.Call, callee: TypedFunction) -> Type:
        arguments = self._bind(node, callee)
        result = self.program.result_of(callee, node, self.x.function)
        if arguments is None:
            return ERROR
        self.x.function.calls[node] = DirectCall(callee, arguments)
        self.program.note_call(self.x.function, callee)
        for param, argument in zip(callee.ir.params, arguments, strict=True):
            if isinstance(argument, ast.expr) and callee.source.emitter == "asm_thumb":
                self._word(argument, callee, param)
            elif isinstance(argument, ast.expr):
                given = self.x.type_of(argument)
                self.x.assignable(argument, given, param.type, f"parameter `{param.name}`", argument=True)
        return result

    def _word(self, argument: ast.expr, callee: TypedFunction, param: Local) -> None:
        """Check an argument of an assembler function: a number or an address, whatever fits a register."""
        given = self.x.value_type(argument)
        self.x.check_literal(argument, given, self.context.uint)
        wide = isinstance(given, IntType) and given.bits > self.context.word_bits
        if given == ERROR or isinstance(given, PointerType | BufferType) or (is_integer(given) and not wide):
            return
        name = callee.source.node.name
        hint = "convert it: `int(x)`" if is_number(given) else "pass numbers, pointers and buffers"
        self.x.error(argument, f"register `{param.name}` of `{name}` takes one word, not `{given}`", hint)

    def _bind(self, node: ast.Call, callee: TypedFunction) -> "list[ast.expr | Constant] | None":
        names = [p.name for p in callee.ir.params]
        bound: dict[str, ast.expr | Constant] = {}
        problems = 0
        name = callee.source.node.name
        positional = [n for n in names if n not in callee.keyword_only]
        for position, argument in enumerate(node.args):
            self.x.type_of(argument)
            if position >= len(positional):
                self.x.error(argument, f"`{name}` takes {len(positional)} positional arguments, this is one more")
                problems += 1
            else:
                bound[positional[position]] = argument
        for keyword in node.keywords:
            self.x.type_of(keyword.value)
            if keyword.arg is None or keyword.arg not in names:
                close = difflib.get_close_matches(keyword.arg or "", names, n=1)
                hint = f"did you mean `{close[0]}`?" if close else ""
                self.x.error(keyword, f"`{name}` has no parameter `{keyword.arg or '**'}`", hint)
                problems += 1
            elif keyword.arg in bound:
                self.x.error(keyword, f"`{name}` gets its parameter `{keyword.arg}` twice")
                problems += 1
            else:
                bound[keyword.arg] = keyword.value
        bound = {**callee.defaults, **bound}
        if missing := [n for n in names if n not in bound]:
            plural = "s" * (len(missing) > 1)
            self.x.error(node, f"`{name}` lacks its argument{plural} {', '.join(f'`{n}`' for n in missing)}")
            problems += 1
        return None if problems else [bound[n] for n in names]
