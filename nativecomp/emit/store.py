"""Machine code that was made before, kept between runs: a database in the cache folder, by the content of requests.

A key stands for all that decides on the code: the request, and what reads it, which is LLVM and the modules that the
worker process runs. Entries are read and written by whole transactions, so several processes may do so at once. A
database that is damaged, or cannot be read or written, costs time only: what it does not give is made anew.
"""

import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from nativecomp.emit.request import MachineCode, Request
from nativecomp.host.cache import folder

if TYPE_CHECKING:
    import sqlite3

LIMIT = 256 << 20
"""Bytes of results that are kept; beyond, those go that were not used for the longest time."""

_DAY = 86400.0
_PARAMETERS = 500
"""How many keys one statement asks for."""

_FOLDERS = ("analysis", "emit", "elf")
"""Where all that the worker runs stands, within the package."""

_TABLE = """
CREATE TABLE IF NOT EXISTS made (
    key BLOB PRIMARY KEY, object BLOB, assembly TEXT, optimized TEXT, undefined TEXT, costs TEXT,
    checksum BLOB, size INTEGER, used REAL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS uses ON made (used, size);
"""


@cache
def _tools() -> bytes:
    import importlib.metadata  # not at the top: it takes long to import, and without a cache nothing asks

    digest = hashlib.sha256()
    for name in ("llvmlite", "capstone"):
        digest.update(f"{name} {importlib.metadata.version(name)}\0".encode())
    for part in _FOLDERS:
        for source in sorted((Path(__file__).parents[1] / part).glob("*.py")):
            digest.update(source.read_bytes() + b"\0")
    return digest.digest()


@lru_cache(maxsize=1024)
def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def key_of(request: Request) -> bytes:
    """What requests of the same result have in common, and no others."""
    target = request.target
    facts = (
        *(target.name, target.triple, target.cpu, target.features, target.float_abi, target.emulator, request.opt),
        *(sorted(request.want), request.partial, request.movable),
        *(sorted(request.allowed), request.keep is None, sorted(request.keep or ())),
        *(sorted(request.assembled.items()), sorted(request.support), len(request.link)),
    )
    digest = hashlib.sha256(_tools())
    digest.update(repr(facts).encode())
    for bitcode in (*(request.support[name] for name in sorted(request.support)), *request.link):
        digest.update(_digest(bitcode))
    digest.update(request.llvm.encode())
    return digest.digest()


def load(keys: Sequence[bytes]) -> dict[bytes, MachineCode]:
    """What is kept of the wanted results."""
    found: dict[bytes, MachineCode] = {}

    def read(database: "sqlite3.Connection") -> None:
        now, late = time.time(), []
        for start in range(0, len(keys), _PARAMETERS):
            part = keys[start : start + _PARAMETERS]
            marks = ",".join("?" * len(part))
            for key, *parts, checksum, used in database.execute(
                "SELECT key, object, assembly, optimized, undefined, costs, checksum, used FROM made "
                f"WHERE key IN ({marks})",
                part,
            ):
                if checksum == _checksum(key, *parts):
                    object_, assembly, optimized, undefined, costs = parts
                    found[key] = MachineCode(
                        object_, assembly, optimized, tuple(undefined.split()), json.loads(costs or "{}")
                    )
                    late += [(now, key)] * (now - used > _DAY)
        if late:
            with database:
                database.executemany("UPDATE made SET used = ? WHERE key = ?", late)

    _with_database(read)
    return found


def keep(made: Mapping[bytes, MachineCode]) -> None:
    """Keep results by their keys."""
    now = time.time()
    rows = []
    for key, code in made.items():
        costs = json.dumps(dict(code.costs)) if code.costs else ""
        parts = (code.object, code.assembly, code.optimized, " ".join(code.undefined), costs)
        rows.append((key, *parts, _checksum(key, *parts), sum(map(len, parts)), now))

    def write(database: "sqlite3.Connection") -> None:
        with database:
            database.executemany("INSERT OR REPLACE INTO made VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
            (total,) = database.execute("SELECT total(size) FROM made").fetchone()
            if total > LIMIT:
                _forget(database, total - LIMIT * 3 // 4)

    if rows:
        _with_database(write)


def _forget(database: "sqlite3.Connection", surplus: float) -> None:
    """Delete what was used least lately, of so many bytes."""
    for key, size in database.execute("SELECT key, size FROM made ORDER BY used, size").fetchall():
        if surplus <= 0:
            break
        surplus -= size
        database.execute("DELETE FROM made WHERE key = ?", (key,))


def _checksum(key: bytes, object_: bytes, *texts: str) -> bytes:
    return hashlib.sha256(b"\0".join([key, object_, *(text.encode() for text in texts)])).digest()


def _with_database(action: Callable[["sqlite3.Connection"], None]) -> None:
    """Do something with the database, where there is one; what goes wrong with it ends that, and no more."""
    place = folder()
    if place is None:
        return
    try:
        import sqlite3
    except ImportError:  # a Python that was built without it
        return
    path = place / "code.sqlite"
    try:
        place.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path, timeout=10)) as database:
            # A power cut may damage the file; then it is made anew.
            database.execute("PRAGMA synchronous = OFF")
            database.executescript(_TABLE)
            action(database)
    except (sqlite3.OperationalError, OSError):  # locked for long, read-only, a full disk
        return
    except (sqlite3.DatabaseError, AttributeError, TypeError, ValueError):  # damaged
        with suppress(OSError):
            path.unlink()
