"""On stock MicroPython, its unix port: a web server with compiled functions, `main.py`, `mip`, the prompt."""

from __future__ import annotations

import http.client
import http.server
import json
import os
import shutil
import socket
import subprocess
import threading
import time
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

import nativecomp
from examples.__main__ import FOLDER
from tests.cli.command import nativecomp as command
from tests.mpy.micropython import PROGRAM, TIMEOUT

WEB = FOLDER / "web"


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a board's files: the server as it is, the hot functions compiled."""
    folder = tmp_path_factory.mktemp("board")
    for name in ("main.py", "server.py"):
        shutil.copy(WEB / name, folder)
    answer = command("build", WEB / "picture.py", "-o", folder / "picture.mpy", "--target", "x64")
    assert answer.code == 0, answer.err
    return folder


def _environment(folder: Path) -> dict[str, str]:
    return {"MICROPYPATH": f"{folder}:.frozen", "HOME": str(folder), "PATH": os.environ["PATH"]}


@pytest.fixture(scope="module")
def port(board: Path) -> Iterator[int]:
    """Where the server listens, which `main.py` starts."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    process = subprocess.Popen([PROGRAM, "main.py", str(number)], cwd=board, env=_environment(board))
    try:
        end = time.monotonic() + TIMEOUT
        while True:
            try:
                socket.create_connection(("127.0.0.1", number), 1).close()
                break
            except OSError:
                assert process.poll() is None
                assert time.monotonic() < end
                time.sleep(0.05)
        yield number
    finally:
        process.kill()
        process.wait()


def _ask(port: int, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    connection.request(method, path, body)
    answer = connection.getresponse()
    return answer.status, answer.read()


def _julia(width: int, height: int, x: int, y: int) -> bytes:
    """The picture, computed with Python's integers; none of them leaves the 32 bits of the board's."""
    one, pixels = 1 << 12, []
    for row in range(height):
        for column in range(width):
            a, b, n = column * 3 * one // width - 3 * one // 2, row * 3 * one // height - 3 * one // 2, 0
            while n < 63 and a * a + b * b < 4 * one * one:
                a, b, n = (a * a - b * b >> 12) + x, (2 * a * b >> 12) + y, n + 1
            pixels.append(n * 4)
    return bytes(pixels)


def test_a_picture(port: int) -> None:
    status, picture = _ask(port, "GET", "/julia?w=40&h=30&x=-3000&y=700&z=no")
    assert status == 200
    pixels = _julia(40, 30, -3000, 700)
    assert picture == b"P5 40 30 255\n" + pixels
    assert len(set(pixels)) > 5


@pytest.mark.parametrize("size", [0, 1, 5000])
def test_a_checksum(port: int, size: int) -> None:
    body = bytes(n * 7 & 0xFF for n in range(size))
    assert _ask(port, "POST", "/adler32", body) == (200, b"%08x\n" % zlib.adler32(body))


@pytest.mark.parametrize(("method", "path", "status"), [
    ("GET", "/", 404), ("GET", "/julia?w=0", 400), ("GET", "/julia?w=1000&h=1000", 400), ("POST", "/julia", 404),
])  # fmt: skip
def test_what_is_not_there(port: int, method: str, path: str, status: int) -> None:
    assert _ask(port, method, path)[0] == status


def test_several_clients(port: int) -> None:
    answers: list[tuple[int, bytes]] = []
    clients = [threading.Thread(target=lambda: answers.append(_ask(port, "GET", "/julia?w=64&h=64"))) for _ in range(8)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    assert len(answers) == 8
    assert len({body for _, body in answers}) == 1
    assert answers[0][0] == 200


def test_the_desk_counts_what_the_board_runs() -> None:
    module = nativecomp.load(WEB / "picture.py", target="cortex-m4f")
    pixels = bytearray(20 * 10)
    assert module.julia.measure(pixels, 20, 10, -1600, 2500).instructions > 10_000
    assert pixels == _julia(20, 10, -1600, 2500)
    assert module.adler32(b"abc", 3) == zlib.adler32(b"abc")
    assert module.fields("w=64&x=-10&name=no") == {"w": 64, "x": -10}


def test_mip_installs_a_package_from_an_index(tmp_path: Path) -> None:
    """An index of one's own: the list of the package's files stands where `mip` asks for it."""
    answer = command("package", WEB / "picture.py", "-o", tmp_path / "index" / "package" / "6" / "picture")
    assert answer.code == 0, answer.err
    package = tmp_path / "index" / "package" / "6" / "picture"
    shutil.copy(package / "package.json", package / "latest.json")
    assert json.loads((package / "latest.json").read_text())["urls"]
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}/index"
        code = f"import mip\nmip.install('picture', index={url!r}, target='lib')\n"
        code += "import sys\nsys.path.append('lib')\nimport picture\n"
        code += "print(picture.fields('a=1'), picture.adler32(b'abc', 3))"
        done = subprocess.run(
            [PROGRAM, "-c", code], cwd=tmp_path, env=_environment(tmp_path), capture_output=True, text=True,
            timeout=TIMEOUT, check=False,
        )  # fmt: skip
        server.shutdown()
    assert done.stdout.rstrip().endswith(f"{{'a': 1}} {zlib.adler32(b'abc')}"), done.stdout + done.stderr
    assert list((tmp_path / "lib").rglob("*.mpy"))


def test_the_prompt(board: Path) -> None:
    """MicroPython's own prompt, on a terminal: a compiled function is a function as others are."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [PROGRAM], cwd=board, env=_environment(board), stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    shown = b""
    try:
        end = time.monotonic() + TIMEOUT
        for line in (b"", b"import picture", b"hex(picture.adler32(b'abc', 3))", b"picture.fields('a=1')"):
            os.write(ours, line + b"\r")
            wanted = shown.count(b">>> ") + 1
            while shown.count(b">>> ") < wanted and time.monotonic() < end:
                shown += os.read(ours, 4096)
    finally:
        process.kill()
        process.wait()
        os.close(ours)
    assert b"\n0x24d0127\r" in shown.replace(b"'", b"")
    assert b"{'a': 1}" in shown
