"""A module as the interpreter sees it, and the calls from outside."""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.reference.devices import Access, Device
from tests.reference.errors import LanguageError, Raised, StepLimit
from tests.reference.expressions import Expression, compile_expression
from tests.reference.memory import Memory
from tests.reference.scope import Frame, Scope, annotation_name
from tests.reference.types import BOOL, BUFFERS, OBJECT, Buffer, Float, Integer, Pointer, Type, Words

DEFAULT_STEPS = 100_000
PYTHON_FRAMES = 20_000  # an interpreted call takes about ten of Python's


@dataclass
class Result:
    """What a call did. `buffers[i]` are the bytes of argument i afterwards, None for what is not a buffer."""

    value: Any
    exception: BaseException | None
    buffers: tuple[bytes | None, ...]
    log: list[Access] = field(default_factory=list)


class Machine:
    """What the frames of one call share: memory, the count of steps."""

    def __init__(self, memory: Memory, words: Words, limit: int) -> None:
        self.memory = memory
        self._words = words
        self._left = limit

    def step(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise StepLimit("more loop turns and calls than allowed")

    def address(self, value: int) -> int:
        return self._words.uint.wrap(value)

    def call(self, callee: Scope, arguments: dict[str, Any], parent: Frame | None) -> Any:
        self.step()
        return callee.activate(self, arguments, parent)


def _viper(node: ast.FunctionDef) -> dict[str, Any] | None:
    """The options of the `@viper` decorator, None without one."""
    for decorator in node.decorator_list:
        call = decorator if isinstance(decorator, ast.Call) else None
        if annotation_name(call.func if call else decorator) == "viper":
            return {k.arg or "": ast.literal_eval(k.value) for k in (call.keywords if call else [])}
    return None


class Program:
    """The `@viper` functions of one source text, for one core.

    Raises LanguageError, when a function is checked or called, for what the document does not allow.
    """

    def __init__(self, source: str, *, word_bits: int = 32, float_bits: int = 32) -> None:
        self.words = Words(word_bits, float_bits)
        self.constants: dict[str, Expression] = {}
        self.functions: dict[str, Scope] = {}
        tree = ast.parse(source)
        # Constants and functions are found through an empty function, so that names resolve the same way.
        empty = ast.parse("def module():\n    pass").body[0]
        assert isinstance(empty, ast.FunctionDef)
        self._module = Scope(self, empty, None, True)
        for node in tree.body:
            self._take(node)

    def _take(self, node: ast.stmt) -> None:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try:
                value = compile_expression(node.value, self._module)
            except LanguageError:
                return  # an object: of no use to typed functions
            if value.constant is not None or value.type is BOOL:
                self.constants[node.targets[0].id] = value
        elif isinstance(node, ast.FunctionDef):
            options = _viper(node)
            if options is not None:
                self.functions[node.name] = Scope(self, node, None, options.get("bounds", True))

    def check(self) -> None:
        """Compiles every function, nested ones too.

        Raises LanguageError for the first that is not valid.
        """
        pending = list(self.functions.values())
        while pending:
            scope = pending.pop()
            scope.body()
            scope.result_type()
            pending += scope.functions.values()

    def call(
        self,
        function: str,
        arguments: Sequence[Any],
        *,
        devices: Sequence[Device] = (),
        step_limit: int = DEFAULT_STEPS,
    ) -> Result:
        """Calls a function with Python values as the desk does. The arguments themselves are not changed.

        Raises LanguageError, StepLimit, OutsideMemory; exceptions of the program are in the result.
        """
        sys.setrecursionlimit(max(sys.getrecursionlimit(), PYTHON_FRAMES))
        memory = Memory(devices)
        scope = self.functions[function]
        machine = Machine(memory, self.words, step_limit)
        value, error = None, None
        try:
            taken = {
                name: self._argument(argument, scope.type_of(name), memory)
                for name, argument in zip(scope.parameters, arguments, strict=False)
            }
            value = machine.call(scope, taken, None)
        except Raised as raised:
            error = raised.error
        after = tuple(memory.contents(a) if _is_buffer(a) else None for a in arguments)
        return Result(value, error, after, memory.log)

    def _argument(self, value: Any, kind: Type, memory: Memory) -> Any:
        if kind is OBJECT:
            return 0
        if isinstance(kind, Buffer):
            address, size = memory.place(value), kind.element.bits // 8
            if address % size:
                raise Raised(ValueError("buffer is not aligned"))
            return address, memoryview(value).nbytes // size
        if isinstance(kind, Pointer) and _is_buffer(value):
            return memory.place(value)
        if isinstance(kind, Pointer):
            return self.words.uint.wrap(value)
        if kind is BOOL:
            return bool(value)
        if isinstance(kind, Float):
            return kind.round(value) if isinstance(value, float) else kind.from_integer(int(value))
        if isinstance(kind, Integer) and not isinstance(value, float):
            return kind.wrap(int(value))
        raise Raised(TypeError(f"{kind} is needed"))


def _is_buffer(value: Any) -> bool:
    try:
        memoryview(value)
    except TypeError:
        return False
    return True


def interpret(
    source: str,
    function: str,
    arguments: Sequence[Any],
    *,
    word_bits: int = 32,
    float_bits: int = 32,
    devices: Sequence[Device] = (),
    step_limit: int = DEFAULT_STEPS,
) -> Result:
    """The result of one call of a `@viper` function of `source` (see Program.call)."""
    program = Program(source, word_bits=word_bits, float_bits=float_bits)
    return program.call(function, arguments, devices=devices, step_limit=step_limit)


__all__ = ["BUFFERS", "Program", "Result", "interpret"]
