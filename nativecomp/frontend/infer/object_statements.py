"""Types of statements on Python objects: stores, loops, exceptions, imports, globals."""

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from nativecomp.frontend.infer.names import is_run
from nativecomp.frontend.infer.typed import ERROR
from nativecomp.ir import EXCEPTIONS
from nativecomp.language.types import OBJECT, CellType, PointerType, TupleType, Type, is_number

if TYPE_CHECKING:
    from nativecomp.frontend.infer.statements import StatementInference


class ObjectStatements:
    """The rules of one function that are added where objects are allowed."""

    def __init__(self, statements: "StatementInference") -> None:
        self.s = statements
        self.x = statements.x
        self.function = statements.function
        self.objects = self.x.objects
        self.rules: dict[type[ast.stmt], Callable[..., None]] = {
            ast.For: self._for,
            ast.Try: self._try,
            ast.With: self._with,
            ast.Delete: self._delete,
            ast.Raise: self._raise,
            ast.Assert: self._assert,
            ast.Global: lambda node: None,
            ast.Import: self._import,
            ast.ImportFrom: self._import_from,
            ast.FunctionDef: self._function,
            ast.ClassDef: self._class,
        }

    # Stores

    def store(self, target: ast.expr, given: Type) -> bool:
        """Check a target that takes an object; whether it is one."""
        if isinstance(target, ast.Attribute):
            self.objects.object(target.value)
            self.objects.wanted(target, given)
            return True
        if isinstance(target, ast.Name) and self.is_global(target.id):
            self.objects.wanted(target, given)
            return True
        if isinstance(target, ast.Subscript):
            base = self.x.type_of(target.value)
            if base == OBJECT:
                self.x.type_of(target)
                self.objects.wanted(target, given)
                return True
        return False

    def is_global(self, name: str) -> bool:
        """Whether the function declares the name `global`."""
        return self.s.program.is_declared_global(self.function.source, name)

    def unpack(self, target: ast.Tuple | ast.List, given: Type) -> bool:
        """Unpack an object, or a tuple of machine values into targets that are nested or starred."""
        starred = [item for item in target.elts if isinstance(item, ast.Starred)]
        nested = any(isinstance(item, ast.Tuple | ast.List) for item in target.elts)
        if isinstance(given, TupleType) and not starred and not nested:
            return False
        if is_number(given) or isinstance(given, PointerType):
            self.x.error(
                target, f"a value of type `{given}` cannot be unpacked", "give each name a value: `a, b = 1, 2`"
            )
            self.s.give_up(target)
            return True
        self.objects.wanted(target, given)
        if len(starred) > 1:
            self.x.error(starred[1], "one target can be starred")
        for item in target.elts:
            place = item.value if isinstance(item, ast.Starred) else item
            if isinstance(place, ast.Tuple | ast.List):
                self.unpack(place, OBJECT)
            else:
                self.s.store(place, place, ERROR if given == ERROR else OBJECT)
        return True

    # Statements

    def _for(self, node: ast.For) -> None:
        """`for`: over a range, a typed buffer or an object."""
        element = self.objects.iterated(node.iter)
        if isinstance(node.target, ast.Tuple | ast.List):
            self.unpack(node.target, element)
        else:
            self.s.store(node.target, node.target, element)
        self.s.body(node.body)
        self.s.body(node.orelse)

    def _try(self, node: ast.Try) -> None:
        self.s.body(node.body)
        for handler in node.handlers:
            if handler.type is not None:
                self.objects.object(handler.type)
            if handler.name:
                target = ast.Name(handler.name, ast.Store())
                self.s.store(ast.copy_location(target, handler), handler, OBJECT)
            self.s.body(handler.body)
        self.s.body(node.orelse)
        self.s.body(node.finalbody)

    def _with(self, node: ast.With) -> None:
        for item in node.items:
            self.objects.object(item.context_expr)
            target = item.optional_vars
            if isinstance(target, ast.Tuple | ast.List):
                self.unpack(target, OBJECT)
            elif target is not None:
                self.s.store(target, target, OBJECT)
        self.s.body(node.body)

    def _delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                local = self.x.find_local(target.id)
                if local is not None and not (isinstance(local.type, CellType) or local.type in (OBJECT, ERROR)):
                    hint = "leave it out: machine values need no freeing"
                    self.x.error(target, f"`{target.id}` is `{local.type}`, which is always there", hint)
                elif local is None and not self.is_global(target.id):
                    self.x.error(target, f"`{target.id}` is no local that has been assigned")
            elif isinstance(target, ast.Attribute):
                self.objects.object(target.value)
            elif isinstance(target, ast.Subscript):
                if self.x.type_of(target.value) not in (OBJECT, ERROR):
                    self.x.error(target, "an element of machine memory cannot be deleted")
                self.x.type_of(target)
            else:
                self.x.error(target, "only names, attributes and elements can be deleted here")

    def is_plain_raise(self, node: ast.Raise) -> bool:
        """Whether it raises a built-in exception with a constant text or nothing, which needs no object."""
        call = node.exc if isinstance(node.exc, ast.Call) else None
        name = call.func if call else node.exc
        if not isinstance(name, ast.Name) or name.id not in EXCEPTIONS or node.cause is not None:
            return False
        if self.x.find_local(name.id) is not None or self.s.program.binds_global(name.id):
            return False
        if call is None:
            return True
        texts = all(isinstance(argument, ast.Constant) and isinstance(argument.value, str) for argument in call.args)
        return not call.keywords and len(call.args) <= 1 and texts

    def _raise(self, node: ast.Raise) -> None:
        if node.exc is None:
            return
        if self.is_plain_raise(node):
            self.function.plain_raises.add(node)
            call = node.exc if isinstance(node.exc, ast.Call) else None
            for argument in call.args if call else []:
                self.x.type_of(argument)
            return
        self.objects.object(node.exc)
        if node.cause is not None:
            self.objects.object(node.cause)

    def _assert(self, node: ast.Assert) -> None:
        self.x.condition(node.test)
        if node.msg is not None:
            self.objects.object(node.msg)

    def _function(self, node: ast.FunctionDef) -> None:
        """A nested function: where it is an object, its name is a variable."""
        child = self.objects.child(node)
        if child is None:
            self.s.nested_function(node)
        else:
            for decorator in child.decorators:
                self.objects.object(decorator)
            self.objects.inner_function(node)
            self._bind(node.name, node)

    def _class(self, node: ast.ClassDef) -> None:
        """A class, which is made where it stands."""
        child = self.objects.child(node)
        if child is None:
            self.s.refuse(node)
            return
        arguments = [base.value if isinstance(base, ast.Starred) else base for base in node.bases]
        for part in [*child.decorators, *arguments, *(keyword.value for keyword in node.keywords)]:
            self.objects.object(part)
        self._bind(node.name, node)

    # Modules

    def _bind(self, name: str, node: ast.stmt) -> None:
        self.s.store(ast.copy_location(ast.Name(name, ast.Store()), node), node, OBJECT)

    def _import(self, node: ast.Import) -> None:
        if not is_run(node):
            return
        for alias in node.names:
            self._bind(alias.asname or alias.name.split(".")[0], node)

    def _import_from(self, node: ast.ImportFrom) -> None:
        if not is_run(node):
            return
        for alias in node.names:
            if alias.name == "*":
                self.x.error(node, "`import *` is for the top of a file", "name what is imported")
            else:
                self._bind(alias.asname or alias.name, node)
