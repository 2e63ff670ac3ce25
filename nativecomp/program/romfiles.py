"""Files that an image holds in flash, for `open`, `os` and `import` of its program: they can be read, not changed.

    app.py                  build_program("app.py", ..., data=[Path("web"), Path("font.bin")])
    web/index.html          open("web/index.html")
    web/plugin.py           import web.plugin, at run time: it is compiled here, and is web/plugin.mpy on the board
    font.bin                open("font.bin", "rb")

A path on the board is that from the program's folder, or from the folder around what is not in there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nativecomp.frontend import read_source
from nativecomp.image.link import ImageError
from nativecomp.mpy.build import build_mpy
from nativecomp.options import Options

MODULE = ".mpy"
_LEFT_OUT = "__pycache__"


@dataclass(frozen=True)
class RomFile:
    """A file by its path on the board."""

    path: str
    data: bytes

    @property
    def is_module(self) -> bool:
        """Whether the program can import it: what the build does not see."""
        return self.path.endswith(MODULE)


def rom_files(program: Path, data: Sequence[Path], options: Options) -> list[RomFile]:
    """The files of `data`, those of folders among it included, sorted as the runtime wants them.

    Raises:
        ImageError: one is not there, or two have the same path.
        CompileError: a module is refused.
    """
    found: dict[str, Path] = {}
    root = program.resolve().parent
    for given in data:
        if not given.exists():
            raise ImageError(f"there is no file or folder {given} to be put into the image")
        base = root if given.resolve().is_relative_to(root) else given.resolve().parent
        for path in sorted(given.rglob("*")) if given.is_dir() else [given]:
            if path.is_file() and _LEFT_OUT not in path.parts:
                name = path.resolve().relative_to(base)
                place = (name.with_suffix(MODULE) if path.suffix == ".py" else name).as_posix()
                if found.setdefault(place, path) != path:
                    raise ImageError(f"{found[place]} and {path} would both be {place} in the image")
    return [
        RomFile(name, _content(found[name], name, options)) for name in sorted(found, key=lambda one: one.split("/"))
    ]


def _content(path: Path, name: str, options: Options) -> bytes:
    if path.suffix != ".py":
        return path.read_bytes()
    return build_mpy(read_source(path), replace(options, defines={}), name=Path(name).with_suffix(".py").as_posix())


def rom_text(files: Sequence[RomFile], folder: Path) -> str:
    """The C source of the table of files; their content is written to `folder`, where it is compiled."""
    sections, declared, rows = [], [], []
    for number, one in enumerate(files):
        (folder / f"rom{number}.data").write_bytes(one.data)
        sections.append(f'".balign 4\\nrom{number}: .incbin \\"rom{number}.data\\"\\n"')
        declared.append(f"extern const uint8_t rom{number}[];")
        text = "".join(f"\\{byte:03o}" for byte in one.path.encode())
        rows.append(f'    {{"{text}", rom{number}, {len(one.data)}}},')
    section = '".section .rodata.rom_files, \\"a\\", %progbits\\n"'
    return "\n".join([
        '#include "nativecomp/romfiles.h"',
        f"__asm__({section} {' '.join(sections)} \".previous\");",
        *declared,
        "const struct nc_rom_file nc_rom_files[] = {",
        *rows,
        "};",
        f"const size_t nc_rom_file_count = {len(files)};\n",
    ])  # fmt: skip
