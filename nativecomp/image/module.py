"""A piece of the runtime as bitcode. Apart from the code that makes it, which needs LLVM."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RuntimeModule:
    """Bitcode that defines some symbols and needs others, the helpers that code generation calls included."""

    defines: tuple[str, ...]
    needs: tuple[str, ...]
    bitcode: bytes
