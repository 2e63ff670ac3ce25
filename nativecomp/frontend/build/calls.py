"""Build calls that need no object: conversions, built-in functions, and compiled functions of the file."""

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from nativecomp.frontend.infer.typed import Conversion, CoreCall, DirectCall, ImportedCall, ObjectCall
from nativecomp.ir import Op
from nativecomp.language.types import NONE, OBJECT, STRING, FloatType, LiteralType, Type

if TYPE_CHECKING:
    from nativecomp.frontend.build.expressions import ExpressionBuilder


class CallBuilder:
    """The calls of one function."""

    def __init__(self, x: "ExpressionBuilder") -> None:
        self.x = x
        self.o = x.o
        self.b = x.b
        self.typed = x.typed
        self.context = x.context

    def value(self, node: ast.Call) -> Op:
        kind = self.typed.calls[node]
        if isinstance(kind, Conversion):
            return self._conversion(node.args[0], kind.type)
        if isinstance(kind, ImportedCall):
            return self._imported(node, kind)
        if isinstance(kind, DirectCall):
            return self._direct(node, kind)
        if isinstance(kind, ObjectCall):
            return self.o.call(node)
        if isinstance(kind, CoreCall):
            given = [self.x.value(argument, self.context.int) for argument in node.args]
            result = self.typed.types[node]
            return self.b.op("machine.call", *given, type_=result, function=kind.call.symbol)
        builtins: dict[str, Callable[[ast.Call], Op]] = {
            "abs": self._abs,
            "min": self._min_max,
            "max": self._min_max,
            "len": lambda call: self.b.op("buffer.length", self.x.value(call.args[0]), type_=self.context.int),
            "pow": self._pow,
        }
        return builtins[kind.name](node)

    def _conversion(self, node: ast.expr, wanted: Type) -> Op:
        given = self.typed.types[node]
        if wanted == OBJECT:
            return self.o.value(node)
        if isinstance(given, LiteralType):
            return self.x.literal(given.value, wanted)
        if given in (OBJECT, STRING, NONE) and wanted == self.context.float:
            # The class converts texts too.
            return self.x.convert(self.o.call_object(self.x.global_("float"), self.o.value(node)), wanted)
        value = self.o.value(node) if given in (STRING, NONE) else self.x.value(node)
        return self.x.convert(value, wanted)

    def _imported(self, node: ast.Call, call: ImportedCall) -> Op:
        callee = self.o.value(node.func)
        operands = [self.x.convert(operand, OBJECT) for operand in self._operands(node, call)]
        result, given = call.callee.ir.result, self.o.call_object(callee, *operands)
        return given if result == NONE else self.x.convert(given, result)

    def _direct(self, node: ast.Call, call: DirectCall) -> Op:
        operands = self._operands(node, call)
        return self.b.op("call", *operands, type_=call.callee.ir.result, callee=call.callee.ir)

    def _operands(self, node: ast.Call, call: DirectCall) -> list[Op]:
        """The arguments as the parameters' types have them; an object that goes to one is converted by it."""
        place = {
            argument: position for position, argument in enumerate(call.arguments) if isinstance(argument, ast.expr)
        }
        params = call.callee.ir.params
        values: dict[int, Op] = {}
        # Evaluated in the order of the text, passed in the order of the parameters.
        for given in [*node.args, *(k.value for k in node.keywords)]:
            is_object = isinstance(call, ImportedCall) and self.typed.types[given] == OBJECT
            wanted = OBJECT if is_object else params[place[given]].type
            values[place[given]] = self.x.value(given, wanted)
        for position, argument in enumerate(call.arguments):
            if not isinstance(argument, ast.expr):
                wanted = params[position].type
                values[position] = self.o.constant(argument) if wanted == OBJECT else self.x.literal(argument, wanted)
        return [values[position] for position in range(len(params))]

    def _abs(self, node: ast.Call) -> Op:
        wanted = self.typed.types[node]
        family = "float" if isinstance(wanted, FloatType) else "int"
        return self.b.op(f"{family}.abs", self.x.value(node.args[0], wanted))

    def _min_max(self, node: ast.Call) -> Op:
        wanted = self.typed.types[node]
        assert isinstance(node.func, ast.Name)
        name = f"{'float' if isinstance(wanted, FloatType) else 'int'}.{node.func.id}"
        values = [self.x.value(argument, wanted) for argument in node.args]
        result = values[0]
        for value in values[1:]:
            result = self.b.op(name, result, value)
        return result

    def _pow(self, node: ast.Call) -> Op:
        left = self.x.value(node.args[0], self.context.promote(self.context.default(self.typed.types[node.args[0]])))
        return self.x.binary(ast.Pow(), left, node.args[1])
