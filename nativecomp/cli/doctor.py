"""`nativecomp doctor`: what there is of everything that a compilation may need, for a report of a fault."""

import platform
import shutil
import sys
from importlib.metadata import PackageNotFoundError, requires, version

import click

from nativecomp import __version__
from nativecomp.cli import report
from nativecomp.cli.report import json_option
from nativecomp.host import cache

PROGRAMS = {
    "qemu-system-arm": "`--emulator qemu`",
    "arm-none-eabi-gcc": "a second C compiler to compare with",
    "gdb-multiarch": "debugging",
}
"""Programs that are wanted, not required, and for what."""


def _packages() -> dict[str, str]:
    """The versions of the packages that nativecomp depends on here; "missing" where one is not installed."""
    from packaging.requirements import Requirement

    found = {}
    for line in requires("nativecomp") or ():
        wanted = Requirement(line)
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": ""}):
            continue
        try:
            have = version(wanted.name)
        except PackageNotFoundError:
            have = "missing"
        else:
            have += "" if have in wanted.specifier else f" (wanted: {wanted.specifier})"
        found[wanted.name] = have
    return found


def _cache() -> str:
    """The folder of what is kept between runs, and its size."""
    folder = cache.folder()
    if folder is None:
        return "off"
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) if folder.exists() else 0
    return f"{folder} ({size / 1e6:.1f} MB)"


@click.command()
@json_option
def doctor() -> None:
    """Show versions, the platform, the cache and the tools that were found.

    The exit code is 1 where a package is missing or of a version that is not wanted.

    \b
    Examples:
      nativecomp doctor
      nativecomp doctor --json
    """
    packages = _packages()
    facts = {
        "nativecomp": __version__,
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "platform": platform.platform(),
        "cache": _cache(),
        **packages,
        **{name: shutil.which(name) or f"not found ({use})" for name, use in PROGRAMS.items()},
    }
    width = max(map(len, facts))
    report.current.answer(facts, lambda: click.echo("\n".join(f"{name:<{width}}  {facts[name]}" for name in facts)))
    sys.exit(any(have == "missing" or "wanted" in have for have in packages.values()))
