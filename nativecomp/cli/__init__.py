"""The command line: one verb a file, each imported when it is called."""

from nativecomp.cli.group import main

__all__ = ["main"]
