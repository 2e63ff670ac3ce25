"""The command line: one verb a file, each imported when it is called."""

import gc
import sys

_OBJECTS = 100_000
"""So many new objects, not 700, between two collections: what a compiler makes is used until it ends, nearly all."""


def main() -> None:
    """Entry point of the console script `nativecomp`."""
    gc.set_threshold(_OBJECTS)
    try:
        from nativecomp.cli.group import main
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        sys.exit(130)

    main()
