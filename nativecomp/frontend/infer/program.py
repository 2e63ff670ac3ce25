"""All compiled functions of one file: their signatures, which names are whose, and results inferred on demand."""

import ast
import difflib
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from nativecomp.frontend.bindings import MachineNames, is_run, possible_globals
from nativecomp.frontend.constants import ConstantScopes, walk_scope
from nativecomp.frontend.discover import FunctionSource, Scope
from nativecomp.frontend.folding import NotConstant
from nativecomp.frontend.imports import LinkedFile
from nativecomp.frontend.infer.notes import GlobalNames
from nativecomp.frontend.infer.rules import FunctionTyping
from nativecomp.frontend.infer.signatures import assembler_signature, signature
from nativecomp.frontend.infer.statements import check_body
from nativecomp.frontend.infer.typed import RESULT, Report, TypedFunction
from nativecomp.frontend.infer.untyped import read_untyped
from nativecomp.frontend.scopes import names_of
from nativecomp.ir import Local, Static
from nativecomp.language.diagnostics import Diagnostics, SourceFile, Span
from nativecomp.language.machine_calls import MachineCall
from nativecomp.language.syntax import walk, walk_statements
from nativecomp.language.types import OBJECT, CellType, Type, TypeContext


def c_identifier(text: str) -> str:
    """The text with every character that C does not allow in a name replaced by `_`."""
    return re.sub(r"\W", "_", text, flags=re.ASCII)


