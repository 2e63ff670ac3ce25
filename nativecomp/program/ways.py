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
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from nativecomp.emulator import run_image
from nativecomp.emulator.devices import Watch
from nativecomp.frontend import read_source
from nativecomp.frontend.discover import Spellings, find_spellings
from nativecomp.frontend.rest import read_tree
from nativecomp.mpy import RawCode, read_mpy
from nativecomp.mpy.build import build_mpy
from nativecomp.options import Options
from nativecomp.program.build import build_program

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

    `size` are the bytes of the file's code, bytecode and machine code.
    """

    name: str
    instructions: int | None
    size: int
    result: str


def measure(path: str, call: str, options: Options) -> list[Way]:
    """Each way to run `call`, an expression with names of the file `path`.

    Raises:
        CompileError: the file or the call is refused.
        ImageError: the target is no board, or too small.
    """
    source = read_source(path)
    spellings = find_spellings(read_tree(source))
    found = []
    for name, rewrite in _WAYS.items():
        text = rewrite(source.text, spellings)
        if text is not None:
            found.append(_measure(name, text, Path(path), call, options))
    return found


def _measure(name: str, text: str, path: Path, call: str, options: Options) -> Way:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for other in path.parent.glob("*.py"):  # what it imports
            (place / other.name).symlink_to(other.resolve())
        file = place / path.name
        file.unlink()
        file.write_text(text, "utf-8")
        main = place / "_main.py"
        main.write_text(_MAIN.format(module=path.stem, call=call, rounds=_ROUNDS), "utf-8")
        size = _code_size(read_mpy(build_mpy(read_source(str(file)), options)).root)
        elf = build_program(str(main), replace(options, defines={})).elf
    one, two = (run_image(elf, options.target, watches=[Watch(_ROUNDS, 4, read=rounds)]) for rounds in (1, 2))
    result = one.output.strip().rpartition("\n")[2]
    return Way(name, None if one.exit_code else two.instructions - one.instructions, size, result)


def _code_size(code: RawCode) -> int:
    return len(code.data) + sum(_code_size(child) for child in code.children or ())


def as_bytecode(text: str, spellings: Spellings) -> str:
    """The text without decorators that compile."""
    return _with_decorators(text, spellings, "")


def as_native(text: str, spellings: Spellings) -> str:
    """The text with `@native` for all of them."""
    return _with_decorators(text, spellings, "@micropython.native")


def as_written(text: str, spellings: Spellings) -> str | None:
    """The text, unless another way is the same."""
    emitters = {spellings.emitter(one) for node in ast.walk(ast.parse(text)) for one in _decorators(node)}
    return text if emitters - {None, "native"} else None


_WAYS: dict[str, Callable[[str, Spellings], str | None]] = {
    "bytecode": as_bytecode,
    "@native": as_native,
    "as written": as_written,
}


def _decorators(node: ast.AST) -> list[ast.expr]:
    return node.decorator_list if isinstance(node, ast.FunctionDef) else []


def _with_decorators(text: str, spellings: Spellings, wanted: str) -> str:
    """The text with another decorator in the place of each that names an emitter, but `asm_thumb`."""
    lines = text.split("\n")
    for node in ast.walk(ast.parse(text)):
        for one in _decorators(node):
            if spellings.emitter(one) not in (None, "asm_thumb"):
                assert one.end_lineno is not None
                indent = " " * (one.col_offset - 1)
                lines[one.lineno - 1 : one.end_lineno] = [indent + wanted] + [""] * (one.end_lineno - one.lineno)
    return "\n".join(lines)
