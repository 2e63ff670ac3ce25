"""`nativecomp build`: a file to an .mpy file, an object with its C header, an image, or the text of a stage."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nativecomp.cli.options import (
    define_option,
    note_if_empty,
    opt_option,
    stack_option,
    target_option,
    traceback_option,
    warning_options,
)
from nativecomp.cli.output import write_file
from nativecomp.ir import FunctionOptions
from nativecomp.options import Options, Product
from nativecomp.targets import Target

if TYPE_CHECKING:
    from nativecomp.compiler import Compilation

SUFFIX_OF = {
    "mpy": ".mpy",
    "obj": ".o",
    "asm": ".s",
    "llvm": ".ll",
    "ir": ".ir",
    "elf": ".elf",
    "bin": ".bin",
    "hex": ".hex",
    "uf2": ".uf2",
}
KIND_OF = {suffix: kind for kind, suffix in SUFFIX_OF.items()}
IMAGES = ("elf", "bin", "hex", "uf2")
EMITTERS = ("bytecode", "native", "viper")


@dataclass(frozen=True)
class _Job:
    """What the command line asked for."""

    file: str
    options: Options
    out: Path
    output: Any
    emitter: str | None
    stack: int | None

    def compile(self, product: Product) -> "Compilation":
        from nativecomp.compiler import compile_source
        from nativecomp.frontend import read_source

        return compile_source(read_source(self.file), replace(self.options, product=product))


def _object(job: _Job) -> bytes:
    from nativecomp.emit.cheader import c_header

    header = job.out.with_suffix(".h")
    _check_header(job.out, header)
    compilation = job.compile("object")
    note_if_empty(job.file, compilation.functions)
    elf_object = compilation.generated.object
    write_file(header, c_header(compilation).encode())
    return elf_object


def _check_header(out: Path, header: Path) -> None:
    """Refuse to write the header over the object itself, or over a header that is not ours."""
    from nativecomp.emit.cheader import TITLE

    if out == header:
        raise click.UsageError(f"{out} is where the object's C header goes; name the object `*.o`")
    if header.is_file() and not header.read_text(encoding="utf-8", errors="replace").startswith(f"/* {TITLE}"):
        raise click.UsageError(f"the C header {header} is there already and not from nativecomp; give another -o")


def _text(kind: str) -> Callable[[_Job], bytes]:
    def make(job: _Job) -> bytes:
        # What a board imports, where it imports something: the same source must not be refused as text.
        compilation = job.compile("desk" if job.options.target.mpy else "object")
        generated = compilation.generated
        texts = {
            "asm": lambda: generated.assembly,
            "llvm": lambda: generated.optimized_llvm,
            "ir": lambda: compilation.ir,
        }
        return texts[kind]().encode()

    return make


def _image(kind: str) -> Callable[[_Job], bytes]:
    def make(job: _Job) -> bytes:
        from nativecomp.cli.image import build_image
        from nativecomp.image.files import to_bin, to_hex
        from nativecomp.image.uf2 import to_uf2

        elf = build_image(job.file, job.options, job.output, job.stack)
        makers: dict[str, Callable[[], bytes]] = {
            "elf": lambda: elf,
            "bin": lambda: to_bin(elf),
            "hex": lambda: to_hex(elf).encode(),
            "uf2": lambda: to_uf2(to_bin(elf), job.options.target),
        }
        return makers[kind]()

    return make


def _mpy(job: _Job) -> bytes:
    from nativecomp.frontend import read_source
    from nativecomp.mpy.build import build_mpy

    return build_mpy(read_source(job.file), job.options, name=Path(job.file).name)


MAKERS: dict[str, Callable[[_Job], bytes]] = {
    "mpy": _mpy,
    "obj": _object,
    **{kind: _text(kind) for kind in ("asm", "llvm", "ir")},
    **{kind: _image(kind) for kind in IMAGES},
}


def _kind(emit: str | None, out: str | None, target: Target) -> str:
    suffix = Path(out).suffix if out else ""
    if emit is not None:
        return emit
    if suffix:
        if suffix not in KIND_OF:
            raise click.UsageError(f"no output is called `*{suffix}`; name it {', '.join(KIND_OF)}, or give --emit")
        return KIND_OF[suffix]
    return "elf" if target.board and target.board.qemu_machine else "mpy" if target.kind != "core" else "obj"


@click.command()
@click.argument("file")
@click.option("-o", "out", type=click.Path(dir_okay=False), help="Output; its suffix chooses the kind.")
@click.option("--emit", type=click.Choice(list(MAKERS)), help="The kind of output, whatever the suffix.")
@click.option("-X", "emitter", type=click.Choice([f"emit={emitter}" for emitter in EMITTERS]),
              help="How an .mpy file's functions without a decorator are compiled; bytecode if not given.")  # fmt: skip
@target_option
@opt_option
@traceback_option
@warning_options
@define_option
@click.option("--output", type=click.Choice(["semihosting", "uart"]), default="semihosting", show_default=True,
              help="Where an image prints to.")  # fmt: skip
@stack_option
@click.option("--json", "as_json", is_flag=True, help="Print what was made as JSON.")
def build(
    file: str, out: str | None, emit: str | None, emitter: str | None, target: Target, opt: Any, traceback: bool,
    output: Any, defines: Any, stack: int | None, as_json: bool,
) -> None:  # fmt: skip
    """Compile a file to an .mpy file, an object, an image, or text.

    \b
    Examples:
      nativecomp build dsp.py -o dsp.mpy --target pico2          a file that MicroPython imports
      nativecomp build dsp.py -o dsp.o --target cortex-m4f       an object, and dsp.h for C
      nativecomp build led.py -o led.elf --target mps2-an386     a bare-metal image; also .bin, .hex, .uf2
      nativecomp build app.py -o app.elf --target mps2-an386     the same of a whole Python program
      nativecomp build dsp.py -o dsp.s                           assembly; also .ll (LLVM) and .ir (ours)
    """
    from nativecomp.emit.isolation import start
    from nativecomp.language.diagnostics import CompileError

    kind = _kind(emit, out, target)
    if emitter and kind != "mpy":
        raise click.UsageError(f"-X {emitter} is for .mpy files; this makes {kind}")
    start()
    path = Path(out) if out else Path(file).with_suffix(SUFFIX_OF[kind])
    if not path.parent.is_dir():
        raise click.UsageError(f"the folder {path.parent} of the output is not there")
    if path.exists() and Path(file).exists() and path.samefile(file):
        raise click.UsageError(f"the output {path} is the source itself")
    wanted = emitter and emitter.partition("=")[2]
    everything: Any = "" if wanted in (None, "bytecode") else wanted
    functions = FunctionOptions(traceback=traceback or None)
    options = Options(target, opt, functions=functions, defines=dict(defines), everything=everything)
    job = _Job(file, options, path, output, wanted, stack)
    try:
        data = MAKERS[kind](job)
    except CompileError as error:
        if kind != "mpy" and any("Python object" in diagnostic.message for diagnostic in error.diagnostics):
            click.echo(f"note: this makes {kind}, which knows no Python objects; a file for MicroPython does: "
                       f"`-o {Path(file).stem}.mpy --target BOARD`\n", err=True)  # fmt: skip
        raise
    chosen = click.get_current_context().get_parameter_source("target")
    if kind == "mpy" and chosen is click.core.ParameterSource.DEFAULT:
        _warn_of_the_core(file, target, data)
    write_file(path, data)
    _report(path, kind, data, target, as_json)


def _warn_of_the_core(file: str, target: Target, data: bytes) -> None:
    """Warn of a file with machine code for a core that nobody named: boards with another refuse to import it."""
    from nativecomp.language.diagnostics import Diagnostic, SourceFile, Span, issue
    from nativecomp.mpy import Arch, read_mpy

    if read_mpy(data).arch is not Arch.NONE:
        message = f"no `--target` names the board: this is for {target.name}, and no other core imports it"
        hint = "name the board or core: `--target pico` (`nativecomp targets` lists them)"
        issue([Diagnostic(Span(file), message, hint, "warning")], SourceFile(file, ""))


def _report(path: Path, kind: str, data: bytes, target: Target, as_json: bool) -> None:
    facts: dict[str, object] = {"output": str(path), "kind": kind, "target": target.name}
    if kind == "obj":
        from nativecomp.elf.objectfile import ObjectFile

        facts["header"] = str(path.with_suffix(".h"))
        facts["code bytes"] = ObjectFile(data).loaded_size()
    elif kind == "elf":
        from nativecomp.image.size import image_size

        size = image_size(data)
        facts |= {"flash bytes": size.flash, "RAM bytes": size.ram}
    elif kind == "mpy":
        facts |= {"architecture": target.mpy, "bytes": len(data)}
    elif kind == "bin":
        facts["flash bytes"] = len(data)
    if as_json:
        click.echo(json.dumps(facts))
    else:
        click.echo(", ".join(f"{value}" if name == "output" else f"{name} {value}" for name, value in facts.items()))
