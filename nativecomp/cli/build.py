"""`nativecomp build`: files to .mpy files, objects with their C headers, images, or the text of a stage."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nativecomp.cli import report
from nativecomp.cli.asked import Asked, compile_options
from nativecomp.cli.image import IMAGES, Wishes
from nativecomp.cli.options import data_option, link_option, note_if_empty, stack_option, traceback_option
from nativecomp.cli.output import STANDARD_OUTPUT, write_file
from nativecomp.cli.report import json_option
from nativecomp.cli.sources import Chosen, files_argument, select
from nativecomp.ir import FunctionOptions
from nativecomp.options import Options, Product
from nativecomp.targets import Target

if TYPE_CHECKING:
    from nativecomp.compiler import Compilation
    from nativecomp.emit.cheader import Naming
    from nativecomp.frontend import Unit

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
EMITTERS = ("bytecode", "native", "viper")


@dataclass
class _Header:
    """Where the C header of objects goes, and what it is to say.

    Attributes:
        path: one for all files; None: one beside each object.
        compilations: those whose functions go into the one header.
    """

    path: Path | None
    naming: "Naming"
    compilations: "list[Compilation]" = field(default_factory=list)

    def write(self) -> None:
        """Write the one header for all."""
        from nativecomp.emit.cheader import c_header

        if self.path is not None:
            write_file(self.path, c_header(self.compilations, self.path.name, self.naming).encode())


@dataclass(frozen=True)
class _Job:
    """What the command line asked for of one file."""

    chosen: Chosen
    options: Options
    out: Path
    wishes: Wishes
    emitter: str | None
    header: _Header

    @property
    def header_path(self) -> Path:
        return self.header.path or self.out.with_suffix(".h")

    @property
    def file(self) -> str:
        return self.chosen.path

    def compile(self, product: Product) -> "Compilation":
        from nativecomp.compiler import compile_unit, told_as_diagnostics
        from nativecomp.frontend import read_source, read_unit

        source = read_source(self.file)
        with told_as_diagnostics(source):
            unit = read_unit(source, replace(self.options, product=product))
            return compile_unit(unit, _only(unit, self.chosen))


def _only(unit: "Unit", chosen: Chosen) -> tuple[str, int] | None:
    """Name and first line of the one function that is wanted.

    Raises:
        UsageError: the file has no function of that name.
    """
    if chosen.function is None:
        return None
    found = list(select({one.qualname: one for one in unit.functions}, chosen).values())
    if len(found) > 1:
        raise click.UsageError(f"`{chosen.function}` is a class: name one of its methods, such as "
                               f"`{found[0].qualname}`, or build the whole file")  # fmt: skip
    return found[0].node.name, found[0].first_line


def _object(job: _Job) -> bytes:
    from nativecomp.emit.cheader import c_header

    path, header = job.header_path, job.header
    writes = job.out != STANDARD_OUTPUT or header.path is not None
    if writes:
        _check_header(job.out, path)
    compilation = job.compile("object")
    note_if_empty(job.file, compilation.functions)
    elf_object = compilation.generated.object
    if header.path is not None:
        header.compilations.append(compilation)
    elif writes:
        write_file(path, c_header([compilation], naming=header.naming).encode())
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
        from nativecomp.cli.image import build_image, image_file

        elf = build_image(job.file, job.options, job.wishes)
        return image_file(elf, kind, job.options.target)

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
    suffix = "" if out is None or _is_folder(out) else Path(out).suffix
    if emit is not None:
        return emit
    if suffix:
        if suffix not in KIND_OF:
            raise click.UsageError(f"no output is called `*{suffix}`; name it {', '.join(KIND_OF)}, or give --emit")
        return KIND_OF[suffix]
    if target.kind == "host":
        return "elf"
    return "elf" if target.board and target.board.qemu_machine else "mpy" if target.kind != "core" else "obj"


def _is_folder(out: str) -> bool:
    return out.endswith(("/", os.sep)) or Path(out).is_dir()


def _places(files: Sequence[Chosen], out: str | None, kind: str) -> list[Path]:
    """Where the output of each file goes.

    Raises:
        UsageError: there is no place for each, or one is a source.
    """
    suffix = SUFFIX_OF[kind]

    def named(path: Path, chosen: Chosen) -> Path:
        return path.with_suffix(f".{chosen.function}{suffix}" if chosen.function else suffix)

    if out is None:
        places = [named(Path(chosen.path), chosen) for chosen in files]
    elif out != "-" and (_is_folder(out) or (len(files) > 1 and Path(out).suffix not in KIND_OF)):
        places = [named(Path(out) / chosen.place, chosen) for chosen in files]
    elif len(files) > 1:
        raise click.UsageError(f"{len(files)} files make as many outputs: let -o name a folder, not {out}")
    else:
        places = [Path(out)]
    for chosen, place in zip(files, places, strict=True):
        if places.count(place) > 1:
            raise click.UsageError(f"two files would be written to {place}: name the folder that they are in")
        if place.exists() and any(Path(one.path).exists() and place.samefile(one.path) for one in files):
            raise click.UsageError(f"the output {place} is the source itself")
        if chosen.function and kind not in ("obj", "asm", "llvm", "ir"):
            raise click.UsageError(f"a file of kind {kind} holds the whole of {chosen.path}: "
                                   f"leave out `:{chosen.function}`")  # fmt: skip
    return places


@click.command()
@files_argument
@click.option("-o", "out", type=click.Path(allow_dash=True), metavar="PATH",
              help="Output; its suffix chooses the kind. A folder, or `-` for standard output.")  # fmt: skip
@click.option("--emit", type=click.Choice(list(MAKERS)), help="The kind of output, whatever the suffix.")
@click.option("-X", "emitter", type=click.Choice([f"emit={emitter}" for emitter in EMITTERS]),
              help="How functions without a decorator are compiled, of an .mpy file or of a Python program in an "
              "image; bytecode if not given.")  # fmt: skip
@compile_options
@traceback_option
@click.option("--output", type=click.Choice(["semihosting", "uart"]), default="semihosting", show_default=True,
              help="Where an image prints to.")  # fmt: skip
@stack_option
@data_option
@link_option
@click.option("--header", type=click.Path(dir_okay=False, path_type=Path),
              help="The C header: one for the objects of all files. [default: one beside each object]")  # fmt: skip
@click.option("--guard", default="", metavar="MACRO", help="The include guard of the C header.")
@click.option("--prefix", metavar="TEXT", help="What C calls functions by, instead of `module_`; may be empty.")
@json_option
def build(
    files: list[Chosen], out: str | None, emit: str | None, emitter: str | None, asked: Asked, output: Any,
    stack: int | None, data: tuple[Path, ...], link: tuple[Path, ...], traceback: bool,
    header: Path | None, guard: str, prefix: str | None,
) -> None:  # fmt: skip
    """Compile files to .mpy files, objects, images, or text.

    \b
    Examples:
      nativecomp build dsp.py -o dsp.mpy --target pico2          a file that MicroPython imports
      nativecomp build firmware/ -o dist/ --target pico2         all files of a folder
      nativecomp build dsp.py -o dsp.o --target cortex-m4f       an object, and dsp.h for C
      nativecomp build a.py b.py -o obj/ --header dsp.h          objects with one header, for C
      nativecomp build led.py -o led.elf --target mps2-an386     a bare-metal image; also .bin, .hex, .uf2
      nativecomp build app.py -o app.elf --target mps2-an386     the same of a whole Python program
      nativecomp build app.py -o app --target host               a program for x86-64 Linux
      nativecomp build app.py -o app.uf2 --data web/ --target pico   with files that it can open
      nativecomp build dsp.py -o dsp.s                           assembly; also .ll (LLVM) and .ir (ours)
      nativecomp build dsp.py:fir --emit asm -o -                one function, to standard output
    """
    from nativecomp.emit.isolation import start

    if out == "":
        raise click.UsageError("-o names nothing: is a variable of the shell not set?")
    kind = _kind(emit, out, asked.target)
    for name, given in (("--data", data), ("--link", link)):
        if given and kind not in IMAGES:
            raise click.UsageError(f"{name} is for images; this makes {kind}")
    if emitter and kind not in ("mpy", *IMAGES):
        raise click.UsageError(f"-X {emitter} is for .mpy files and images; this makes {kind}: say --emit mpy")
    if out == "-" and report.current.as_json:
        raise click.UsageError("`-o -` and --json would both write to standard output: choose one")
    made = _Header(header, _naming(kind, header, guard, prefix))
    places = dict(zip(files, _places(files, out, kind), strict=True))
    start()
    wanted = emitter and emitter.partition("=")[2]
    everything: Any = "" if wanted in (None, "bytecode") else wanted

    functions = FunctionOptions(traceback=traceback or None)
    wished = Options(asked.target, asked.opt, functions=functions, everything=everything)

    def work(chosen: Chosen) -> None:
        from nativecomp.frontend import read_source

        options = asked.options(read_source(chosen.path), wished)
        _build(_Job(chosen, options, places[chosen], Wishes(output, stack, data, link), wanted, made), kind)

    asked.for_each(files, work)
    made.write()


def _naming(kind: str, header: Path | None, guard: str, prefix: str | None) -> "Naming":
    """
    Raises:
        UsageError: no header is made, or C has no such names.
    """
    from nativecomp.emit.cheader import Naming

    given = [name for name, value in (("--header", header), ("--guard", guard), ("--prefix", prefix)) if value]
    if given and kind != "obj":
        raise click.UsageError(f"{given[0]} is for the C header of objects; this makes {kind}")
    for name, value in (("--guard", guard), ("--prefix", prefix)):
        if value and not (value.isidentifier() and value.isascii()):
            raise click.UsageError(f"{name}: C has no names with {value!r} in them")
    return Naming(guard, prefix)


def _build(job: _Job, kind: str) -> None:
    from nativecomp.language.diagnostics import CompileError

    try:
        data = MAKERS[kind](job)
    except CompileError as error:
        if kind != "mpy" and any("Python object" in diagnostic.message for diagnostic in error.diagnostics):
            report.note(f"this makes {kind}, which knows no Python objects; a file for MicroPython does: "
                        f"`-o {Path(job.file).stem}.mpy --target BOARD`\n")  # fmt: skip
        raise
    chosen = click.get_current_context().get_parameter_source("target")
    if kind == "mpy" and chosen is click.core.ParameterSource.DEFAULT:
        _warn_of_the_core(job.file, job.options.target, data)
    write_file(job.out, data, executable=kind == "elf" and job.options.target.kind == "host")
    if job.out != STANDARD_OUTPUT:
        facts = _facts(job, kind, data)
        texts = [f"{value}" if name == "output" else f"{name} {value}" for name, value in facts.items()]
        report.current.answer([{"file": job.file, **facts}], lambda: click.echo(", ".join(texts)))


def _warn_of_the_core(file: str, target: Target, data: bytes) -> None:
    """Warn of a file with machine code for a core that nobody named: boards with another refuse to import it."""
    from nativecomp.language.diagnostics import Diagnostic, SourceFile, Span, issue
    from nativecomp.mpy import Arch, read_mpy

    if read_mpy(data).arch is not Arch.NONE:
        message = f"no `--target` names the board: this is for {target.name}, and no other core imports it"
        hint = "name the board or core: `--target pico` (`nativecomp targets` lists them)"
        issue([Diagnostic(Span(file), message, hint, "warning")], {file: SourceFile(file, "")})


def _facts(job: _Job, kind: str, data: bytes) -> dict[str, object]:
    target = job.options.target
    facts: dict[str, object] = {"output": str(job.out), "kind": kind, "target": target.name}
    if kind == "obj":
        from nativecomp.elf.objectfile import ObjectFile

        facts["header"] = str(job.header_path)
        facts["code bytes"] = ObjectFile(data).loaded_size()
    elif kind == "elf":
        from nativecomp.image.size import image_size

        size = image_size(data)
        facts |= {"flash bytes": size.flash, "RAM bytes": size.ram}
    elif kind == "mpy":
        facts |= {"architecture": target.mpy, "bytes": len(data)}
    elif kind == "bin":
        facts["flash bytes"] = len(data)
    return facts
