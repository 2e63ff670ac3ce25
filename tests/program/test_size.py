"""What is in an image and what is not, and the report of it."""

from pathlib import Path

import pytest

from nativecomp.emulator import run_image
from nativecomp.image.reach import Reach
from nativecomp.options import Opt, Options
from nativecomp.program.build import ProgramImage, build_program
from nativecomp.program.modules import builtin_modules
from nativecomp.program.size import program_parts
from nativecomp.targets import find_target

TARGET = find_target("mps2-an386")


def build(folder: Path, text: str, opt: Opt = "balanced") -> ProgramImage:
    path = folder / "app.py"
    path.write_text(text, "utf-8")
    return build_program(str(path), Options(TARGET, opt))


def output(image: ProgramImage) -> str:
    return run_image(image.elf, TARGET).output


def flash(image: ProgramImage) -> int:
    return sum(part.flash for part in program_parts(image))


def test_members_that_a_program_cannot_name_are_not_in_it(tmp_path: Path) -> None:
    plain = build(tmp_path, "print([3, 1, 2])\n")
    sorting = build(tmp_path, "x = [3, 1, 2]\nx.sort()\nprint(x, max(x), 'a,b'.split(','))\n")
    assert (output(plain), output(sorting)) == ("[3, 1, 2]\n", "[1, 2, 3] 3 ['a', 'b']\n")
    assert "nc_list_sort" not in plain.map
    assert "nc_list_sort" in sorting.map
    assert flash(plain) < flash(sorting)
    assert plain.is_whole == ""


def test_a_program_that_makes_names_has_all_members(tmp_path: Path) -> None:
    image = build(tmp_path, "x = [3, 1, 2]\ngetattr(x, 'so' + 'rt')()\nprint(x, 'upper' in dir(''))\n")
    assert "`dir`" in image.is_whole
    assert output(image) == "[1, 2, 3] True\n"


def test_functions_of_types_that_nothing_makes_are_not_in_an_image(tmp_path: Path) -> None:
    """`print` compares with all types that there are; `1 + x` asks for the operators of those that are made."""
    hello = build(tmp_path, "print('hello')\n")
    assert not {"nc_float_format", "nc_int_binary", "nc_list_sort"} & set(hello.map.split())
    adding = build(tmp_path, "x = [1 << 40]\nprint(x[0] + 1, x == [1 << 40], type(x) is list)\n")
    assert output(adding) == "1099511627777 True True\n"
    assert "nc_format_percent" in build(tmp_path, "x = 'a%d'\nprint(x % 3)\n").map


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("x = 3.5\nprint(type(x)('2.25'), x.__class__(7))", "2.25 7.0"),
        ("class I(int):\n    pass\nprint(I(3) + 0.5, float(I(3)), I(3) == 3.0)", "3.5 3.0 True"),
        ("print({}.fromkeys('ab', 1) == {'a': 1, 'b': 1}, int.from_bytes(b'ab', 'big'))", "True 24930"),
        ("import io\nf = io.StringIO()\nprint('x', file=f)\nprint(f.getvalue(), end='')", "x"),
        ("def f():\n    yield 1\nfor x in f():\n    print(x, (lambda: 2)())", "1 2"),
        ("try:\n    [][1]\nexcept LookupError as e:\n    print(repr(e))", "IndexError('list index out of range',)"),
        (
            "class A:\n    pass\nclass B:\n    pass\nclass C(A, B):\n    pass\nprint(isinstance(C(), B), C() == C())",
            "True False",
        ),
        (
            "try:\n    print(issubclass(3, int))\nexcept TypeError as e:\n    print(e)",
            "issubclass() arg 1 must be a class",
        ),
        ("print(sorted(['b', 'a']), sum([1, 2.5]), min((2, 1)), list(map(str, {3: 4})))", "['a', 'b'] 3.5 1 ['3']"),
    ],
)
def test_what_a_program_gets_at_in_other_ways(text: str, printed: str, tmp_path: Path) -> None:
    assert output(build(tmp_path, text + "\n")).rstrip("\n") == printed


def test_a_slot_that_was_cut_by_mistake_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    has = Reach._has
    monkeypatch.setattr(Reach, "_has", lambda *args: args[1:] != ("str", "binary") and has(*args))
    image = build(tmp_path, "x = 'a'\nprint(x + x)\n")
    assert "NotImplementedError: the image was built without what this needs" in output(image)


def test_a_name_in_a_format_counts_as_a_name(tmp_path: Path) -> None:
    assert output(build(tmp_path, "print('{0.real} {0.imag}'.format(2j))\n")) == "0.0 2.0\n"


