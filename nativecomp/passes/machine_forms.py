"""Give `print` and `raise` of machine values the forms that need no objects, for code without Python objects.

before                                          after
    %0: object = object.global name='print'         %2: int = local.load local=n
    %1: object = object.const value='n ='           print.text text='n = '
    %2: int = local.load local=n                    print.value %2
    %3: object = object.box %2                      print.text text='\\n'
    %4: object = object.call %0, %1, %3 ...

Legal where the name is not the file's own, the result is not used, and each argument is a number, an address or a
constant text: nothing of them runs Python. The arguments have been computed where they stand, before the first output.
"""

from collections import Counter
from collections.abc import Container
from typing import Any

from nativecomp.ir import EXCEPTIONS, Function, Module, Op
from nativecomp.language.types import BOOL, FIXED_INTS, NONE, IntType, PointerType, Type, TypeContext, is_number


def use_machine_forms(module: Module, context: TypeContext) -> None:
    for function in module.functions:
        _Forms(function, module.bound, context).run()


class _Forms:
    """The forms of one function."""

    def __init__(self, function: Function, bound: frozenset[str], context: TypeContext) -> None:
        self.function = function
        self.bound = bound
        self.context = context
        self.uses = Counter(operand for op in function.ops for operand in op.operands)

    def run(self) -> None:
        gone: set[Op] = set()
        for block in self.function.blocks:
            ops: list[Op] = []
            for op in block.ops:
                form = self._form(op)
                ops += [op] if form is None else form
                if form is not None:
                    gone |= {op, *(op.operands if op.name == "raise.object" else ())}
            block.ops = ops
        self._remove(gone)

    def _form(self, op: Op) -> list[Op] | None:
        if op.name == "object.call" and not self.uses[op] and self._calls(op, {"print"}):
            return self._print(op)
        if op.name == "raise.object" and op.operands[0].name == "object.call" and self.uses[op.operands[0]] == 1:
            return self._raise(op, op.operands[0])
        return None

    def _calls(self, call: Op, names: Container[str]) -> bool:
        callee = call.operands[0]
        name = callee.attributes.get("name")
        return callee.name == "object.global" and name in names and name not in self.bound

    def _print(self, call: Op) -> list[Op] | None:
        count = call.attributes["positional"]
        words = {"sep": " ", "end": "\n"}
        for name, value in zip(call.attributes["keywords"], call.operands[1 + count :], strict=True):
            if name not in words or not isinstance(_text(value), str):
                return None
            words[name] = _text(value) or ""
        made: list[Op] = []
        pending = ""
        for position, value in enumerate(call.operands[1 : 1 + count]):
            pending += words["sep"] if position else ""
            text = _text(value)
            if text is not None:
                pending += text
                continue
            machine = self._machine(value, made)
            if machine is None:
                return None
            if pending:
                made.append(_op("print.text", call, text=pending))
                pending = ""
            made.append(_op("print.value", call, machine))
        if pending + words["end"]:
            made.append(_op("print.text", call, text=pending + words["end"]))
        return made

    def _raise(self, op: Op, call: Op) -> list[Op] | None:
        if not self._calls(call, EXCEPTIONS) or len(call.operands) != 2 or not call.attributes["positional"]:
            return None
        made: list[Op] = []
        value = self._machine(call.operands[1], made)
        if value is None or not (value.type == BOOL or isinstance(value.type, IntType)):
            return None
        if value.type != self.context.int:
            value = _op("convert", op, value, type_=self.context.int)
            made.append(value)
        return [*made, _op("raise", op, value, exception=call.operands[0].attributes["name"], message=None)]

    def _machine(self, value: Op, made: list[Op]) -> Op | None:
        """The number or address that an object is made of; a constant is added to `made`."""
        if value.name == "object.box":
            given = value.operands[0]
            return given if is_number(given.type) or isinstance(given.type, PointerType) else None
        number = value.attributes["value"] if value.name == "object.const" else None
        type_ = self._constant_type(number)
        if type_ is None:
            return None
        made.append(_op("const", value, type_=type_, value=number))
        return made[-1]

    def _constant_type(self, value: object) -> Type | None:
        if isinstance(value, bool):
            return BOOL
        if isinstance(value, float):
            return self.context.float
        kinds = (self.context.int, self.context.uint, FIXED_INTS["int64"], FIXED_INTS["uint64"])
        return next((k for k in kinds if isinstance(value, int) and k.minimum <= value <= k.maximum), None)

    def _remove(self, gone: set[Op]) -> None:
        """Remove the calls that have another form now, and what was made for them alone."""
        todo = list(gone)
        while todo:
            for operand in todo.pop().operands:
                self.uses[operand] -= 1
                if not self.uses[operand] and operand.name in ("object.global", "object.const", "object.box"):
                    gone.add(operand)
                    todo.append(operand)
        for block in self.function.blocks:
            block.ops = [op for op in block.ops if op not in gone]


def _text(value: Op) -> str | None:
    text = value.attributes["value"] if value.name == "object.const" else None
    return text if isinstance(text, str) else None


def _op(name: str, at: Op, *operands: Op, type_: Type = NONE, **attributes: Any) -> Op:
    return Op(name, list(operands), type_, attributes, at.span)
