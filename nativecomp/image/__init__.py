"""From a module's machine code to a bare-metal image: the C runtime as bitcode, linking, file formats, sizes."""

from nativecomp.image.files import to_bin, to_hex
from nativecomp.image.link import ImageError, link_image
from nativecomp.image.modules import RuntimeModule
from nativecomp.image.runtime import RuntimeBitcode, RuntimeBuildError, runtime_bitcode
from nativecomp.image.size import SizeReport, SymbolSize, image_size

__all__ = [
    "ImageError",
    "RuntimeBitcode",
    "RuntimeBuildError",
    "RuntimeModule",
    "SizeReport",
    "SymbolSize",
    "image_size",
    "link_image",
    "runtime_bitcode",
    "to_bin",
    "to_hex",
]
