"""f-strings as MicroPython reads them: a template, which is the text as written, and a call of its method `format`.

    f"{a!r:>{w}} and {b=}"      '{!r:>{}} and b={}'.format((a), (w), (b))
    "{{" f"{a}"                 '{{{}'.format((a))             texts beside it are part of the template, as they are
    f"\\{a}"                     '\\{a}'.format()               a brace behind a backslash begins no expression

MicroPython finds the end of an expression by its brackets alone (py/lexer.c), so an f-string in which that gives no
expression stays an `ast.JoinedStr`, which inference refuses.
"""

import ast
import re
import warnings
from bisect import bisect_right

from nativecomp.frontend.tolerant import Unreadable, tokens
from nativecomp.language.diagnostics import SourceFile

_PREFIX = re.compile(r"([rRuUfF]{0,2})(\"\"\"|'''|\"|')")
_ESCAPE = re.compile(r"\\(?:\r\n|[0-7]{1,3}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[^xuUN])", re.DOTALL)
_CONVERSION = re.compile(r"![rs][:}]")


class _Reader:
    """What the literals of one f-string say."""

    def __init__(self) -> None:
        self.template = ""
        self.fields: list[tuple[int, str]] = []
        """Place and text of each expression."""

    def literal(self, text: str, begin: int, end: int) -> None:
        """
        Raises:
            Unreadable: MicroPython does not take the text.
        """
        prefix = _PREFIX.match(text, begin)
        assert prefix is not None
        letters, at, end = prefix[1].lower(), prefix.end(), end - len(prefix[2])
        while at < end:
            if text[at] == "\\":
                part = re.compile(r"\\.", re.DOTALL).match(text, at) if "r" in letters else _ESCAPE.match(text, at)
                if part is None:
                    raise Unreadable
                self.template += part[0] if "r" in letters else _character(part[0])
                at = part.end()
            elif text[at] == "{" and "f" in letters and text.startswith("{{", at):
                self.template, at = self.template + "{{", at + 2
            elif text[at] == "{" and "f" in letters:
                at = self._field(text, at + 1, end)
            else:
                self.template, at = self.template + text[at], at + 1

    def _field(self, text: str, begin: int, end: int) -> int:
        """The end of the expression that begins at a place."""
        at, depth = begin, 0
        while at < end and (depth or text[at] not in ":}") and (depth or not _CONVERSION.match(text, at)):
            depth += (text[at] in "[{") - (text[at] in "]}")
            at += 1
        written = text[begin:at]
        if written.endswith("="):
            self.template, written = self.template + written, written[:-1]
        if not written or depth < 0:
            raise Unreadable
        self.template += "{"
        self.fields.append((begin, written))
        return at


def _character(escape: str) -> str:
    """What an escape sequence stands for; what is none stands for itself."""
    if escape[1:] in ("\n", "\r\n", "\r"):
        return ""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        value = ast.literal_eval(f'"""{escape}"""')
    assert isinstance(value, str)
    return value


class _Rewriter(ast.NodeTransformer):
    def __init__(self, source: SourceFile) -> None:
        self.text, self.lines = source.text, source.lines
        self.starts = [0, *(end.end() for end in re.finditer(r"\r\n|\r|\n", source.text))]

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        begin, end = self._place(node.lineno, node.col_offset), self._place(node.end_lineno, node.end_col_offset)
        reader = _Reader()
        try:
            for kind, first, last, _ in tokens(self.text[begin:end]):
                if kind == "string":
                    reader.literal(self.text, begin + first, begin + last)
            values = [self._expression(*field) for field in reader.fields]
        except (Unreadable, SyntaxError):
            return node
        template = ast.copy_location(ast.Constant(reader.template), node)
        if not set(reader.template) & set("{}"):
            return template
        method = ast.copy_location(ast.Attribute(template, "format", ast.Load()), node)
        return ast.copy_location(ast.Call(method, values, []), node)

    def _place(self, line: int | None, column: int | None) -> int:
        """The character at a position, which counts bytes."""
        assert line is not None
        return self.starts[line - 1] + len(self.lines[line - 1].encode()[:column].decode())

    def _expression(self, at: int, text: str) -> ast.expr:
        """
        Raises:
            SyntaxError: it is none.
        """
        tree = ast.parse(f"({text})", mode="eval").body
        line = bisect_right(self.starts, at)
        column = len(self.text[self.starts[line - 1] : at].encode()) - 1
        for node in ast.walk(tree):
            if isinstance(node, ast.expr | ast.keyword | ast.arg):
                assert node.end_lineno is not None
                assert node.end_col_offset is not None
                node.col_offset += column if node.lineno == 1 else 0
                node.end_col_offset += column if node.end_lineno == 1 else 0
                node.lineno, node.end_lineno = node.lineno + line - 1, node.end_lineno + line - 1
        made = self.visit(tree)
        assert isinstance(made, ast.expr)
        return made


def with_format_calls(tree: ast.Module, source: SourceFile) -> ast.Module:
    """The tree with what f-strings mean in their place. Positions are those of the text."""
    if any(isinstance(node, ast.JoinedStr) for node in ast.walk(tree)):
        _Rewriter(source).visit(tree)
    return tree
