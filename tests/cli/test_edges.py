"""What surrounds the compiler: odd files, ended processes, full disks, linking into programs for a PC."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import nativecomp
from nativecomp.cli.output import write_file
from nativecomp.options import Opt
from tests.language.test_language import OPTS, TARGETS

HEAD = "from nativecomp import asm_thumb, ptr8, viper\n"
PLAIN = HEAD + "@viper\ndef f(x: int) -> int:\n    return x\n"
ELIFS = (
    HEAD
    + "@viper\ndef f(x: int) -> int:\n    if x == 0:\n        return 0\n"
    + "".join(f"    elif x == {n}:\n        return {n}\n" for n in range(1, 1500))
    + "    return -1\n"
)
UNCALLED = HEAD + "@viper\ndef crc8(p: ptr8) -> int:\n    return p[0]\n@viper\ndef main() -> int:\n    return 0\n"
ENDLESS = HEAD + "@viper\ndef main() -> int:\n    print(1)\n    while True:\n        pass\n    return 0\n"


def command(*arguments: str, folder: Path, module: str = "nativecomp") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )


SOURCES: dict[str, tuple[bytes, str]] = {
    "elifs": (ELIFS.encode(), ""),
    "form feed": (b"\x0c" + PLAIN.encode(), "form feed"),
    "byte order mark": (b"\xef\xbb\xbf" + PLAIN.encode(), ""),
    "null byte": (b"x = 1\0\n", "null byte"),
    "UTF-16": (PLAIN.encode("utf-16"), "not UTF-8"),
    "Latin-1 in comments": (b"# caf\xe9\n" + PLAIN.encode() + b"    # \xe9t\xe9 \xc3\xa9", ""),
    "Latin-1 in comments, declared": (b"# coding: latin-1\n" + PLAIN.encode() + b"    # \xe9t\xe9", ""),
    "Latin-1 in comments, declared as UTF-8": (b"# coding: utf-8\n" + PLAIN.encode() + b"    # \xe9t\xe9", ""),
    "Latin-1 in a string": (PLAIN.encode() + b"'# \xe9'\n", "odd.py:5:4: error: is not UTF-8"),
    "an encoding that nobody knows": (b"# coding: nonsense\n" + PLAIN.encode(), ""),
    "vertical tabs": (PLAIN.replace("x: int", "\v x:\vint").replace("\n@", "\n\v\n@").encode() + b"\v\n", ""),
    "form feed in a function": (PLAIN.replace("return", "\freturn\f").encode() + b"\f\n", ""),
    "nothing": (b"", ""),
    "many signs": (HEAD.encode() + b"@viper\ndef f(x: int) -> int:\n    return " + b"-" * 5000 + b"x\n", ""),
    "long sum": (HEAD.encode() + b"@viper\ndef f(x: int) -> int:\n    return x" + b"+x" * 20000 + b"\n", "too deeply"),
    "align": (HEAD.encode() + b"@asm_thumb\ndef f(r0):\n    align(2**40)\n", "power of two, up to 1048576"),
    "huge constant": (HEAD.encode() + b"K = 1 << (1 << 40)\n@viper\ndef f(x: int) -> int:\n    return x + K\n", ":"),
}


@pytest.mark.parametrize("door", ["nativecomp", "nativecomp.cli.mpycross"])
@pytest.mark.parametrize("name", SOURCES)
def test_odd_sources_are_compiled_or_refused(name: str, door: str, tmp_path: Path) -> None:
    data, message = SOURCES[name]
    (tmp_path / "odd.py").write_bytes(data)
    arguments = ["build", "odd.py", "-o", "odd.mpy", "--target", "armv7emsp"]
    if door != "nativecomp":
        arguments = ["-march=armv7emsp", "odd.py"]
    done = command(*arguments, folder=tmp_path, module=door)
    assert "Traceback" not in done.stderr
    assert "internal" not in done.stderr
    assert message in done.stderr
    assert (tmp_path / "odd.mpy").exists() == (done.returncode == 0) == (not message)


def test_a_function_that_nothing_calls(tmp_path: Path) -> None:
    (tmp_path / "k.py").write_text(UNCALLED)
    assert command("build", "k.py", "-o", "k.elf", "--target", "mps2-an386", folder=tmp_path).returncode == 0
    assert command("run", "k.py", "--image", "--target", "mps2-an386", folder=tmp_path).returncode == 0


WRONG_TARGETS = {
    'core = "cortex-q9"': "`core` is 'cortex-q9'",
    'triple = "nonsense"': "`triple` is 'nonsense'",
    'triple = "x86_64-unknown-linux-gnu"': "`triple` is",
    'cpu = "cortex-q9"': "`cpu` is",
    'features = "+vfp4d16sp, thumb"': "' thumb' is no feature",
    'features = "+nosuch"': "'+nosuch' is no feature",
    "word_bits = 0": "`word_bits` is 0",
    "word_bits = 64": "`word_bits` is 64",
    "float_bits = 16": "`float_bits` is 16",
    'unicorn_cpu = "NOSUCH"': "`unicorn_cpu` is",
    'emulator = "riscv32"': "with the emulator `riscv32`",
    'mpy = "xtensa"': "`mpy` is 'xtensa'",
    "[board]\nflash_origin = -5": "no memory is",
    "[board]\nram_size = 99999999999": "no memory is",
}


@pytest.mark.parametrize("text", WRONG_TARGETS)
def test_wrong_target_files(text: str, tmp_path: Path) -> None:
    (tmp_path / "f.py").write_text(PLAIN)
    (tmp_path / "mine.toml").write_text(f'inherits = "mps2-an386"\n{text}\n')
    done = command("build", "f.py", "-o", "f.o", "--target", "mine.toml", folder=tmp_path)
    assert done.returncode == 2
    assert WRONG_TARGETS[text] in done.stderr
    assert "mine.toml" in done.stderr


# Output files


def test_a_full_disk_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "out.mpy"
    write_file(place, b"old")

    def full(self: Path, data: bytes) -> int:
        with open(self, "wb") as file:
            file.write(data[:1])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space") as caught:
        write_file(place, b"new")
    assert caught.value.filename == str(place)
    assert place.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [place]


def test_writing_keeps_mode_and_links(tmp_path: Path) -> None:
    place, link = tmp_path / "a", tmp_path / "b"
    place.write_bytes(b"old")
    place.chmod(0o640)
    link.symlink_to(place)
    write_file(link, b"new")
    assert link.is_symlink()
    assert (place.read_bytes(), place.stat().st_mode & 0o777) == (b"new", 0o640)
    write_file(tmp_path / "c", b"x")
    (tmp_path / "d").write_bytes(b"x")
    assert (tmp_path / "c").stat().st_mode == (tmp_path / "d").stat().st_mode
    write_file(Path(os.devnull), b"x")


# QEMU

needs_qemu = pytest.mark.skipif(shutil.which("qemu-system-arm") is None, reason="QEMU is not installed")


@needs_qemu
def test_sigterm_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "k.py").write_text(ENDLESS)
    files = tmp_path / "files"
    files.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "nativecomp", "run", "k.py", "--image", "--target", "mps2-an386", "--emulator", "qemu"],
        cwd=tmp_path, env={**os.environ, "TMPDIR": str(files)}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "1\n"  # it runs
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 128 + signal.SIGTERM
    assert process.stdout.read() == ""  # which ends only when QEMU, too, has closed it
    for _ in range(50):
        if not list(files.iterdir()):
            break
        time.sleep(0.1)
    assert list(files.iterdir()) == []


@needs_qemu
def test_qemu_keeps_line_ends(tmp_path: Path) -> None:
    text = 'HEAD@viper\ndef main() -> int:\n    print("a\\rb\\r\\nc", end="")\n    return 0\n'.replace("HEAD", HEAD)
    (tmp_path / "k.py").write_text(text)
    done = subprocess.run(
        [sys.executable, "-m", "nativecomp", "run", "k.py", "--image", "--target", "mps2-an386", "--emulator", "qemu"],
        cwd=tmp_path, capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.stdout, done.returncode) == (b"a\rb\r\nc", 0)


def test_no_limit_with_qemu(tmp_path: Path) -> None:
    (tmp_path / "k.py").write_text(UNCALLED)
    arguments = ["run", "k.py", "--image", "--target", "mps2-an386", "--emulator", "qemu", "--limit", "9"]
    done = command(*arguments, folder=tmp_path)
    assert done.returncode == 2
    assert "leave out --limit" in done.stderr


# Programs for a PC, and the stack


def test_objects_for_a_pc_link_anywhere(tmp_path: Path) -> None:
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("there is no C compiler")
    values = [7, 19, 3, 100, 42, 77, 5, 1000]
    branches = "".join(f"    if x == {n}:\n        return {value}\n" for n, value in enumerate(values))
    text = HEAD + "@viper\ndef f(x: int) -> int:\n" + branches + "    return 1\n"
    text += '@viper\ndef g(x: int):\n    print("value", x)\n    print(1 // x)\n'
    (tmp_path / "k.py").write_text(text)
    calls = "nc_print_str(const char *t, size_t n) { (void)t; (void)n; }", "nc_print_int(intptr_t v) { (void)v; }"
    (tmp_path / "main.c").write_text(
        '#include <stdio.h>\n#include "k.h"\n' + "".join(f"void {call}\n" for call in calls)
        + "void nc_raise(const struct nc_raise_site *s) { (void)s; for (;;); }\n"
        'int main(void) { for (int i = 0; i < 9; i++) printf("%d ", (int)k_f(i)); return 0; }\n'
    )  # fmt: skip
    for opt in OPTS:
        assert (
            command("build", "k.py", "-o", "k.o", "--target", "x86-64", "--opt", opt, folder=tmp_path).returncode == 0
        )
        linked = subprocess.run(
            [compiler, "-pie", "-fPIE", "-Wl,-z,text", "main.c", "k.o", "-o", "k"],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert linked.returncode == 0, linked.stderr
        out = subprocess.run([str(tmp_path / "k")], capture_output=True, text=True, check=True).stdout
        assert out.split() == [*map(str, values), "1"]


@pytest.mark.parametrize("opt", OPTS)
def test_endless_recursion_ends_with_the_stack(opt: Opt) -> None:
    source = HEAD + "@viper\ndef f(n: int) -> int:\n    return f(n + 1) + n\n"
    source += "@viper\ndef g(n: int) -> int:\n    return g(n + 1)\n"
    for target in TARGETS:
        module = nativecomp.load_source(source, target=target, opt=opt)
        module.limit = 50_000_000
        for function in (module.f, module.g):
            with pytest.raises(RecursionError, match="maximum recursion depth"):
                function(1)
