"""What inference found out about a function: the input of the IR builder."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from nativecomp.frontend.constants import walk_scope
from nativecomp.frontend.discover import FunctionSource
from nativecomp.frontend.folding import Constant, is_const_call
from nativecomp.ir import Function, Local, Static
from nativecomp.language.diagnostics import Located
from nativecomp.language.machine_calls import MachineCall
from nativecomp.language.types import NONE, CellType, Type

ERROR = Type("an expression that was refused")
"""The type of what has been reported already; it combines with everything and reports nothing more."""


RESULT = "return"
"""What stands for the result of a function among the names of its locals."""


class Report(NamedTuple):
    """What inference has to say of a place. A "conversion" is an object in a place of a machine type, which is an
    error unless the object itself cannot be.
    """

    node: Located
    message: str
    hint: str
    severity: Literal["error", "warning", "conversion"]


@dataclass(frozen=True)
class Conversion:
    """`T(x)`."""

    type: Type


@dataclass(frozen=True)
class BuiltinCall:
    """A built-in function that the builder knows: `abs`, `min`, `max`, `len`, `print`, `pow`."""

    name: str


@dataclass(frozen=True)
class DirectCall:
    """A call of another compiled function. `arguments` holds, for each parameter, an expression or a constant."""

    callee: "TypedFunction"
    arguments: list["ast.expr | Constant"]


@dataclass(frozen=True)
class ImportedCall(DirectCall):
    """A call of another file's compiled function through its function object, with the types that it declares."""


@dataclass(frozen=True)
class ObjectCall:
    """A call of a Python object, or of a method of one."""


@dataclass(frozen=True)
class CoreCall:
    """A function of MicroPython's modules that is a call of C where there are no objects."""

    call: MachineCall


CallKind = Conversion | BuiltinCall | DirectCall | ObjectCall | CoreCall


@dataclass(eq=False)
class TypedFunction:
    """A function with the type of each expression, and the kind of each call.

    `ir` exists from the start, with its parameters, so that calls can refer to it; its blocks come from the builder.
    """

    source: FunctionSource
    ir: Function
    defaults: dict[str, Constant]
    keyword_only: frozenset[str] = frozenset()
    computed_defaults: set[str] = field(default_factory=set)
    """The parameters whose defaults only run time knows."""
    types: dict[ast.expr, Type] = field(default_factory=dict)
    constants: dict[ast.expr, Constant] = field(default_factory=dict)
    calls: dict[ast.Call, CallKind] = field(default_factory=dict)
    locals: dict[str, Local] = field(default_factory=dict)
    comprehensions: dict[ast.expr, dict[str, Local]] = field(default_factory=dict)
    """The names of each comprehension."""
    iterators: dict[ast.expr, Local] = field(default_factory=dict)
    """For each object that a loop runs over, the slot of its iterator."""
    plain_raises: set[ast.Raise] = field(default_factory=set)
    """Those of a built-in exception with a constant text or nothing."""
    cells: dict[Local, Local | None] = field(default_factory=dict)
    """Its own variables that are cells, with the parameters that they begin as."""
    result: Type | None = None
    """None until it is known."""
    reports: list[Report] = field(default_factory=list)
    statics: dict[str, Static] = field(default_factory=dict)
    """The data of the module that it names."""
    widened: set[str] = field(default_factory=set)
    """The locals, and `RESULT`, that are objects from their beginning, as rounds over the body have shown."""
    ignored: set[str] = field(default_factory=set)
    """The locals whose annotations their first values do not fit."""

    def __post_init__(self) -> None:
        self._signature = self.result

    @property
    def is_extern(self) -> bool:
        """Whether it declares a function in C (frontend/externs.py)."""
        return self.source.options.extern is not None

    def begin(self) -> None:
        """Forget what has been found out of the body, but for what is widened and ignored."""
        found = (self.types, self.constants, self.calls, self.comprehensions, self.iterators, self.plain_raises)
        for one in (*found, self.reports, self.ir.captures):
            one.clear()
        own = set(self.ir.params)
        self.ir.locals[:] = [local for local in self.ir.locals if local in own]
        self.locals = {name: local for name, local in self.locals.items() if local in own}
        self.result = self._signature
        self.ir.result = self.result or NONE

    @property
    def collects(self) -> bool:
        """Whether it has a parameter such as `*args`."""
        return self.ir.collects

    @cached_property
    def deleted(self) -> frozenset[str]:
        """The names that it unbinds: by `del`, and at the end of `except ... as name`."""
        nodes = walk_scope(self.source.node)
        targets = [target for node in nodes if isinstance(node, ast.Delete) for target in deleted_targets(node.targets)]
        handlers = [node.name for node in nodes if isinstance(node, ast.ExceptHandler) and node.name]
        return frozenset([*(target.id for target in targets if isinstance(target, ast.Name)), *handlers])

    def cell(self, name: str) -> Local | None:
        """The cell of a variable that it shares; the body of a class may have a name of its own beside it."""
        params = (param for param in self.ir.params if isinstance(param.type, CellType))
        return next((param for param in params if param.name == name), None)

    def is_compile_time(self, node: ast.Assign | ast.AnnAssign) -> bool:
        """Whether an assignment makes a constant that has no variable; in a class it is an attribute too."""
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        is_const = node.value is not None and is_const_call(node.value)
        names = {t.id for t in targets if isinstance(t, ast.Name)}
        return is_const and len(names) == len(targets) and not self.source.is_class and not names & self.locals.keys()

    @property
    def is_closure(self) -> bool:
        """Whether only its function object can be called: it knows cells and children."""
        return self.ir.makes_functions or any(isinstance(param.type, CellType) for param in self.ir.params)


def deleted_targets(targets: Iterable[ast.expr]) -> Iterator[ast.expr]:
    """What a `del` deletes, in its order: `del (a, b), c` deletes as `del a, b, c` does."""
    for target in targets:
        if isinstance(target, ast.Tuple | ast.List):
            yield from deleted_targets(target.elts)
        else:
            yield target


def held_type(local: Local) -> Type:
    """The type of what a name means: of a cell, that of what it holds."""
    return local.type.holds if isinstance(local.type, CellType) else local.type
