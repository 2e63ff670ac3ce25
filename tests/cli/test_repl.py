"""`nativecomp repl`: lines compiled here, run on a board in QEMU by the image of `main_repl.c`."""

import io
import os
import platform
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from nativecomp.host.crosscompile import cross_compile
from nativecomp.image.link import ImageError
from nativecomp.language.diagnostics import SourceFile
from nativecomp.mpy.build import build_mpy
from nativecomp.options import Options
from nativecomp.program.hostprogram import build_host_repl
from nativecomp.program.replimage import build_repl
from nativecomp.program.serialline import SerialLine
from nativecomp.program.session import BoardGoneError, Line, Outcome, ProcessLine, QemuLine, Session
from nativecomp.program.typed import is_complete, with_display
from nativecomp.targets import find_target
from tests.cli.command import nativecomp

needs_qemu = pytest.mark.skipif(shutil.which("qemu-system-arm") is None, reason="qemu-system-arm is not installed")
BOARD = "mps2-an386"
HOST = "host"
needs_linux = pytest.mark.skipif(
    (platform.system(), platform.machine()) != ("Linux", "x86_64"), reason="programs for `host` run on x86-64 Linux"
)
COMMAND = [sys.executable, "-m", "nativecomp", "repl", "--target", BOARD]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1 + 2", "__repl_print__((1 + 2))"),
        ("x = 1; x", "x = 1; __repl_print__((x))"),
        ("1, 2 # two", "__repl_print__((1, 2)) # two"),
        ("é; 'ü', x", "__repl_print__((é)); __repl_print__(('ü', x))"),
        ("(1 +\n 2)", "__repl_print__(((1 +\n 2)))"),
        ("for i in x:\n    i", "for i in x:\n    __repl_print__((i))"),
        ("try:\n    a\nexcept E:\n    b\nelse:\n    c\nfinally:\n    d",
         "try:\n    __repl_print__((a))\nexcept E:\n    __repl_print__((b))\nelse:\n    __repl_print__((c))\n"
         "finally:\n    __repl_print__((d))"),
        ("def f():\n    1", "def f():\n    1"),
        ("class A:\n    1", "class A:\n    1"),
        ("if x:\n    def f(): 1\n    f()", "if x:\n    def f(): 1\n    __repl_print__((f()))"),
    ],
)  # fmt: skip
def test_values_of_statements_are_shown(text: str, shown: str) -> None:
    assert with_display(text) == shown


def test_statement_ends_where_no_line_can_follow() -> None:
    assert is_complete("x = 1")
    assert not is_complete("def f():")
    assert not is_complete("def f():\n    return 1")
    assert is_complete("def f():\n    return 1\n")
    assert not is_complete("x = [1,")
    with pytest.raises(SyntaxError):
        is_complete("x = )")


