"""The runtime's C built for the host as a shared library, with numpy arrays going through its functions."""

import ctypes
import subprocess
import sys
from pathlib import Path

import numpy as np

RUNTIME = Path(__file__).resolve().parents[2] / "runtime"
DRIVER = Path(__file__).with_name("drive.c")
_BITS = {4: "I", 8: "Q"}
_FLOAT: dict[type, str] = {np.float32: "f", np.float64: "d"}
# -fno-builtin: a memcpy must not become a call of itself. The sanitizer stops at the first undefined operation.
FLAGS = ("-std=c11", "-O2", "-g", "-fno-builtin", "-Wall", "-Wextra", "-Werror", "-Wno-unused-parameter")


class HostLibrary:
    """The support functions as shared library `path`; calls are `library("__aeabi_fadd", a, b, result=np.float32)`."""

    def __init__(self, path: Path) -> None:
        self.library = ctypes.CDLL(str(path))

    def __call__(self, symbol: str, *arguments: np.ndarray, result: type, driver: str = "") -> np.ndarray:
        """Apply `symbol`, which works on bits or integers, to arrays; the bits it gives as an array of `result`.

        Functions of the C library, which take floats as such, are told by their names.
        """
        kinds = [result, *(a.dtype.type for a in arguments)]
        letters = "".join(
            _FLOAT[k] if not symbol.startswith("__") and k in _FLOAT else _BITS[np.dtype(k).itemsize] for k in kinds
        )
        size = len(arguments[0]) * (2 if driver else 1)
        out = np.zeros(size, result)
        function = ctypes.cast(getattr(self.library, symbol), ctypes.c_void_p)
        arrays = [np.ascontiguousarray(a) for a in arguments]
        pointers = [array.ctypes.data_as(ctypes.c_void_p) for array in [*arrays, out]]
        getattr(self.library, driver or f"drive_{letters}")(function, *pointers, ctypes.c_size_t(len(arguments[0])))
        return out


def build_host_library(folder: Path, *, plain: bool, sources: list[Path] | None = None) -> HostLibrary:
    """Compile for the host with the undefined-behaviour sanitizer; `plain` takes the code of ARMv6-M."""
    path = folder / f"support-{'plain' if plain else 'full'}.so"
    sources = sources or sorted((RUNTIME / "support").glob("*.c"))
    subprocess.run(
        [sys.executable, "-m", "ziglang", "cc", "-shared", "-fPIC", *FLAGS]
        + ["-fsanitize=undefined", "-fno-sanitize-recover=all", "-fsanitize-trap=undefined"]
        + (["-DNC_PLAIN_CORE=1"] if plain else [])
        + ["-I", str(RUNTIME / "include"), *map(str, [*sources, DRIVER]), "-o", str(path)],
        check=True,
    )
    return HostLibrary(path)
