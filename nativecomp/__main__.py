"""`python -m nativecomp` is `nativecomp`."""

from nativecomp.cli import main

main()
