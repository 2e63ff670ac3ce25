"""The same call as bytecode, as `@native` and as it is written: instructions on one board, on one runtime.

For each way the file's decorators are replaced and an image is built, whose main module imports the file and calls as
often as the board tells it. It runs twice, with one call and with two; the difference is a call, with what calling
from bytecode takes:

    from dsp import *                         1 call:   3,120,455 instructions
    def _call(): return fir(bytes(64), 64)    2 calls:  3,140,911
    for _ in range(mem32[0x4ff00000]): ...              20,456 a call

Only decorators change, and no line is another one afterwards. A function written for machine types may mean something
else in another way, such as integers that do not wrap, so the result is shown beside each.
"""

import ast
import keyword
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nativecomp.elf import ElfFile
from nativecomp.emulator import run_image
from nativecomp.emulator.cycles import Cycles, count_cycles
from nativecomp.emulator.devices import Watch
from nativecomp.frontend import read_source
from nativecomp.frontend.discover import Spellings, find_spellings
from nativecomp.frontend.rest import read_tree
from nativecomp.language.diagnostics import SourceFile
from nativecomp.mpy import RawCode, read_mpy
from nativecomp.mpy.build import build_mpy
from nativecomp.options import Options
from nativecomp.program.build import build_program
from nativecomp.program.cway import C_NAME, c_functions
from nativecomp.targets import Target

Decorator = tuple[ast.expr, str]
"""A decorator and the emitter that it names."""

_ROUNDS = 0x4FF0_0000
"""Where the image reads how often it is to call: no board has anything there."""

_MAIN = """\
import array as _array, math, machine as _machine
from {module} import *
array = _array.array
def _call(): return {call}
for _ in range(_machine.mem32[{rounds}]): _value = _call()
print(repr(_value))
"""


@dataclass(frozen=True)
class Way:
    """A way to run a call. `instructions` is None where it raised; then `result` says what.

    `size` are the bytes of the file's code, bytecode and machine code; `cycles` the least and the most that the call
    can take, where they are published for the core.
    """

    name: str
    instructions: int | None
    size: int
    result: str
    cycles: Cycles | None = None


def measure(source: SourceFile, call: str, options: Options) -> list[Way]:
    """Each way to run `call`, an expression with names of a file.

    Raises:
        CompileError: the file or the call is refused.
        ImageError: the target is no board, or too small.
    """
    tree = read_tree(source)
    compiled = _compiled(tree, find_spellings(tree))
    ways = {"bytecode": as_bytecode, "@native": as_native, "as written": as_written}
    texts = {name: rewrite(source.text, compiled) for name, rewrite in ways.items()}
    return [_measure(name, text, Path(source.name), call, options) for name, text in texts.items() if text is not None]


def _measure(name: str, text: str, path: Path, call: str, options: Options) -> Way:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for other in path.parent.glob("*.py"):  # what it imports
            (place / other.name).symlink_to(other.resolve())
        is_module = path.suffix == ".py" and path.stem.isidentifier() and not keyword.iskeyword(path.stem)
        file = place / (path.name if is_module else "_measured.py")
        file.unlink(missing_ok=True)
        file.write_text(text, "utf-8")
        main = place / "_main.py"
        main.write_text(_MAIN.format(module=file.stem, call=call, rounds=_ROUNDS), "utf-8")
        size = _code_size(read_mpy(build_mpy(read_source(str(file)), options)).root)
        elf = build_program(str(main), replace(options, defines={})).elf
    one, two = (run_image(elf, options.target, watches=[Watch(_ROUNDS, 4, read=rounds)]) for rounds in (1, 2))
    result = one.output.strip().rpartition("\n")[2]
    if one.exit_code:
        return Way(name, None, size, result)
    runs = {block: times - one.runs.get(block, 0) for block, times in two.runs.items()}
    cycles = count_cycles(runs, _reader(elf), options.target.core)
    return Way(name, two.instructions - one.instructions, size, result, cycles)


def measure_c(path: Path, run: Callable[[dict[str, Any]], Any], target: Target) -> Way:
    """The call of the file's functions in C: `run` makes it with their names.

    Raises:
        RuntimeBuildError, LoadError: the file cannot be compiled or linked.
    """
    functions = c_functions(path, target)
    result = repr(run(dict(functions.names)))
    cycles = count_cycles(functions.runs, functions.machine.read, target.core)
    return Way(C_NAME, functions.instructions, functions.size, result, cycles)


def _reader(elf: bytes) -> Callable[[int, int], bytes]:
    segments = ElfFile(elf).segments

    def read(address: int, size: int) -> bytes:
        start, data = next(one for one in segments if one[0] <= address < one[0] + len(one[1]))
        return data[address - start : address - start + size]

    return read


def _code_size(code: RawCode) -> int:
    return len(code.data) + sum(_code_size(child) for child in code.children or ())


def as_bytecode(text: str, compiled: list[Decorator]) -> str:
    """The text without decorators that compile."""
    return _with_decorators(text, compiled, "")


def as_native(text: str, compiled: list[Decorator]) -> str:
    """The text with `@native` for all of them."""
    return _with_decorators(text, compiled, "@micropython.native")


def as_written(text: str, compiled: list[Decorator]) -> str | None:
    """The text, unless another way is the same."""
    return text if {emitter for _, emitter in compiled} - {"native"} else None


def _compiled(tree: ast.Module, spellings: Spellings) -> list[Decorator]:
    """The decorators that compile, of functions, coroutines and classes."""
    nodes = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    found = (one for node in ast.walk(tree) if isinstance(node, nodes) for one in node.decorator_list)
    return [(one, emitter) for one in found if (emitter := spellings.emitter(one)) is not None]


def _with_decorators(text: str, compiled: list[Decorator], wanted: str) -> str:
    """The text with another decorator in the place of each, but `asm_thumb`."""
    lines = text.split("\n")
    for one, emitter in compiled:
        if emitter != "asm_thumb":
            assert one.end_lineno is not None
            indent = " " * (one.col_offset - 1)
            lines[one.lineno - 1 : one.end_lineno] = [indent + wanted] + [""] * (one.end_lineno - one.lineno)
    return "\n".join(lines)
