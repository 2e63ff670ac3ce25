"""Modules beside a program, imported with other values for their constants."""

import ast
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader, FileFinder, SourceFileLoader
from types import CodeType
from typing import Any

from nativecomp.language.diagnostics import SourceFile
from nativecomp.options import Options


def code_of(source: SourceFile, options: Options, used: set[str]) -> CodeType:
    """What CPython executes of a file. The names that have other values go into `used`."""
    from nativecomp.frontend.defines import fitting, with_values

    if not (values := fitting(source, options)):
        return compile(source.text, source.name, "exec", dont_inherit=True)
    used |= values.keys()
    return compile(with_values(ast.parse(source.text, source.name), values), source.name, "exec", dont_inherit=True)


@contextmanager
def importing(folder: str, options: Options, used: set[str]) -> Iterator[None]:
    """In the block, Python files in and below a folder are imported with the values that the options give."""

    class Loader(SourceFileLoader):
        def get_code(self, fullname: str) -> CodeType:  # never what is kept of an earlier import
            from nativecomp.frontend import read_source

            return code_of(read_source(self.get_filename(fullname)), options, used)

    def hook(path: str) -> Any:
        if not path.startswith(folder):
            raise ImportError(path)
        return FileFinder(path, (ExtensionFileLoader, EXTENSION_SUFFIXES), (Loader, [".py"]))

    if not options.defines:
        yield
        return
    sys.path_hooks.insert(0, hook)
    sys.path_importer_cache.pop(folder, None)
    try:
        yield
    finally:
        sys.path_hooks.remove(hook)
        sys.path_importer_cache.pop(folder, None)
