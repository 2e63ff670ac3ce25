"""Large and deep sources: they compile to what they say, or are refused in words."""

import pytest

import nativecomp
from nativecomp import CompileError
from tests.compiler.generated import HEAD, TAIL, functions, lines


def compiled(text: str) -> nativecomp.Module:
    return nativecomp.load_source(text, "large.py")


@pytest.mark.parametrize("count", [2000, pytest.param(10_000, marks=pytest.mark.slow)])
def test_a_function_of_many_lines(count: int) -> None:
    """Two lines a turn."""
    text = lines("    if s > {0}:\n        s -= a\n", count // 2)
    assert compiled(text).f(7, b"") == 0


@pytest.mark.slow
@pytest.mark.parametrize("line", ["    s += {0} ^ a\n", "    s = s * 3 + p[{0} % 7]\n"])
def test_ten_thousand_statements(line: str) -> None:
    text = lines(line, 10_000)
    names = {"ptr8": None, "viper": lambda f: f}
    exec(text, names)
    expected = names["f"](5, b"abcdefg")  # type: ignore[misc]
    assert compiled(text).f(5, b"abcdefg") == (expected + 2**31) % 2**32 - 2**31


def test_many_functions() -> None:
    module = compiled(functions(100))
    assert len(module.functions) == 100
    assert module.f99(2, b"\1\2") == 2 + 99 + ((2 >> 3) - 7) + 2 * 99 + ((2 + 99 - 7) >> 3) - 7


def test_a_long_chain_of_calls() -> None:
    links = "".join(f"@viper\ndef f{i}(a: int) -> int:\n    return f{i + 1}(a) + 1\n" for i in range(100))
    module = compiled(links + "@viper\ndef f100(a: int) -> int:\n    return a\n")
    assert module.f0(1) == 101


def test_many_locals() -> None:
    text = HEAD + "".join(f"    x{i} = a + {i}\n" for i in range(500)) + "".join(f"    s ^= x{i}\n" for i in range(500))
    expected = 3
    for i in range(500):
        expected ^= 3 + i
    assert compiled(text + TAIL).f(3, b"") == expected


@pytest.mark.parametrize("count", [5, 254, 500])
def test_many_parameters(count: int) -> None:
    names = [f"a{i}" for i in range(count)]
    module = compiled(f"@viper\ndef f({': int, '.join(names)}: int) -> int:\n    return a0 * 1000 + {names[-1]}\n")
    assert module.f(*range(3, count + 3)) == 3000 + count + 2


def test_many_results() -> None:
    module = compiled("@viper\ndef f(a: int):\n    return " + ", ".join(f"a + {i}" for i in range(100)) + "\n")
    assert module.f(5) == tuple(range(5, 105))


EXPRESSIONS = {
    "parentheses": ("(" * 150 + "a" + " + 1)" * 150, 153),
    "sum": (" + ".join(["a"] * 1000), 3000),
    "negations": ("-" * 400 + "a", 3),
    "nots": ("not " * 401 + "a", 0),
    "comparisons": ("1 if " + " <= ".join(["a"] * 200) + " else 0", 1),
    "ands": ("1 if " + " and ".join(["a"] * 300) + " else 0", 1),
    "conditions": ("".join(f"{i} if a == {i} else " for i in range(150)) + "0", 3),
    "calls": ("abs(" * 90 + "a" + ")" * 90, 3),
    "subscripts": ("p[" * 90 + "a" + "]" * 90, 1),
}


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_deep_expressions(name: str) -> None:
    text, value = EXPRESSIONS[name]
    assert compiled(f"{HEAD}    return int({text})\n").f(3, bytes([1, 1, 1, 1])) == value


@pytest.mark.parametrize("depth", [19, 95])
def test_deep_conditions(depth: int) -> None:
    indented = (
        "".join(" " * (i + 1) + f"if a > {i}:\n" for i in range(depth)) + " " * (depth + 1) + "return 7\n return 1\n"
    )
    module = compiled("@viper\ndef f(a: int, p: ptr8) -> int:\n" + indented)
    assert (module.f(depth, b""), module.f(depth - 1, b"")) == (7, 1)


@pytest.mark.parametrize("loop", ["for i{0} in range(1, a):\n", "while s < {0} + 5:\n"])
def test_deep_loops(loop: str) -> None:
    text = "@viper\ndef f(a: int, p: ptr8) -> int:\n s = 0\n"
    text += "".join(" " * (i + 1) + loop.format(i) for i in range(19)) + " " * 20 + "s += 1\n return s\n"
    assert compiled(text).f(2, b"") == (1 if loop.startswith("for") else 23)


def test_deep_functions() -> None:
    depth = 15
    text = "@viper\ndef f(a: int) -> int:\n"
    text += (
        "".join(" " * (i + 1) + f"def g{i}(b: int) -> int:\n" for i in range(depth))
        + " " * (depth + 1)
        + "return b + a\n"
    )
    text += "".join(" " * (i + 1) + f"return g{i}({'b' if i else 'a'})\n" for i in reversed(range(depth)))
    assert compiled(text).f(3) == 6


def test_many_branches() -> None:
    text = "@viper\ndef f(a: int) -> int:\n    if a == 0:\n        return 5\n"
    text += "".join(f"    elif a == {i}:\n        return {i * 7 % 101}\n" for i in range(1, 300)) + "    return -1\n"
    module = compiled(text)
    assert [module.f(i) for i in (0, 1, 150, 299, 300)] == [5, 7, 40, 73, -1]


def test_long_literals(capsys: pytest.CaptureFixture[str]) -> None:
    module = compiled(
        f"@viper\ndef f(a: int) -> int:\n    print('{'ab' * 50_000}', end='')\n    return 0x{'0' * 1000}7f\n"
    )
    assert module.f(1) == 0x7F
    assert capsys.readouterr().out == "ab" * 50_000


def test_a_long_line_and_long_names() -> None:
    name = "x" * 900
    text = f"@viper\ndef {name}(a: int) -> int:\n    {name}_ = 0; " + "; ".join([f"{name}_ += a"] * 300)
    assert getattr(compiled(text + f"; return {name}_\n"), name)(2) == 600


def test_names_that_differ_late() -> None:
    name = "x" * 2000
    module = compiled(
        f"@viper\ndef f(a: int) -> int:\n    {name}1 = a + 1\n    {name}2 = a + 2\n    return {name}1 * {name}2\n"
    )
    assert module.f(2) == 12


@pytest.mark.parametrize(("text", "message"), [
    ("    return " + "(" * 300 + "a" + ")" * 300, "too many nested parentheses"),
    ("".join(" " * (i + 4) + f"if a > {i}:\n" for i in range(120)) + " " * 124 + "pass", "many levels of indentation"),
    (f"    return {'9' * 5000}", "5000 digits"),
    ("    return 1 << 100000000000", "the constant is too large"),
    ("    return 9 ** 9 ** 9", "the constant is too large"),
    ("    return 0x1" + "0" * 100, "does not fit"),
], ids=["parentheses", "blocks", "digits", "shift", "power", "literal"])  # fmt: skip
def test_what_is_too_much_is_refused(text: str, message: str) -> None:
    with pytest.raises(CompileError, match=message) as caught:
        compiled(f"@viper\ndef f(a: int) -> int:\n{text}\n")
    assert str(caught.value).startswith("large.py:")


def test_many_errors_are_all_told() -> None:
    with pytest.raises(CompileError) as caught:
        compiled(
            "@viper\ndef f(a: int) -> int:\n" + "".join(f"    ptr8(a) + {i}\n" for i in range(500)) + "    return 1\n"
        )
    assert len(caught.value.diagnostics) == 500
    assert [d.span.line for d in caught.value.diagnostics] == list(range(3, 503))
