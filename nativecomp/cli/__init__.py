"""The command line: one verb a file, each imported when it is called."""


def main() -> None:
    """Entry point of the console script `nativecomp`."""
    from nativecomp.cli.group import main

    main()
