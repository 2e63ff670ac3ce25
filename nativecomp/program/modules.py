"""The modules of a program: those that its files import, from files beside it, built into the runtime, or in Python in
its folder `library`.

What is imported is read from the syntax trees, so `import util` in a function counts, and a name that is made at run
time (`__import__(name)`) does not.
"""

import ast
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from nativecomp.frontend import Unit, read_source
from nativecomp.frontend.rest import read_tree
from nativecomp.image.runtime import runtime_sources
from nativecomp.language.diagnostics import Diagnostics, SourceFile

MAIN = "__main__"
_COMPILER = "nativecomp"
"""Its names mean something to the compiler alone: what it makes of a file does not import it."""
_ALIASES = ("array", "binascii", "collections", "errno", "heapq", "io", "json", "random", "re", "struct", "sys", "time")
"""Modules that are there under an older name with a `u` before it too (runtime/modules/runtime.c)."""


@dataclass
class Module:
    """A module in a file. `name` has all dots; `label` is what tracebacks call the file; `why` says who imports it."""

    name: str
    path: Path
    label: str
    source: SourceFile
    tree: ast.Module
    why: str
    package: bool = False


@dataclass
class ProgramModules:
    """The modules of a program, the main one first, and the built-in ones that it imports, with who does."""

    files: list[Module] = field(default_factory=list)
    builtin: dict[str, str] = field(default_factory=dict)


@cache
def builtin_modules() -> tuple[str, ...]:
    """The modules that the runtime has."""
    text = (runtime_sources() / "modules" / "modules.h").read_text("utf-8")
    listed = text[text.index("#define NC_MODULES(X)") :].partition("\n\n")[0]
    return tuple(re.findall(r"X\((\w+)\)", listed.partition("\n")[2]))


def _library() -> list[str]:
    """The modules that the runtime has in Python."""
    return sorted(path.stem for path in (runtime_sources() / "library").glob("*.py"))


def find_modules(path: str, words: Collection[str] = ()) -> ProgramModules:
    """The modules of the program that starts in the file `path`, and those of the runtime that are among the `words`.

    Raises:
        CompileError: a file is no Python, or imports what is not there.
    """
    found = ProgramModules(builtin={"builtins": "every program"})
    root = Path(path).parent
    found.files.append(_read(MAIN, Path(path), root, "the program"))
    known = {MAIN}
    for name in sorted({*builtin_modules(), *_library()}.intersection(words)):
        known.add(name)
        _add(found, name, root, "a module in the image's files has its name")
    diagnostics = Diagnostics()
    for module in found.files:  # grows while we go
        diagnostics.sources[module.source.name] = module.source
        for wanted in _imports(module):
            why = f"imported in {module.label}:{wanted.node.lineno}"
            for name in _with_parents(wanted.name):
                if (
                    name not in known
                    and not _add(found, name, root, why)
                    and not wanted.optional
                    and name == wanted.needed
                ):
                    _missing(module, wanted, name, diagnostics)
                known.add(name)
    diagnostics.raise_if_any()
    return found


def has_typed_main(unit: Unit) -> bool:
    """Whether a file is a program of compiled functions alone: they begin at a `main` on machine types."""
    return any(one.qualname == "main" and one.emitter == "viper" for one in unit.functions)


def _read(name: str, path: Path, root: Path, why: str) -> Module:
    source = read_source(path)
    label = path.name if name == MAIN else path.relative_to(root).as_posix()
    return Module(name, path, label, source, read_tree(source), why, path.name == "__init__.py" and name != MAIN)


def _add(found: ProgramModules, name: str, root: Path, why: str) -> bool:
    """Take a module into the program; False: there is none of that name."""
    plain = name[1:] if name.startswith("u") and name[1:] in _ALIASES else name
    if plain in builtin_modules():
        found.builtin.setdefault(plain, why)
        return True
    for folder in (root, runtime_sources() / "library"):  # a program's own module hides one of ours
        place = folder.joinpath(*name.split("."))
        for path in (place / "__init__.py", place.with_suffix(".py")):
            if path.is_file():
                found.files.append(_read(name, path, folder, why))
                return True
    return False


@dataclass(frozen=True)
class _Import:
    """`name` is looked for; only where `needed` is `name` or one of its parents, its absence is an error."""

    name: str
    needed: str
    node: ast.stmt
    optional: bool


def _with_parents(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[: count + 1]) for count in range(len(parts))]


def _imports(module: Module) -> Iterator[_Import]:
    guarded = {
        id(inner)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Try)
        for statement in node.body
        for inner in ast.walk(statement)
    }
    for node in ast.walk(module.tree):
        optional = id(node) in guarded
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name != _COMPILER:
                    yield _Import(alias.name, alias.name, node, optional)
        elif isinstance(node, ast.ImportFrom) and node.module != _COMPILER:
            base = _base(module, node)
            if base:
                yield _Import(base, base, node, optional)
            for alias in node.names:
                if alias.name != "*":  # a module of the package, or a name in it
                    yield _Import(f"{base}.{alias.name}".strip("."), "", node, True)


def _base(module: Module, node: ast.ImportFrom) -> str:
    """The complete name of what stands behind `from`."""
    if not node.level:
        return node.module or ""
    parts = [] if module.name == MAIN else module.name.split(".")
    parts = parts[: len(parts) - (node.level - module.package)]
    return ".".join([*parts, *([node.module] if node.module else [])])


def _missing(module: Module, wanted: _Import, name: str, diagnostics: Diagnostics) -> None:
    listed = ", ".join((*builtin_modules(), *_library()))
    hint = f"put `{name.replace('.', '/')}.py` beside the program; built in are {listed}"
    diagnostics.error(module.source.span(wanted.node), f"there is no module `{name}` for an image", hint)