def test_only_imported_modules_are_in_an_image_and_the_report_says_who_imports_them(tmp_path: Path) -> None:
    image = build(tmp_path, "import json\nprint(json.dumps([1, None]))\n")
    assert output(image) == "[1, null]\n"
    parts = {part.name: part for part in program_parts(image)}
    assert parts["module json"].why == "imported in app.py:1"
    assert not {"module re", "module math", "module heapq"} & parts.keys()
    assert {"program", "vm", "gc", "objects", "start-up"} <= parts.keys()
    assert parts["program"].flash < 300
    assert image.stack + image.heap + sum(part.ram for part in parts.values()) <= TARGET.board.ram_size


def test_the_size_of_a_small_program(tmp_path: Path) -> None:
    """The promise is 40 KiB; this keeps it from growing."""
    image = build(tmp_path, 'print("hello world")\n')
    assert output(image) == "hello world\n"
    assert flash(image) <= 33_500 <= 40 << 10


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("x = 2.5\nprint(x ** 1.5)", "3.952847"),
        ("x = 2\nx **= 0.5\nprint(x)", "1.4142135"),
        ("print(pow(2.0, 3))", "8.0"),
        ("print(round(2.345, 2))", "2.35"),
        ("import math\nprint(math.sin(1))", "0.84147096"),
        ("import builtins\nprint(getattr(builtins, 'po' + 'w')(2.5, 1.5))", "3.952847"),
        ("@micropython.native\ndef f(x):\n    return x ** 1.5\nprint(f(2.5))", "3.952847"),
    ],
)
def test_whatever_leads_to_powers_brings_them_along(text: str, printed: str, tmp_path: Path) -> None:
    image = build(tmp_path, text + "\n")
    assert output(image) == printed + "\n"
    assert "libmath.a" in image.map


def test_a_program_without_powers_has_none_of_their_functions(tmp_path: Path) -> None:
    image = build(tmp_path, "x = 2.5\nprint(x * 2 / 3, 7 // 2, 2 << 5, 1j * 1j, '%.2f' % x, abs(3 + 4j))\n")
    assert output(image) == "1.6666666 3 64 (-1+0j) 2.50 5.0\n"
    assert "powf.o" not in image.map


def test_a_small_image_has_the_instructions_that_it_uses(tmp_path: Path) -> None:
    hello = build(tmp_path, 'print("hello world")\n', "size")
    assert output(hello) == "hello world\n"
    assert "nc_unpack_starred" not in hello.map
    assert flash(hello) <= 28_500
    text = (
        "class A:\n    def __init__(self, *a, **k):\n        self.a = a, k\n    def __iter__(self):\n"
        "        yield from self.a\n    def __enter__(self):\n        return {1, 2}\n    def __exit__(self, *rest):\n"
        "        return True\n"
        "with A(1, *[2], k=3, **{'z': 4}) as s:\n    x, *y = A(5)\n    print(s, x, y, [i for i in s if i in (1,)])\n"
        "    del y[0]\n    raise ValueError(x)\n"
        "try:\n    print((lambda n, m=2: n if m else not n)(3), -x[0] << 2, f'{x[0]:3d}', x[0:1] is x)\n"
        "    assert x == 5, 'no'\nexcept (AssertionError, TypeError) as e:\n    print(e)\nfinally:\n    print('end')\n"
    )
    assert output(build(tmp_path, text, "size")) == output(build(tmp_path, text))


def test_the_size_of_a_program_with_everything(tmp_path: Path) -> None:
    """The promise is 160 KiB."""
    text = "import " + ", ".join(builtin_modules()) + "\nprint(getattr(math, 'pi'), 2 ** 100, 1.5, 3j, '%d' % 3)\n"
    image = build(tmp_path, text, "size")
    assert output(image) == "3.1415927 1267650600228229401496703205376 1.5 3j 3\n"
    assert flash(image) <= 149_500 <= 160 << 10  # 149,276 with UARTs, interrupts of pins, input(), codecs, dates


def test_dunder_methods_and_hashes_of_constants(tmp_path: Path) -> None:
    text = (
        "import sys\n"
        "class Both(list):\n    def __enter__(self):\n        return self\n    def __exit__(self, *rest):\n"
        "        return True\n"
        "with Both([1]) as b:\n    b.append(2)\n    print(b, hash(sys.version) != 0, {sys.version: 1}[sys.version])\n"
    )
    assert output(build(tmp_path, text)) == "[1, 2] True 1\n"
