"""Machine code of many small modules of LLVM text at once.

Much of what LLVM does for a module costs the same for a small one and a large one. So modules that ask for the same
are written into one, side by side:

    define i32 @f.entry(...) #0 { ... @f ... }      define i32 @f.entry$0(...) #0 section ".text$0" { ... @f$0 ... }
                                             --->
    define i32 @g.entry(...) #0 { ... @g ... }      define i32 @g.entry$1(...) #2 section ".text$1" { ... @g$1 ... }

No part knows of another: each has its own symbols, attributes and metadata, and what LLVM decides about a function
depends on it, its callers and its callees only. So each part's code is what it would be alone. It lies in sections of
its own, and is cut out of the object. A part that shares a section with others (LLVM made a constant), or needs
helpers, is made anew alone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from nativecomp.codegen.errors import CodegenError
from nativecomp.codegen.symbols import ASSEMBLED_SECTION
from nativecomp.elf import ALLOC, ElfFile
from nativecomp.elf.cut import Entangled, cut
from nativecomp.emit.machine import emit, emit_ways, prepare
from nativecomp.emit.request import MachineCode, Request
from nativecomp.emit.selection import Emitted, best, has_loop

LARGE = 60_000
"""Characters of LLVM text from which on a module gains nothing from company."""

_TOKEN = re.compile(r'@"[^"]*"|"[^"]*"|@[-\w$.]+|[#!]\d+')
_DEFINED = re.compile(r'^(?:define [^@]*)?(@"[^"]*"|@[-\w$.]+)(?:\(| = )', re.MULTILINE)
_FUNCTION = re.compile(r"^(define .*) \{$", re.MULTILINE)
_GROUP = re.compile(r"#\d+")
_COLD = re.compile(r"^attributes (#\d+) = \{ .*\bcold\b", re.MULTILINE)
_UNLIKELY = ".text.unlikely"
"""Where LLVM puts functions that are hardly ever called: behind the others."""
_NODE = re.compile(r"^!\d+ = ", re.MULTILINE)
_CONSTANT = re.compile(r"^(@.* = (?:private|internal) .*), align (\d+)$", re.MULTILINE)


def emit_batch(requests: Sequence[Request]) -> Iterator[MachineCode | CodegenError]:
    """The answers, in the order of the requests. Those of a kind are made when the first of them is reached."""
    kinds = [_kind(request) for request in requests]
    members: dict[object, list[int]] = {}
    for number, kind in enumerate(kinds):
        members.setdefault(kind, []).append(number)
    made: dict[int, MachineCode | None] = {}
    for number, request in enumerate(requests):
        together = members.pop(kinds[number], [])
        if len(together) > 1:
            made |= zip(together, _emit_together([requests[n] for n in together]), strict=True)
        yield made.pop(number, None) or _emit_alone(request)


def _kind(request: Request) -> object:
    """What modules that are written together have in common; its own for each that stays alone."""
    text = request.llvm
    joins = (
        *(request.movable, request.want <= {"object", "costs"}, request.keep, not request.link, not request.assembled),
        *(len(text) < LARGE, ASSEMBLED_SECTION not in text, "\n!llvm." not in text),
    )
    return (request.target.name, request.opt, request.tells_costs, has_loop(text)) if all(joins) else id(request)


def _emit_alone(request: Request) -> MachineCode | CodegenError:
    try:
        return emit(request)
    except CodegenError as error:
        return error
    except RuntimeError as error:
        return CodegenError(f"LLVM: {error}", request.llvm)


def _emit_together(requests: Sequence[Request]) -> list[MachineCode | None]:
    """The machine code of each, None where it has to be made alone."""
    kept = frozenset(_own(name, number) for number, one in enumerate(requests) for name in one.keep or ())
    try:
        module, machine = prepare(replace(requests[0], llvm=join(requests), keep=kept))
        made = emit_ways(module, machine, requests[0])
    except (CodegenError, RuntimeError):
        return [None] * len(requests)
    files = [ElfFile(one.object) for one in made]
    return [_part(files, [one.costs for one in made], number, request) for number, request in enumerate(requests)]


def _part(
    files: Sequence[ElfFile], costs: Sequence[Mapping[str, float]], number: int, request: Request
) -> MachineCode | None:
    own = {_own(name, number): name for name in (".text", _UNLIKELY, ".rodata")}

    def rename(name: str) -> str:
        return name.removesuffix(_own("", number))

    try:
        objects = []
        for file in files:
            sections = {n: own[s.name] for n, s in enumerate(file.sections) if s.name in own and s.flags & ALLOC}
            objects.append(cut(file, sections, rename))
    except Entangled:
        return None
    own_costs = [{rename(name): cost for name, cost in one.items() if name.endswith(_own("", number))} for one in costs]
    made = [Emitted(data, costs) for data, costs in zip(objects, own_costs, strict=True)]
    chosen = made[best(made)]
    undefined = ElfFile(chosen.object).undefined
    if set(undefined) - request.allowed:
        return None
    return MachineCode(chosen.object, undefined=tuple(undefined), costs=chosen.costs)


def _own(name: str, number: int) -> str:
    """What a symbol or section of a part is called beside others; a quoted name stays quoted."""
    return f'{name[:-1]}${number}"' if name.endswith('"') else f"{name}${number}"


def join(requests: Iterable[Request]) -> str:
    """The text of the module that holds all the modules."""
    parts: list[str] = []
    declared: set[str] = set()
    attributes = metadata = 0
    for number, request in enumerate(requests):
        text = request.llvm
        if parts:
            text = re.sub(r"^(?:source_filename|target) .*$", "", text, flags=re.MULTILINE)
        defined = set(_DEFINED.findall(text))

        def renamed(match: re.Match[str], number: int = number, defined: set[str] = defined,
                    first: tuple[int, int] = (attributes, metadata)) -> str:  # fmt: skip
            token = match[0]
            if token[0] == "@":
                return _own(token, number) if token in defined else token
            if token[0] == '"':
                return token
            return f"{token[0]}{int(token[1:]) + first[token[0] == '!']}"

        attributes += text.count("\nattributes #")
        metadata += len(_NODE.findall(text))
        cold = set(_COLD.findall(text))

        def placed(match: re.Match[str], number: int = number, cold: set[str] = cold) -> str:
            unlikely = any(group in cold for group in _GROUP.findall(match[1]))
            return f'{match[1]} section "{_own(_UNLIKELY if unlikely else ".text", number)}" {{'

        text = _TOKEN.sub(renamed, _FUNCTION.sub(placed, text))
        text = _CONSTANT.sub(rf'\1, section "{_own(".rodata", number)}", align \2', text)
        lines = []
        for line in text.splitlines():
            if line.startswith("declare "):
                name = _TOKEN.search(line)
                if name and name[0] in declared:
                    continue
                declared.add(name[0] if name else line)
            lines.append(line)
        parts.append("\n".join(lines))
    return "\n".join(parts) + "\n"
