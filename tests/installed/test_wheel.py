"""The package as a user installs it: built, put into an environment of its own, and used from another folder."""

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
PYTHONS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
"""README's programs: a file for a board, a file for the desk, and what loads a file of ours."""

DSP = """\
@micropython.viper
def wait_and_set(base: int):
    port = ptr32(base)
    while not port[0]:
        pass
    port[1] = 1
"""


def needed(requirements: list[str], found: dict[str, importlib.metadata.Distribution]) -> None:
    """Add the distributions that these requirements need, directly or not."""
    for requirement in map(Requirement, requirements):
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        if requirement.name not in found:
            found[requirement.name] = importlib.metadata.distribution(requirement.name)
            needed(found[requirement.name].requires or [], found)


def link(distribution: importlib.metadata.Distribution, site: Path) -> None:
    """Install a distribution as it is installed here, by links: the index need not be asked again."""
    for file in distribution.files or []:
        top = file.parts[0]
        if top not in ("..", "__pycache__") and not (site / top).exists():
            (site / top).symlink_to(Path(str(distribution.locate_file(top))))


class Installed:
    """An environment that holds the wheel and what it says it needs, and a folder to work in."""

    def __init__(self, folder: Path) -> None:
        self.work = folder / "work"
        self.wheel = build(folder)
        venv.create(folder / "env", with_pip=False)
        self.bin = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
        python = str(self.bin / "python")
        say = "import sysconfig; print(sysconfig.get_path('purelib'))"
        site = Path(subprocess.check_output([python, "-c", say], text=True).strip())
        pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index", "--no-deps"]
        subprocess.run([*pip, str(self.wheel)], check=True)
        found: dict[str, importlib.metadata.Distribution] = {}
        needed(self.requirements(), found)
        for distribution in found.values():
            link(distribution, site)
        shutil.copytree(ROOT / "examples", self.work / "examples", ignore=shutil.ignore_patterns("__pycache__"))
        own = {"HOME", "XDG_CACHE_HOME", "NATIVECOMP_CACHE", "PYTHONPATH", "PATH", "VIRTUAL_ENV"}
        self.environment = {key: value for key, value in os.environ.items() if key not in own}
        self.environment |= {"HOME": str(folder), "PATH": os.pathsep.join([str(self.bin), os.environ["PATH"]])}

    def requirements(self) -> list[str]:
        with zipfile.ZipFile(self.wheel) as archive:
            metadata = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
            return re.findall(r"^Requires-Dist: (.*)$", archive.read(metadata).decode(), re.MULTILINE)

    def run(self, *command: str) -> str:
        program = shutil.which(command[0], path=str(self.bin))
        assert program, f"{command[0]} is not installed"
        done = subprocess.run(
            [program, *command[1:]], cwd=self.work, env=self.environment, text=True, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def build(folder: Path) -> Path:
    """The wheel, made from the source distribution as an installer makes it."""
    hatch = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run([*hatch, "-t", "sdist"], cwd=ROOT, check=True, capture_output=True)
    with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
        archive.extractall(folder, filter="data")
    subprocess.run([*hatch, "-t", "wheel"], cwd=next(folder.glob("nativecomp-*/")), check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return Installed(tmp_path_factory.mktemp("installed"))


def test_what_the_wheel_holds(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"nativecomp", "asm_thumb"}
    for name in ("nativecomp/py.typed", "asm_thumb/py.typed", "nativecomp/runtime/support/bits.h"):
        assert name in names


LINES = [re.split("  +", line) for line in re.findall(r"^    (nativecomp.*)$", README, re.MULTILINE)]
COMMANDS = [" ".join(parts[:-1] or parts) for parts in LINES]
"""README's command lines; what stands last in a line, behind two spaces or more, says what it does."""


def test_every_command_of_readme_is_found() -> None:
    verbs = {command.split()[1] for command in COMMANDS if command.startswith("nativecomp ")}
    assert verbs == {"build", "run", "asm", "explain", "size", "targets", "doctor"}
    assert len(COMMANDS) == 11


def test_commands_of_readme(installed: Installed) -> None:
    (installed.work / "display.py").write_text(PYTHONS[0])
    said: Mapping[str, str] = {command: installed.run(*command.split()) for command in COMMANDS}
    assert "architecture armv7emsp" in said["nativecomp build display.py -o display.mpy --target pico2"]
    assert "    29 |         crc = crc >> 8" in said["nativecomp asm examples/crc32.py:crc32"]
    assert "mps2-an386" in said["nativecomp targets"]
    for name in ("display.mpy", "crc32.mpy", "fir.o", "fir.h", "c.mpy"):
        assert (installed.work / name).stat().st_size > 200


def test_programs_of_readme(installed: Installed) -> None:
    (installed.work / "desk.py").write_text(PYTHONS[1])
    assert installed.run("python", "desk.py").startswith("0x3610a686\n")
    (installed.work / "dsp.py").write_text(DSP)
    (installed.work / "devices.py").write_text(PYTHONS[2])
    assert f"address={0x40020004}" in installed.run("python", "devices.py")


def test_the_bench_verb(installed: Installed) -> None:
    call = 'crc32(array("I", bytes(1024)), bytes(8), 8)'
    rows = installed.run("nativecomp", "bench", "examples/crc32.py", "--call", call, "--target", "cortex-m0")
    assert rows.count("cortex-m0") == 3


def test_names(installed: Installed) -> None:
    code = "import nativecomp; print(nativecomp.__version__, set(nativecomp.__all__) - set(dir(nativecomp)))"
    version = installed.run("python", "-c", code).split()[0]
    assert installed.run("python", "-c", code) == f"{version} set()\n"
    assert f"-{version}-" in installed.wheel.name
    assert installed.run("nativecomp", "--version").split()[-1] == version
    assert installed.run("nativecomp-mpy-cross", "--version").splitlines()[-1] == f"nativecomp {version}"
