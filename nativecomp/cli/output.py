"""Write a file in one step: under its name is the old content or the new one, never a part of it."""

import os
import shutil
import sys
from pathlib import Path

STANDARD_OUTPUT = Path("-")


def write_file(path: Path, data: bytes, *, makes_folders: bool = True, executable: bool = False) -> None:
    """Write beside the file, then put that in its place. What is no regular file, such as a pipe, is written to.

    `makes_folders` says whether folders that are not there are made, `executable` whether the system may run a file
    that is new. `-` is standard output.

    Raises:
        OSError: it cannot be written; the error names the file, which is as it was.
    """
    if path == STANDARD_OUTPUT:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        place = path.resolve()  # a link stays one
        if makes_folders:
            place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists() and (not place.is_file() or not os.access(place.parent, os.W_OK)):
            place.write_bytes(data)
            return
        if place.exists() and not os.access(place, os.W_OK):
            raise PermissionError(13, os.strerror(13))
        part = place.with_name(f".{place.name[:100]}.{os.getpid()}.part")
        try:
            part.write_bytes(data)
            if place.exists():
                shutil.copymode(place, part)
            elif executable:
                part.chmod(part.stat().st_mode | 0o111)
            part.replace(place)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        error.filename = str(path)
        raise
