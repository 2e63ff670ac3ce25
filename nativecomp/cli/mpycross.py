"""`nativecomp-mpy-cross`: the command line of MicroPython's `mpy-cross`, so that build systems use it unchanged."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from nativecomp import __version__
from nativecomp.cli.guard import EXIT_INTERRUPTED, end_on_signals, told
from nativecomp.cli.output import write_file
from nativecomp.mpy.archs import OURS, Arch

USAGE = """\
usage: nativecomp-mpy-cross [<opts>] [-X <implopt>] [--] <input filename>

MicroPython's mpy-cross, whose @viper and @asm_thumb functions nativecomp compiles.

Options:
  --version             show version information
  -o <file>             output file for the compiled module (default: input with .mpy; `-`: standard output)
  -s <name>             source name to put into the module (default: input filename)
  -v                    accepted, says nothing more
  -O[N]                 optimisation level of the bytecode, 0 to 3
  -X emit=<kind>        for functions without a decorator: bytecode (default), native or viper
  -X heapsize=<n>, -X source-lines, -X no-source-lines
                        as of mpy-cross
  -X opt=<level>        what compiled functions prefer: size, balanced (default) or speed
  -X traceback          name compiled functions in tracebacks; it costs a handler in each call
  -X collect            for testing: compiled functions collect garbage, and write over it, before they call MicroPython
  -msmall-int-bits=<n>  bits of small integers on the target
  -march=<arch>         armv6m, armv7m, armv7em, armv7emsp, armv7emdp, rv32imc, x64, host; others compile by
                        mpy-cross alone
  -march-flags=<flags>  accepted for mpy-cross
  --strict              (not of mpy-cross) make errors of warnings about compiled functions
  --no-warnings         (not of mpy-cross) show none

