"""Whether every dependency is there as a wheel, for each platform and version of Python that the package promises.

    python -m tests.installed.platforms

asks the package index by way of pip, which downloads the facts of the wheels and not the wheels. pip knows the tags of
other platforms but takes markers such as `sys_platform == "win32"` for those of its own process; so requirements are
followed here, and pip is asked without what they require themselves.
"""

import json
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")

PLATFORMS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "Linux x86-64": (
        ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64", "manylinux1_x86_64"),
        {"sys_platform": "linux", "platform_system": "Linux", "platform_machine": "x86_64", "os_name": "posix"},
    ),
    "Linux aarch64": (
        ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"),
        {"sys_platform": "linux", "platform_system": "Linux", "platform_machine": "aarch64", "os_name": "posix"},
    ),
    "macOS arm64": (
        ("macosx_14_0_arm64", "macosx_12_0_arm64", "macosx_11_0_arm64", "macosx_11_0_universal2"),
        {"sys_platform": "darwin", "platform_system": "Darwin", "platform_machine": "arm64", "os_name": "posix"},
    ),
    "Windows x64": (
        ("win_amd64",),
        {"sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64", "os_name": "nt"},
    ),
}


def markers(platform: str, python: str, extra: str = "") -> dict[str, str]:
    """What the markers of requirements ask for, on a platform."""
    return {
        **PLATFORMS[platform][1],
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "extra": extra,
    }


@dataclass(frozen=True)
class Wheel:
    """A package as it would be installed."""

    name: str
    version: str
    file: str
    requires: tuple[str, ...]


def found(requirements: list[str], platform: str, python: str) -> list[Wheel]:
    """The wheels for requirements, without what they require themselves.

    Raises:
        LookupError: there is none for one of them.
    """
    tags = [word for tag in (*PLATFORMS[platform][0], "any") for word in ("--platform", tag)]
    command = [
        *(sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--no-deps", "--quiet"),
        *("--report", "-", "--disable-pip-version-check", "--only-binary=:all:", "--target", "nowhere"),
        *("--implementation", "cp", "--python-version", python, *tags, *requirements),
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise LookupError(f"{platform}, Python {python}: {lines[-1] if lines else done.stderr}")
    wheels = []
    for install in json.loads(done.stdout)["install"]:
        facts, file = install["metadata"], install["download_info"]["url"].rpartition("/")[2]
        name = canonicalize_name(facts["name"])
        wheels.append(Wheel(name, facts["version"], file, tuple(facts.get("requires_dist", ()))))
    return wheels


def needed(platform: str, python: str) -> list[Wheel]:
    """The wheels that an installation needs.

    Raises:
        LookupError: there is none for a package.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    waiting = [(Requirement(text), "") for text in project["dependencies"]]
    wheels: dict[str, Wheel] = {}
    done: set[tuple[str, str]] = set()
    while waiting:
        asked: dict[str, Requirement] = {}
        for requirement, extra in waiting:
            if requirement.marker is None or requirement.marker.evaluate(markers(platform, python, extra)):
                asked.setdefault(canonicalize_name(requirement.name), requirement)
        new = [f"{name}{requirement.specifier}" for name, requirement in asked.items() if name not in wheels]
        wheels.update({wheel.name: wheel for wheel in (found(new, platform, python) if new else ())})
        waiting = []
        for name, requirement in asked.items():
            for extra in {"", *requirement.extras} - {extra for known, extra in done if known == name}:
                done.add((name, extra))
                waiting += [(Requirement(text), extra) for text in wheels[name].requires]
    return sorted(wheels.values(), key=lambda wheel: wheel.name)


def main() -> int:
    missing = 0
    for platform in PLATFORMS:
        for python in PYTHONS:
            try:
                wheels = needed(platform, python)
            except LookupError as error:
                missing += 1
                print(f"NOT THERE: {error}", flush=True)
                continue
            print(f"{platform}, Python {python}: {len(wheels)} wheels", flush=True)
            for wheel in wheels if "--list" in sys.argv else ():
                print(f"    {wheel.name} {wheel.version}  {wheel.file}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
