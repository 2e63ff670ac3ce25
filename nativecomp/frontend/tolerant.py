"""Read a file that MicroPython takes and this version of Python does not.

Only compiled functions have to be read in full. So a file that Python refuses is cut into logical lines, by the rules
of MicroPython for strings, brackets and indentation, and each is parsed alone:

    def text(d):                    | def text(d):
        return f"{d["k"]}"          |     pass                 # Python 3.11 refuses the nested quotes: an `Unread`
    @micropython.viper              | @micropython.viper
    def twice(n: int) -> int:       | def twice(n: int) -> int:
        return n * 2                |     return n * 2

Where a spelling that Python takes has the same length and meaning, such as other quotes, it stands in and nothing is
lost. Positions in the tree are those of the file.
"""

import ast
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from nativecomp.language.diagnostics import Diagnostic, SourceFile, Span
from nativecomp.language.syntax import walk_statements

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\r\n]*)|(?P<end>\r\n|\r|\n)|(?P<join>\\(?:\r\n|\r|\n))|(?P<blank>[ \t\f\v]+)
    |(?P<string>(?P<prefix>[rRbBuUfF]{0,2})(?P<quote>\"\"\"|'''|"|'))
    |(?P<word>\w+)|(?P<other>:=|==|<=|>=|!=|\*\*|[^\w\s])""",
    re.VERBOSE,
)
_KINDS = ("comment", "end", "join", "blank", "string", "word", "other")
_STRING_PART = re.compile(r"\\(?:\r\n|.)|\r\n|.", re.DOTALL)
_TAB = 8


class Unreadable(Exception):
    """The structure of the text is no Python: a bracket or string without an end, or indentation that does not fit."""


class Unread(ast.Delete):
    """A statement, or the head of one, that Python refuses. Its targets are the names that it binds."""

    diagnostic: Diagnostic


@dataclass
class _Line:
    """A logical line: from the first token to the end of the last."""

    number: int
    start: int
    column: int
    end: int = 0
    tokens: list[tuple[str, int, int]] = field(default_factory=list)
    """Text, place and depth in brackets of each token but strings, which are `""`."""
    swaps: list[tuple[int, str]] = field(default_factory=list)
    """Characters to put in the place of others, so that older versions of Python read the line."""

    @property
    def opens(self) -> bool:
        """Whether a block follows."""
        return self.tokens[-1][0] == ":"


def _fields(text: str, position: int, quote: str, swaps: list[tuple[int, str]]) -> int:
    """The end of an expression in an f-string, as MicroPython finds it: by its brackets, whatever strings it holds."""
    depth, start = 0, position
    while position < len(text) and (depth or text[position] not in ":}"):
        if not depth and re.match(r"![rs][:}]", text[position : position + 3]):
            break
        depth += (text[position] in "[{(") - (text[position] in "]})")
        position += 1
    other = {'"': "'", "'": '"'}.get(quote, "")
    if other and other not in text[start:position]:
        swaps += [(at, other) for at in range(start, position) if text[at] == quote]
    return position


def _string_end(text: str, position: int, quote: str, is_formatted: bool, swaps: list[tuple[int, str]]) -> int:
    while position < len(text):
        if text.startswith(quote, position):
            return position + len(quote)
        if is_formatted and text[position] == "{":
            position = position + 2 if text[position + 1 : position + 2] == "{" else position + 1
            position = position if text[position - 2] == "{" else _fields(text, position, quote, swaps)
            continue
        part = _STRING_PART.match(text, position)
        assert part is not None
        if part[0] in ("\n", "\r", "\r\n") and len(quote) == 1:
            break
        position = part.end()
    raise Unreadable


def tokens(text: str) -> Iterator[tuple[str, int, int, list[tuple[int, str]]]]:
    """Kind, begin and end of each token, and characters to put in the place of others.

    Raises:
        Unreadable: a string has no end, or there is a character that belongs to no token.
    """
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise Unreadable
        end, swaps = match.end(), list[tuple[int, str]]()
        kind = next(kind for kind in _KINDS if match[kind] is not None)
        if kind == "string":
            end = _string_end(text, end, match["quote"], "f" in match["prefix"].lower(), swaps)
        yield kind, position, end, swaps
        position = end


def with_plain_blanks(text: str) -> str:
    """The text with a space for each form feed and vertical tab between tokens, as MicroPython reads them."""
    out = list(text)
    with suppress(Unreadable):
        for kind, begin, end, _ in tokens(text):
            if kind == "blank":
                out[begin:end] = text[begin:end].replace("\f", " ").replace("\v", " ")
    return "".join(out)


def with_plain_comments(data: bytes) -> bytes:
    """The bytes of a source with a `?` for each in a comment that is not part of UTF-8 text: MicroPython skips them."""
    out = bytearray(data)
    with suppress(Unreadable):
        for kind, begin, end, _ in tokens(data.decode("latin-1")):
            if kind == "comment":
                # What was not UTF-8 are surrogates now, one for each byte.
                text = data[begin:end].decode(errors="surrogateescape")
                out[begin:end] = text.encode(errors="replace")
    return bytes(out)


def _logical_lines(text: str) -> Iterator[_Line]:
    """
    Raises:
        Unreadable: a bracket or a string has no end.
    """
    line: _Line | None = None
    number, depth, begin = 1, 0, 0
    for kind, at, end, swaps in tokens(text):
        if kind == "end" and line is not None and not depth:
            yield line
            line = None
        elif kind in ("word", "other", "string"):
            if line is None:
                width = 0
                for character in text[begin:at]:
                    width = width // _TAB * _TAB + _TAB if character == "\t" else width + 1
                line = _Line(number, at, width)
            token = "" if kind == "string" else text[at:end]
            line.swaps += swaps
            depth = max(0, depth - (token in (")", "]", "}")))
            line.tokens.append((token, at, depth))
            depth += token in ("(", "[", "{") and token != ""
            line.end = end
        number += len(re.findall(r"\r\n|\r|\n", text[at:end]))
        if kind == "end":
            begin = end
    if depth:
        raise Unreadable
    if line is not None:
        yield line


def _bare_stars(line: _Line) -> Iterator[tuple[int, str]]:
    """The star of `def f(*):`, which means nothing and which MicroPython accepts, with a comma behind it."""
    words = [token for token, _, _ in line.tokens]
    for number, (token, at, _) in enumerate(line.tokens):
        follows = words[number + 1 : number + 3]
        if token == "*" and follows[:1] in ([")"], [":"]):
            yield at, " "
        elif token == "*" and follows in ([",", ")"], [",", ":"]):
            yield from ((at, " "), (line.tokens[number + 1][1], " "))


def _defined(words: list[str]) -> str:
    """The name of what a `def` or `class` defines."""
    name = next((word for word in words if word not in ("async", "def", "class")), "")
    if not name.isidentifier():
        raise Unreadable
    return name


def _bound(line: _Line) -> list[str]:
    """The names that a line binds, or may bind."""
    tokens = line.tokens
    words = [token for token, _, _ in tokens]
    if {"global", "nonlocal"} & set(words):
        raise Unreadable
    if {"def", "class"} & set(words[:2]):
        return [] if line.opens else [_defined(words)]
    names = {words[n - 1] for n, word in enumerate(words) if word == ":=" and n}
    last = max((n for n, (token, _, depth) in enumerate(tokens) if token == "=" and not depth), default=0)
    begin, end = 0, last
    if words[0] in ("import", "from", "del"):
        end = len(words)
    elif "for" in words[:2] or "with" in words[:2] or "except" in words[:1]:
        end = words.index("in") if "for" in words[:2] and "in" in words else len(words)
        begin = 0 if "for" in words[:2] else next((n for n, word in enumerate(words) if word == "as"), len(words))
    names |= set(words[begin:end])
    return sorted(name for name in names if name.isidentifier() and name not in _KEYWORDS)


_KEYWORDS = {"import", "from", "del", "for", "with", "except", "as", "async", "in"}
_HEADS = {
    "if": "if 1:", "elif": "elif 1:", "while": "while 1:", "for": "while 1:", "with": "if 1:", "except": "except 0:",
}  # fmt: skip
"""What stands in for the head of a block that Python refuses."""


def _head(line: _Line) -> str:
    words = [token for token, _, _ in line.tokens]
    word = next((word for word in words if word != "async"), "")
    if word == "class":
        return f"class {_defined(words)}:"
    if word == "def":
        inside = [n for n, (_, _, depth) in enumerate(line.tokens) if depth == 1]
        names = [words[n] for n in inside if words[n].isidentifier() and words[n - 1] in ("(", ",", "*", "**")]
        return f"{'async ' * (words[0] == 'async')}def {_defined(words)}({', '.join(names)}):"
    if word not in _HEADS:
        raise Unreadable
    return _HEADS[word]


def _refused(code: str, line: _Line) -> tuple[SyntaxError, int] | None:
    """What Python says of a logical line, and how many lines were put before it."""
    word, before = line.tokens[0][0], ""
    code += " pass" * line.opens
    if word == "elif":
        code = "if  " + code[4:]
    elif word == "@":
        code += "\ndef _(): pass"
    elif word in ("else", "finally", "except"):
        before = "try: pass\n" + "except: pass\n" * (word == "else")
    elif word == "try" and line.opens:
        code += "\nfinally: pass"
    try:
        ast.parse(before + code)
    except SyntaxError as error:
        return error, before.count("\n")
    except ValueError:
        raise Unreadable from None
    return None


def _diagnostic(source: SourceFile, line: _Line, column: int, error: SyntaxError, before: int) -> Diagnostic:
    number = max(1, (error.lineno or 1) - before)
    shift = column if number == 1 else 0
    start = max(0, (error.offset or 1) - 1) + shift
    same = error.end_lineno == error.lineno and error.end_offset
    end = max(start + 1, (error.end_offset or 1) - 1 + shift) if same else start + 1
    message = error.msg if "invalid" in error.msg else f"invalid syntax: {error.msg}"
    at = line.number + number - 1
    return Diagnostic(Span(source.name, at, start, at, end), message)


class _Restore(ast.NodeTransformer):
    """Moves nodes to their columns in the file, and puts `Unread` statements where lines were taken out."""

    def __init__(self, moved: dict[int, int], unread: dict[int, Unread], heads: dict[int, Unread]) -> None:
        self.moved, self.unread, self.heads = moved, unread, heads

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        if isinstance(node, ast.stmt | ast.expr | ast.ExceptHandler | ast.arg | ast.keyword | ast.alias):
            node.col_offset += self.moved.get(node.lineno, 0)
            assert node.end_lineno is not None
            assert node.end_col_offset is not None
            node.end_col_offset += self.moved.get(node.end_lineno, 0)
            head = self.heads.get(node.lineno)
            if head is not None and isinstance(node, ast.stmt | ast.ExceptHandler):
                body: list[ast.stmt] = getattr(node, "body", [])
                body.insert(0, self.heads.pop(node.lineno))
        return node

    def visit_Pass(self, node: ast.Pass) -> ast.AST:
        return self.unread.get(node.lineno) or self.generic_visit(node)


def parse_tolerantly(source: SourceFile) -> ast.Module:
    """The tree of a file, with an `Unread` for each logical line that Python refuses.

    Raises:
        Unreadable: the structure of the text is no Python.
        SyntaxError: what was read makes no Python, such as an `else` without an `if`.
    """
    text = source.text
    out: list[str] = []
    moved: dict[int, int] = {}
    unread: dict[int, Unread] = {}
    heads: dict[int, Unread] = {}
    widths, done = [0], 0
    for line in _logical_lines(text):
        if line.column > widths[-1]:
            widths.append(line.column)
        while line.column < widths[-1]:
            widths.pop()
        if line.column != widths[-1]:
            raise Unreadable
        begin = max(text.rfind("\n", 0, line.start), text.rfind("\r", 0, line.start)) + 1
        column = line.start - begin
        moved[line.number] = column - (len(widths) - 1)
        code = text[line.start : line.end]
        found = _refused(code, line)
        if found is not None:
            characters = list(code)
            for at, character in [*line.swaps, *_bare_stars(line)]:
                characters[at - line.start] = character
            other = "".join(characters)
            if other != code and _refused(other, line) is None:
                found, code = None, other
        if found is not None:
            node = Unread([ast.Name(name, ast.Del()) for name in _bound(line)])
            node.diagnostic = _diagnostic(source, line, column, *found)
            place = ast.Pass(lineno=line.number, col_offset=column, end_lineno=line.number, end_col_offset=column + 1)
            ast.fix_missing_locations(ast.copy_location(node, place))
            (heads if line.opens else unread)[line.number] = node
            ends = "".join(re.findall(r"\r\n|\r|\n", code))
            code = (_head(line) if line.opens else "pass") + ends
        out += [text[done:begin], " " * (len(widths) - 1), code]
        done = line.end
    tree = ast.parse("".join([*out, text[done:]]), source.name)
    restored = _Restore(moved, unread, heads).visit(tree)
    assert isinstance(restored, ast.Module)
    return restored


def unread(node: ast.AST) -> list[Unread]:
    """What Python refuses in a tree, in the order of the text."""
    found = [item for item in walk_statements(node) if isinstance(item, Unread)]
    return sorted(found, key=lambda item: item.diagnostic.span)