def test_board_that_cannot_be_heard_is_refused(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('inherits = "mps2-an386"\n[board]\nuarts = []\n')
    with pytest.raises(ImageError, match="cannot hear what comes in at the UART of `mine`"):
        build_repl(find_target(str(mine)))


class Board:
    """A session whose output is collected; modules come from a table of sources."""

    def __init__(
        self, line: Line, board: str, modules: dict[str, str] | None = None, *, typed: str = "", wake: bool = False
    ) -> None:
        self.arch = [f"-march={find_target(board).mpy}"]
        self.modules = modules or {}
        self.session = Session(line, self.find, io.StringIO(typed).readline)
        self.session.start(wake=wake)

    def find(self, name: str) -> bytes | None:
        text = self.modules.get(name)
        is_package = any(other.startswith(name + ".") for other in self.modules)
        return None if text is None else bytes([is_package]) + self.compiled(text, name + ".py")

    def compiled(self, text: str, name: str = "<stdin>") -> bytes:
        return cross_compile(text.encode(), name, ["-msmall-int-bits=31", *self.arch])

    def run(self, text: str, show: Callable[[str], None] | None = None) -> tuple[Outcome, str]:
        said: list[str] = []
        outcome = self.session.run(self.compiled(with_display(text)), show or said.append)
        return outcome, "".join(said)


def board_line(board: str) -> ProcessLine:
    target = find_target(board)
    return ProcessLine(build_host_repl()) if board == HOST else QemuLine(build_repl(target), target)


def on(*names: str) -> list[object]:
    """Parameters of a test: boards, and this computer."""
    return [*(pytest.param(name, marks=needs_qemu) for name in names), pytest.param(HOST, marks=needs_linux)]


@pytest.mark.parametrize("name", on("mps2-an386", "mps2-an505", "netduinoplus2", "microbit"))
def test_line_runs_on_each_kind_of_board(name: str) -> None:
    with board_line(name) as line:
        board = Board(line, name)
        assert board.run("def f(n):\n    return n * x\n") == (Outcome.OK, "")
        assert board.run("x = 21") == (Outcome.OK, "")
        assert board.run("f(2)") == (Outcome.OK, "42\n")
        assert board.run("1 / 0") == (
            Outcome.RAISED,
            'Traceback (most recent call last):\n  File "<stdin>", line 1, in <module>\n'
            "ZeroDivisionError: divide by zero\n",
        )
        assert board.run("bytes(range(256))[:24]")[1] == f"{bytes(range(24))!r}\n"


class Noise(QemuLine):
    """A line that changes a byte of the first long piece that is sent, and counts such pieces."""

    long = 0

    def write(self, data: bytes) -> None:
        if len(data) > 20:
            self.long += 1
            data = data[:15] + bytes([data[15] ^ 0x40]) + data[16:] if self.long == 1 else data
        super().write(data)


@needs_qemu
def test_session() -> None:
    target = find_target(BOARD)
    with Noise(build_repl(target), target) as line:
        modules = {"one": "x = 1\nprint('imported')\n", "p": "from p import q\n", "p.q": "y = __name__\n"}
        board = Board(line, BOARD, modules)
        # What did not arrive is sent again.
        assert board.run("6 * 7") == (Outcome.OK, "42\n")
        assert line.long == 2
        # Modules, packages and what is not there.
        assert board.run("import one, p; one.x, p.q.y") == (Outcome.OK, "imported\n(1, 'p.q')\n")
        assert board.run("import one") == (Outcome.OK, "")
        assert board.run("import two")[1].endswith("ImportError: no module named 'two'\n")
        # Output that looks like what the dialogue is made of, and characters that are cut in two by the line.
        assert board.run("print('\\x02\\x03\\x04\\x05\\x06\\x10\\x15é' * 300)")[1] == (
            "\x02\x03\x04\x05\x06\x10\x15é" * 300 + "\n"
        )
        # The board goes on after all that a line may do to it.
        for text, end in {
            "def r(): r()\n\nr()": "RuntimeError: maximum recursion depth exceeded\n",
            "bytearray(10**8)": "MemoryError: memory allocation failed\n",
            "class E(Exception):\n    def __str__(self): 1 / 0\n\nraise E": "",
            "raise KeyboardInterrupt": "KeyboardInterrupt: \n",
        }.items():
            outcome, said = board.run(text)
            assert outcome == Outcome.RAISED
            assert said.endswith(end)
        assert board.run("_") == (Outcome.OK, "(1, 'p.q')\n")
        # Timers run while nothing is typed.
        board.run("n = 0\ndef tick(t):\n    global n\n    n += 1\n\nfrom machine import Timer\n"
                  "t = Timer(-1, period=10, callback=tick)\n")  # fmt: skip
        time.sleep(0.3)
        assert board.run("t.deinit(); n > 3") == (Outcome.OK, "True\n")
        assert board.run("raise SystemExit") == (Outcome.LEFT, "")
        with pytest.raises(BoardGoneError, match="the board stopped"):
            board.run("import machine; machine.mem32[0xdead0000]")


@pytest.mark.parametrize("name", on(BOARD))
@pytest.mark.parametrize("loop", ["while True: pass", "import time; time.sleep(60)", "import time\nwhile True:\n    x"])
def test_interrupt(loop: str, name: str) -> None:
    def interrupt(text: str) -> None:
        said.append(text)
        if "on\n" in "".join(said):
            said.clear()
            raise KeyboardInterrupt  # as a signal does

    said: list[str] = []
    with board_line(name) as line:
        board = Board(line, name)
        board.run("x = 1")
        assert board.run(f"print('on')\n{loop}", interrupt)[0] == Outcome.RAISED
        assert "".join(said).endswith("KeyboardInterrupt: \n")
        assert board.run("x") == (Outcome.OK, "1\n")


COMPILED = """\
@{decorator}
def spin(n: int) -> int:
    x = 1
    while True:
        x = x * 3 + n & 0xffff
    return x
"""


@pytest.mark.parametrize("name", on(BOARD))
@pytest.mark.parametrize("decorator", ["native", "viper(poll=True)"])
def test_interrupt_of_a_compiled_loop(decorator: str, name: str) -> None:
    def interrupt(text: str) -> None:
        said.append(text)
        if "".join(said) == "on\n":
            raise KeyboardInterrupt

    said: list[str] = []
    target = find_target(name)
    with board_line(name) as line:
        board = Board(line, name)
        source = SourceFile("<stdin>", COMPILED.format(decorator=decorator))
        assert board.session.run(build_mpy(source, Options(target), name="<stdin>"), print) == Outcome.OK
        assert board.run("print('on')\nspin(7)", interrupt)[0] == Outcome.RAISED
        assert "".join(said).endswith("KeyboardInterrupt: \n")
        assert board.run("6 * 7") == (Outcome.OK, "42\n")


@pytest.mark.parametrize("name", on(BOARD))
def test_input(name: str) -> None:
    long = "\u00fc" * 300
    with board_line(name) as line:
        board = Board(line, name, typed=f"one\n\n{long}\r\nlast")
        assert board.run("input('name? ')") == (Outcome.OK, "name? 'one'\n")
        assert board.run("input()") == (Outcome.OK, "''\n")
        assert board.run(f"input() == {long!r}") == (Outcome.OK, "True\n")
        assert board.run("import sys; sys.stdin.read(2), input()") == (Outcome.OK, "('la', 'st')\n")
        outcome, said = board.run("input()")
        assert outcome == Outcome.RAISED
        assert said.endswith("EOFError: \n")
        assert board.run("sys.stdin.readline()") == (Outcome.OK, "''\n")


@needs_qemu
def test_input_can_be_interrupted() -> None:
    def ask() -> str:
        raise KeyboardInterrupt

    with board_line(BOARD) as line:
        board = Board(line, BOARD)
        board.session = Session(line, board.find, ask)
        outcome, said = board.run("input()")
        assert outcome == Outcome.RAISED
        assert said.endswith("KeyboardInterrupt: \n")
        assert board.run("6 * 7") == (Outcome.OK, "42\n")


@contextmanager
def serial_board(board: str, folder: Path) -> Iterator[str]:
    """A board in QEMU whose serial line is a port of this computer."""
    image = folder / "repl.elf"
    assert nativecomp("repl", "--target", board, "-o", str(image)).code == 0
    command = ["qemu-system-arm", "-M", board, "-display", "none", "-monitor", "none", "-serial", "pty"]
    with subprocess.Popen([*command, "-kernel", str(image)], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"/dev/\S+", process.stdout.readline())
            assert found
            yield found[0]
        finally:
            process.kill()


@needs_qemu
def test_real_serial_line(tmp_path: Path) -> None:
    def leave(text: str) -> None:
        raise InterruptedError(text)

    with serial_board(BOARD, tmp_path) as port:
        time.sleep(0.5)  # the board said that it started, and nobody heard
        with SerialLine(port) as line:
            board = Board(line, BOARD, wake=True)
            assert board.run("x = 21\nx * 2") == (Outcome.OK, "42\n")
            line.write(b"\x02")  # the begin of something, and then nobody is there any more
        with SerialLine(port) as line:
            board = Board(line, BOARD, wake=True)
            assert board.run("x") == (Outcome.OK, "21\n")
            with pytest.raises(InterruptedError):
                board.run("print('on')\nwhile True: pass", leave)  # it still runs when somebody else comes
        with SerialLine(port) as line:
            assert Board(line, BOARD, wake=True).run("x") == (Outcome.OK, "21\n")
        done = subprocess.run([*COMMAND, "--port", port], input="x + 1\ninput('? ')\nabc\n", capture_output=True,
                              text=True, cwd=tmp_path, check=False)  # fmt: skip
        assert (done.returncode, done.stdout) == (0, "22\n? 'abc'\n")
    with pytest.raises(BoardGoneError, match="cannot be opened"):
        SerialLine(str(tmp_path / "none"))


@needs_linux
def test_a_process_takes_no_more_than_it_has_room_for() -> None:
    """A module of 20,000 bytes, and what it prints, while a line is asked for."""
    text = "".join(f"x{i} = {'a' * 40!r} + {str(i)!r}\n" for i in range(400)) + "print('y' * 20000)\n"
    with board_line(HOST) as line:
        board = Board(line, HOST, {"large": text})
        assert board.run("import large; large.x399[40:]") == (Outcome.OK, "y" * 20000 + "\n'399'\n")
        assert board.run("import sys; n = sys.stderr.write('e'); print('o')") == (Outcome.OK, "eo\n")


@needs_qemu
def test_board_without_a_target(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "nativecomp", "repl"]
    done = subprocess.run(command, input="6 * 7\n", capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (done.returncode, done.stdout) == (0, "42\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--target", "cortex-m4f"], "QEMU has no board `cortex-m4f`: choose one, for instance `--target mps2-an386`"),
        (["--target", "pico"], "-o writes the image of a real one, and --port talks to it"),
        (["--target", "host", "-o", "x.elf"], "leave out -o and --port"),
        (["--target", "host", "--stack", "4096"], "leave out --stack: a prompt on this computer has the stack of a"),
        (["x.py", "-o", "x.elf"], "-o writes the board's image; leave out FILE and --port"),
        (["-o", "x.txt"], "no image is called `*.txt`; name it elf, bin, hex, uf2"),
    ],
)
def test_what_cannot_be_asked(arguments: list[str], message: str) -> None:
    answer = nativecomp("repl", *arguments)
    assert answer.code == 2
    assert message in answer.err.replace("\n", " ")