An input of `-` is standard input.
"""

_HOST = "x64"
_OURS = tuple(arch.text for arch in OURS)
_ARCHS = (*_OURS, *(arch.text for arch in Arch if arch and arch not in OURS), "debug")
_WORDS = (b"viper", b"native", b"asm_thumb")
"""A file that holds none of these has nothing for us to compile."""


class UsageError(Exception):
    """The command line is wrong."""


@dataclass
class _Job:
    """What the command line asks for. `passed` goes to mpy-cross as it is."""

    passed: list[str] = field(default_factory=list)
    input: str | None = None
    output: str | None = None
    name: str | None = None
    arch: str | None = None
    opt: str = "balanced"
    emit: str = "bytecode"
    collect: bool = False
    traceback: bool = False
    optimise: int = 0
    warnings: Literal["always", "error", "ignore"] = "always"
    show_version: bool = False
    show_help: bool = False


_EMITTERS = ("bytecode", "native", "viper")
_PASSED = ("source-lines", "no-source-lines")


def _implementation_option(job: _Job, text: str) -> None:
    key, _, value = text.partition("=")
    if key == "opt":
        if value not in ("size", "balanced", "speed"):
            raise UsageError(f"-X opt is size, balanced or speed, not {value!r}")
        job.opt = value
    elif key == "emit" and value in _EMITTERS:
        job.emit = value
    elif text in ("collect", "traceback"):
        setattr(job, text, True)
    elif text in _PASSED or key == "heapsize":
        job.passed += ["-X", text]
    else:
        raise UsageError(f"-X {text} is not known; -X emit=..., -X heapsize=..., -X opt=... and -X traceback are")


def _optimise(job: _Job, text: str) -> None:
    """`-O2`, or as many letters."""
    job.optimise = int(text[2]) if text[2:3].isdigit() else text.count("O")
    job.passed.append(text)


_WITH_VALUE: dict[str, Callable[[_Job, str], None]] = {
    "-X": _implementation_option,
    "-o": lambda job, value: setattr(job, "output", value),
    "-s": lambda job, value: setattr(job, "name", value),
}
_PREFIXES: dict[str, Callable[[_Job, str], None]] = {
    "-march=": lambda job, text: setattr(job, "arch", text.partition("=")[2]),
    "-march-flags=": lambda job, text: job.passed.append(text),
    "-msmall-int-bits=": lambda job, text: job.passed.append(text),
    "-O": lambda job, text: _optimise(job, text),
}
_FLAGS: dict[str, Callable[[_Job], None]] = {
    "--version": lambda job: setattr(job, "show_version", True),
    "-h": lambda job: setattr(job, "show_help", True),
    "--help": lambda job: setattr(job, "show_help", True),
    "-v": lambda job: None,
    "--strict": lambda job: setattr(job, "warnings", "error"),
    "--no-warnings": lambda job: setattr(job, "warnings", "ignore"),
}


def _parse(arguments: list[str]) -> _Job:
    job = _Job()
    rest = list(arguments)
    only_files = False
    while rest:
        text = rest.pop(0)
        prefix = next((p for p in _PREFIXES if text.startswith(p)), None)
        if only_files or not text.startswith("-") or text == "-":
            if job.input is not None:
                raise UsageError("one input file is compiled at a time")
            job.input = text
        elif text == "--":
            only_files = True
        elif text in _FLAGS:
            _FLAGS[text](job)
        elif text in _WITH_VALUE:
            if not rest:
                raise UsageError(f"{text} needs a value")
            _WITH_VALUE[text](job, rest.pop(0))
        elif prefix is not None:
            _PREFIXES[prefix](job, text)
        else:
            raise UsageError(f"{text} is no option")
    return job


def _read(job: _Job) -> tuple[bytes, str]:
    """The source and its name."""
    assert job.input is not None
    if job.input == "-":
        return sys.stdin.buffer.read(), "<stdin>" if job.name is None else job.name
    try:
        return Path(job.input).read_bytes(), job.input if job.name is None else job.name
    except OSError as error:
        raise UsageError(f"{job.input} cannot be read: {error.strerror}") from None


def _pass_on(data: bytes, name: str, options: list[str]) -> bytes:
    """What mpy-cross makes of a source; what it refuses is told with the place and the reason that we find."""
    from nativecomp.host.crosscompile import CrossCompileError, cross_compile

    def attempt(part: bytes) -> bytes:
        return cross_compile(part, name, options)

    try:
        return attempt(data)
    except CrossCompileError as error:
        from nativecomp.frontend import read_unit
        from nativecomp.frontend.source import decode
        from nativecomp.mpy.refusal import refusal
        from nativecomp.options import Options
        from nativecomp.targets import DEFAULT_TARGET, find_target

        unit = read_unit(decode(data, name), Options(find_target(DEFAULT_TARGET), product="mpy"))
        raise refusal(unit.source, unit.tree, unit.functions, error, data, attempt) from None


def _unknown(arch: str) -> str:
    """What to say of an architecture that there is not."""
    from nativecomp.targets import TargetError, find_target

    try:
        known = find_target(arch).mpy
    except TargetError:
        known = None
    if known:
        return f"-march={arch}: that is a board or core; its architecture is {known}"
    return f"-march={arch} is not known; there are {', '.join(_ARCHS[:-1])} and host"


def _compile(job: _Job, data: bytes, name: str) -> bytes:
    arch = _HOST if job.arch == "host" else job.arch
    if arch is not None and arch not in _ARCHS:
        raise UsageError(_unknown(arch))
    everything: Any = job.emit if job.emit != "bytecode" else ""
    if arch not in _OURS or not (everything or any(word in data for word in _WORDS)):
        march = [f"-march={arch}"] if arch else []
        return _pass_on(data, name, [*march, "-X", f"emit={job.emit}", *job.passed])
    from nativecomp.cli.warnings import filter_warnings
    from nativecomp.frontend.source import decode
    from nativecomp.ir import FunctionOptions
    from nativecomp.mpy.build import build_mpy
    from nativecomp.options import Options
    from nativecomp.targets import find_target

    filter_warnings(job.warnings)
    opt: Any = job.opt
    functions = FunctionOptions(traceback=job.traceback or None)
    options = Options(find_target(arch), opt, functions=functions, everything=everything, optimise=job.optimise,
                      collect=job.collect)  # fmt: skip
    return build_mpy(decode(data, name), options, name=name, flags=job.passed)


def _write(job: _Job, data: bytes) -> None:
    if job.output == "-" or (job.output is None and job.input == "-"):
        sys.stdout.buffer.write(data)
        return
    assert job.input is not None
    path = Path(job.output) if job.output else Path(job.input).with_suffix(".mpy")
    try:
        write_file(path, data, makes_folders=False)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None


def main(arguments: list[str] | None = None) -> int:
    """Run with the arguments of the command line; the exit code."""
    from nativecomp.host.crosscompile import MpyCrossError, mpy_cross_path
    from nativecomp.mpy.container import MpyError

    end_on_signals()
    try:
        job = _parse(sys.argv[1:] if arguments is None else arguments)
        if job.show_version:
            # The line of mpy-cross comes first: build systems look for the format's version in it.
            code = subprocess.run([str(mpy_cross_path()), "--version"], check=False).returncode
            print(f"nativecomp {__version__}")
            return code
        if job.show_help:
            print(USAGE, end="")
            return 0
        if job.input is None:
            raise UsageError("no input file")
        _write(job, _compile(job, *_read(job)))
        return 0
    except UsageError as error:
        print(f"nativecomp-mpy-cross: {error}\n\n{USAGE}", end="", file=sys.stderr)
    except (MpyError, MpyCrossError) as error:
        print(f"nativecomp-mpy-cross: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except Exception as error:
        from nativecomp.language.diagnostics import CompileError

        print(error if isinstance(error, CompileError) else f"nativecomp-mpy-cross: {told(error)}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
