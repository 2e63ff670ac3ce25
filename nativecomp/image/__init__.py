"""From a module's machine code to a bare-metal image: the C runtime as bitcode, linking, file formats, sizes."""

from nativecomp.image.runtime import RuntimeBitcode, RuntimeBuildError, runtime_bitcode

__all__ = ["RuntimeBitcode", "RuntimeBuildError", "runtime_bitcode"]