@needs_qemu
def test_command_reads_a_pipe(tmp_path: Path) -> None:
    module = "import micropython\n@micropython.viper\ndef f(n: int) -> int:\n    return n + 1\n"
    (tmp_path / "util.py").write_text(module)
    (tmp_path / "first.py").write_text("x = 5\n")
    lines = "import util\nutil.f(x)\n)\n@viper\ndef g(n: uint8) -> int:\n    return n + 1\n\ng(255)\nnosuch\n1 +"
    command = [*COMMAND, "first.py"]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 1
    assert done.stdout.startswith("6\n256\nTraceback")
    assert done.stderr.count("SyntaxError") == 2


@needs_qemu
def test_a_module_that_is_refused_ends_no_session(tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_bytes(b"x = '\xff'\n")
    (tmp_path / "odd.py").write_text("@viper\ndef f() -> strange:\n    return 1\n")
    lines = "x = 5\nimport bad\nimport odd\nx\n"
    done = subprocess.run(COMMAND, input=lines, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.stdout.count("ImportError") == 2
    assert done.stdout.endswith("5\n")
    assert "bad.py" in done.stderr
    assert "odd.py" in done.stderr


def _hear_interrupts() -> None:
    """Processes that a parallel test starts would be deaf to them."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@needs_qemu
def test_command_on_a_terminal(tmp_path: Path) -> None:
    """A prompt, a statement of several lines, completion by the board's names, Ctrl-C and Ctrl-D."""
    leader, follower = pty.openpty()
    environment = {**os.environ, "TERM": "dumb", "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", "")}
    with subprocess.Popen(COMMAND, stdin=follower, stdout=follower, stderr=follower, cwd=tmp_path, env=environment,
                          start_new_session=True, preexec_fn=_hear_interrupts) as process:  # fmt: skip
        os.close(follower)

        def expect(pattern: str) -> str:
            said, until = "", time.monotonic() + 30
            while not re.search(pattern, said):
                assert time.monotonic() < until, said
                if select.select([leader], [], [], 1)[0]:
                    said += os.read(leader, 4096).decode()
            return said

        def type_(text: str) -> None:
            os.write(leader, text.encode())

        try:
            expect(">>> $")
            type_("value = 6\n")
            expect(">>> $")
            type_("for i in range(2):\n")
            expect(r"\.\.\. $")
            type_("    i + valu\t\n")
            expect(r"\.\.\. $")
            type_("\n")
            assert "6\r\n7\r\n" in expect(">>> $")
            type_("import sys\n")
            expect(">>> $")
            type_("sys.platf\t\n")
            assert "nativecomp" in expect(">>> $")
            type_("while True: pass\n\n")
            time.sleep(1)
            process.send_signal(signal.SIGINT)
            assert "KeyboardInterrupt" in expect(">>> $")
            type_("\x04")
            process.wait(20)
        finally:
            process.terminate()
    os.close(leader)
    assert process.returncode == 0