class Program:
    """The functions of one file while they are typed. Finding a callee, a capture or a result may type another one."""

    def __init__(
        self, tree: ast.Module, source: SourceFile, sources: list[FunctionSource], context: TypeContext,
        diagnostics: Diagnostics, constants: ConstantScopes, statics: Mapping[str, Static],
        machine_calls: MachineNames, imports: LinkedFile,
    ) -> None:  # fmt: skip
        self.root = Scope(tree)
        self.imports = imports
        self._globals = possible_globals(tree)
        self.imports_types = any(
            isinstance(n, ast.ImportFrom) and n.module == "nativecomp" for n in walk_statements(tree)
        )
        """Whether the file takes names from our package, so that its types are known to be meant."""
        self.source = source
        self.context = context
        self.diagnostics = diagnostics
        self.constants = constants
        self.statics = statics
        """The data at fixed places, where there are no objects."""
        self._machine_calls = machine_calls
        self.functions: dict[FunctionSource, TypedFunction] = {}
        self._callees: dict[TypedFunction, set[TypedFunction]] = {}
        self._local_names: dict[FunctionSource, set[str]] = {}
        self._declared_globals: dict[FunctionSource, set[str]] = {}
        self._conversions: list[Report] = []
        self._started: set[TypedFunction] = set()
        self._symbols: set[str] = set()
        self.names = GlobalNames(tree, context)
        for function in sources:
            if function.maker is not None:
                function.free = [name for name in function.free if not self.is_constant(function, name)]
        for function in sources:
            known = assembler_signature if function.emitter == "asm_thumb" else signature
            self.functions[function] = known(self, function, function.options.extern or self._symbol(function.qualname))
        callable_ = ("viper", "asm_thumb")
        places = [(f.scope.parent, f.node.name) for f in sources if f.emitter in callable_]
        several = {place for place, times in Counter(places).items() if times > 1}
        # A later definition replaces an earlier one; under `if` or `try` only run time knows which one stands.
        self._ambiguous = {
            f.node.name
            for f in sources
            if (f.scope.parent, f.node.name) in several and f.scope.parent and f.node not in f.scope.parent.statements
        }
        self._by_scope = {
            (f.scope.parent, f.node.name): t
            for f, t in self.functions.items()
            if f.emitter in callable_ and f.maker is None
        }
        self._by_path = {f.qualname: t for f, t in self.functions.items()}

    # Signatures

    def _symbol(self, qualname: str) -> str:
        """A name in C's spelling that starts with the module's, so that it meets no name of a C library."""
        stem = c_identifier(Path(self.source.name).stem)
        base = f"{stem}_{c_identifier(qualname.replace('.<locals>', ''))}"
        symbol, number = base, 2
        while symbol in self._symbols:
            symbol, number = f"{base}_{number}", number + 1
        self._symbols.add(symbol)
        return symbol

    def is_constant(self, source: FunctionSource, name: str) -> bool:
        """Whether a variable of an enclosing function has a value at compile time."""
        scope = source.scope.parent if source.is_class else source.scope
        assert scope is not None
        constants = self.constants.of(scope)
        try:
            constants.said(name) if source.emitter == "native" else constants.lookup(name)
        except NotConstant:
            return False
        return True

    # Reports

    def tell(self, function: TypedFunction) -> None:
        """Hand on what there is to say of a function."""
        for report in function.reports:
            span = self.source.span(report.node)
            if report.severity == "conversion":
                self._conversions.append(report)
            elif report.severity == "warning":
                self.diagnostics.warning(span, report.message, report.hint)
            else:
                self.diagnostics.error(span, report.message, report.hint)
        function.reports.clear()

    def tell_conversions(self) -> None:
        """Report the objects in places of machine types."""
        for node, message, hint, _ in self._conversions:
            why, instead = self.names.why(node) if isinstance(node, ast.AST) else ("", "")
            message += f": {why}" * bool(why)
            if instead:
                hint = instead if instead.endswith("?") else f"{instead}, or {hint}"
            self.diagnostics.error(self.source.span(node), message, hint)

    # Names

    def local_names(self, source: FunctionSource) -> set[str]:
        """Names that are local variables of the function: bound in it, and neither declared elsewhere nor `const`."""
        if source not in self._local_names:
            scope = self.constants.of(source.scope)
            declared: set[str] = set()
            imported: set[str] = set()
            inner: set[str] = set()
            for node in walk_scope(source.node):
                if isinstance(node, ast.Global | ast.Nonlocal):
                    declared |= set(node.names)
                elif isinstance(node, ast.Import | ast.ImportFrom) and not is_run(node):
                    imported |= {(a.asname or a.name).split(".")[0] for a in node.names}
                elif isinstance(node, ast.comprehension):
                    inner |= {n.id for n in walk(node.target) if isinstance(n, ast.Name)}
            names = {n for n in scope.bound if source.is_class or not scope.assigned_const(n)}
            names -= inner - names_of(source.written).own
            self._local_names[source] = names - declared - imported - set(source.nested)
        return self._local_names[source]

    def is_declared_global(self, source: FunctionSource, name: str) -> bool:
        """Whether the function says `global name`."""
        if source not in self._declared_globals:
            nodes = (node for node in walk_scope(source.node) if isinstance(node, ast.Global))
            self._declared_globals[source] = {name for node in nodes for name in node.names}
        return name in self._declared_globals[source]

    def known_names(self) -> list[str]:
        """The global names that the file gives a meaning, as far as the text tells."""
        return sorted(self._globals or ())

    def may_be_global(self, name: str) -> bool:
        """Whether a global name can have a meaning at run time, as far as the text tells."""
        return self._globals is None or name in self._globals

    def binds_global(self, name: str) -> bool:
        """Whether the file itself gives the global name a meaning."""
        return name in self.constants.of(self.root).bound

    def is_own_local(self, source: FunctionSource, name: str) -> bool:
        return name in self.local_names(source)

    def is_local(self, source: FunctionSource | None, name: str) -> bool:
        """Whether the name is a local of the function or of one that encloses it."""
        while source is not None:
            if name in self.local_names(source):
                return True
            source = source.owner
        return False

    def capture(self, function: TypedFunction, name: str) -> Local | None:
        """The slot of an enclosing function's local, listed in the captures of every function on the way to it."""
        way = [function]
        owner = function.source.owner
        while owner is not None:
            outer = self.functions[owner]
            local = outer.locals.get(name)
            if name in self.local_names(owner) or (local is not None and isinstance(local.type, CellType)):
                if local is not None:
                    for inner in way:
                        self._add_capture(inner, local)
                return local
            way.append(outer)
            owner = owner.owner
        return None

    def _add_capture(self, function: TypedFunction, local: Local) -> None:
        if local not in function.ir.captures:
            function.ir.captures.append(local)

    def note_call(self, caller: TypedFunction, callee: TypedFunction) -> None:
        if not self.has(callee):
            self.imports.call(callee)
            return
        self._callees.setdefault(caller, set()).add(callee)

    def spread_captures(self) -> None:
        """A function that calls one with captures needs the same slots, unless they are its own."""
        changed = True
        while changed:
            changed = False
            for caller, callees in self._callees.items():
                needed = [local for callee in callees for local in callee.ir.captures]
                for local in needed:
                    if local not in caller.ir.locals and local not in caller.ir.captures:
                        caller.ir.captures.append(local)
                        changed = True

    def find_machine_call(self, source: FunctionSource, node: ast.expr) -> MachineCall | None:
        """What the core is asked for by a function of that name, where there are no objects: `machine.idle`, `idle`."""
        base = node.value if isinstance(node, ast.Attribute) else node
        if not isinstance(base, ast.Name) or self.is_local(source, base.id):
            return None
        found = self._machine_calls.get(base.id)
        if isinstance(node, ast.Attribute):
            return found.get(node.attr) if isinstance(found, dict) else None
        return found if isinstance(found, MachineCall) else None

    def find_function(self, source: FunctionSource, name: str) -> TypedFunction | None:
        """The compiled function that a name means inside `source`: nested ones first, the module's, imported ones."""
        inner: FunctionSource | None = source
        while inner is not None:
            if name in inner.nested:
                return self.functions[inner.nested[name]]
            if name in self.local_names(inner):
                return None
            inner = inner.owner
        scope = source.scope.parent
        while scope is not None:
            found = self._by_scope.get((scope, name))
            if found is not None and not isinstance(scope.node, ast.ClassDef):
                return found
            scope = scope.parent
        return self.imports.function(name)

    def has(self, function: TypedFunction) -> bool:
        """Whether a function is one of this file."""
        return function.source in self.functions

    def top_level(self, name: str) -> TypedFunction | None:
        """The compiled function that a `def` at the top level of the file binds to a name."""
        found = self._by_path.get(name)
        return found if found is not None and found.source.node in self.root.statements else None

    def is_ambiguous(self, function: TypedFunction) -> bool:
        """Whether its name has several definitions in its scope, of which only run time chooses one."""
        return function.source.node.name in self._ambiguous and self.has(function)

    def find_method(self, source: FunctionSource, class_name: str, name: str) -> TypedFunction | None:
        """`Class.method`, or `module.function`, where that is the compiled function itself."""
        if self.is_local(source, class_name):
            return None
        typed = self._by_path.get(f"{class_name}.{name}")
        if typed is None:
            return self.imports.method(class_name, name)
        if typed.source.emitter != "viper" or typed.source.binding not in ("method", "staticmethod"):
            return None
        return typed

    def find_static(self, name: str, base: str = "") -> Static | None:
        """The data at a fixed place that a global name means, or `base.name`, here or in an imported file."""
        found = self.statics.get(name) if not base else None
        return found or self.imports.static(name, base)

    def check_defines(self) -> None:
        """Report values given to names that are no constants of the module."""
        scope = self.constants.of(self.root)
        known = [name for name in sorted(scope.bound - {*self.constants.unknown}) if scope.is_constant(name)]
        for name in self.constants.unknown:
            close = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean `{close[0]}`?" if close else f"its constants are {', '.join(known) or 'none'}"
            self.diagnostics.error(Span(self.source.name), f"`{name}` is given a value, but is no constant of it", hint)

    # Inference on demand

    def infer(self, function: TypedFunction) -> None:
        """Type a function's body, once, in as many rounds as the types of its locals and its result take to settle.

        What has been typed meanwhile may know the function as it was in an earlier round, and is typed again.
        """
        if function in self._started:
            return
        before = set(self._started)
        self._started.add(function)
        if function.is_extern:
            return
        if function.source.emitter == "asm_thumb":
            self._branches(function)
            return
        known = -1
        while known < len(function.widened) + len(function.ignored):
            known = len(function.widened) + len(function.ignored)
            for other in self._started - before:
                other.begin()
                self._callees.pop(other, None)
            self._started = before | {function}
            if function.source.emitter == "native":
                read_untyped(FunctionTyping(self, function))
            else:
                check_body(FunctionTyping(self, function))
        for nested in [*function.source.nested.values(), *function.source.children]:
            self.infer(self.functions[nested])

    def _branches(self, function: TypedFunction) -> None:
        """Note the assembler functions that one branches to."""
        for statement in function.source.node.body:
            call = statement.value if isinstance(statement, ast.Expr) else None
            for argument in call.args if isinstance(call, ast.Call) else []:
                callee = self.find_function(function.source, argument.id) if isinstance(argument, ast.Name) else None
                if callee is not None and callee.source.emitter == "asm_thumb":
                    self.note_call(function, callee)

    def infer_callees(self) -> None:
        """Type what is called by what has been typed, until nothing is missing."""
        while missing := {c for callees in self._callees.values() for c in callees} - self._started:
            for function in missing:
                self.infer(function)

    def inferred(self) -> list[TypedFunction]:
        """The functions that have been typed, in source order."""
        return [function for function in self.functions.values() if function in self._started]

    def is_pending(self, callee: TypedFunction) -> bool:
        """Whether the result of a function is not known yet where its own body calls it."""
        return callee.result is None and callee in self._started and callee.source.owner is None

    def result_of(self, callee: TypedFunction) -> Type:
        """The result type of a callee, typing its body first where it is not declared."""
        if callee.result is None and callee not in self._started:
            owner = callee.source.owner
            if owner is None or self.functions[owner] in self._started:
                self.infer(callee)
        if callee.result is None:  # it calls itself before its result is known: an object, in the next round too
            callee.widened.add(RESULT)
            callee.result = callee.ir.result = OBJECT
        return callee.result
