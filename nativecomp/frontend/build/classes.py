"""Build classes inside compiled functions: the statement, and the body, which is a function that MicroPython calls.

    class C(Base):            C = __build_class__(<body>, "C", Base)
        x = 1                 body: x = 1; store_name x     (the name goes into the class's dict)

The body keeps its names in locals too, so that reading one is no look-up; its result is the cell of `__class__`, which
`__build_class__` fills, or `None` where no method asks for it.
"""

import ast
from typing import TYPE_CHECKING

from nativecomp.frontend.scopes import CLASS
from nativecomp.ir import Local, Op
from nativecomp.language.types import OBJECT, CellType

if TYPE_CHECKING:
    from nativecomp.frontend.build.objects import ObjectBuilder


class ClassBuilder:
    """Builds into the current block of an object builder."""

    def __init__(self, objects: "ObjectBuilder") -> None:
        self.o = objects
        self.b = objects.b
        self.typed = objects.typed

    def make(self, node: ast.ClassDef) -> Op:
        """The class of a `class` statement, decorated."""
        decorators = [self.o.value(decorator) for decorator in self.o.child(node).decorators]
        build = self.b.op("object.build_class", type_=OBJECT)
        given = [self.o.function(node), self.o.constant(node.name)]
        made = self.o.call_with("object.call", build, given, node.bases, node.keywords)
        return self.o.decorate(made, decorators)

    # The body

    def begin(self) -> None:
        """What a class's dict holds first."""
        self._store("__module__", self.b.op("object.global", type_=OBJECT, name="__name__"))
        self._store("__qualname__", self.o.constant(self.typed.source.node.name))

    def end(self) -> None:
        """Give what `__build_class__` asks for."""
        cell = self.typed.locals.get(CLASS)
        is_own = cell in self.typed.cells
        result = self.b.op("cell.object", self.b.load(cell), type_=OBJECT) if cell and is_own else self.o.constant(None)
        self.b.op("return", result)

    def is_name(self, local: Local | None) -> bool:
        """Whether a slot is that of a name of this class."""
        if not self.typed.source.is_class or local is None or isinstance(local.type, CellType):
            return False
        return self.typed.locals.get(local.name) is local

    def is_hidden(self, local: Local | None) -> bool:
        """Whether an expression does not see a name: comprehensions look for it outside of the class."""
        return bool(self.o.inner) and self.is_name(local)

    def store(self, local: Local, value: Op) -> None:
        """Put a name into the class's dict, if it is one."""
        if self.is_name(local):
            self._store(local.name, value)

    def delete(self, local: Local) -> None:
        """Take a name out of the class's dict, if it is one."""
        if self.is_name(local):
            self.b.op("object.delete_name", name=local.name)

    def _store(self, name: str, value: Op) -> None:
        self.b.op("object.store_name", value, name=name)

    def load(self, local: Local) -> Op:
        """A name of the class that may not be bound; then the global one is meant."""
        held, value = self.b.new_local(local.name, OBJECT), self.b.load(local)
        self.b.store(held, value)
        unbound, bound = self.b.new_block("global"), self.b.new_block("bound")
        self.b.branch(self.b.op("object.is_end", value), unbound, bound)
        self.b.place(unbound)
        self.b.store(held, self.b.op("object.global", type_=OBJECT, name=local.name))
        self.b.jump(bound)
        self.b.place(bound)
        return self.b.load(held)
