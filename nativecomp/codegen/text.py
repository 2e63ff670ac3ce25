"""LLVM assembly text as it grows: a module's declarations, constants and metadata, and one function's instructions.

The text is written directly: that is linear in the size of the module, and the parent process needs no LLVM at all.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain


def quoted(data: bytes) -> str:
    """The bytes as the inside of an LLVM string: printable ASCII as it is, the rest as `\\xx`."""
    return "".join(chr(b) if 32 <= b < 127 and b not in (34, 92) else f"\\{b:02X}" for b in data)


def symbol(name: str) -> str:
    """A global name as LLVM text, quoted where it must be."""
    plain = name.replace(".", "").replace("_", "").isalnum() and name.isascii() and not name[0].isdigit()
    return f"@{name}" if plain else f'@"{quoted(name.encode())}"'


class ModuleText:
    """Everything of a module that is not a function body. Equal declarations, constants and metadata are kept once.

    Every group of attributes has those in `common`.
    """

    def __init__(self, common: str = "") -> None:
        self._common = common
        self.functions: list[str] = []
        self._declarations: dict[str, str] = {}
        self._constants: dict[str, str] = {}
        self._attributes: dict[str, int] = {}
        self._metadata: list[str] = []
        self._metadata_numbers: dict[str, int] = {}
        self._named: list[str] = []

    def declare(self, name: str, declaration: str) -> str:
        """An external function; `declaration` holds a `{}` for its name, which is returned as LLVM text."""
        self._declarations.setdefault(name, f"declare {declaration.format(symbol(name))}")
        return symbol(name)

    def constant(self, initializer: str, align: int, section: str = "") -> str:
        """A private constant with this type and value, in a section of its own if one is named; its name."""
        name = self._constants.get(initializer)
        if name is None:
            name = f"@.const.{len(self._constants)}"
            self._constants[initializer] = name
            place = f', section "{section}"' if section else ""
            self._declarations[name] = f"{name} = private unnamed_addr constant {initializer}{place}, align {align}"
        return name

    def string(self, data: bytes) -> str:
        """A private constant of these bytes and a final zero; its name."""
        return self.constant(f'[{len(data) + 1} x i8] c"{quoted(data)}\\00"', 1)

    def helper(self, name: str, definition: str) -> str:
        """A function of the module's own, defined at most once; its name as LLVM text."""
        self._declarations.setdefault(name, definition)
        return symbol(name)

    def attributes(self, words: str) -> str:
        """The attribute group of these attributes, as `#n`."""
        return f"#{self._attributes.setdefault(words, len(self._attributes))}"

    def metadata(self, node: str) -> str:
        """A metadata node, as `!n`. Equal nodes are one, but those that say `distinct`."""
        number = None if node.startswith("distinct") else self._metadata_numbers.get(node)
        if number is None:
            number = len(self._metadata)
            self._metadata.append(f"!{number} = {node.replace('!SELF', f'!{number}')}")
            self._metadata_numbers[node] = number
        return f"!{number}"

    def reserve(self) -> int:
        """The number of a node that `define` gives its text later, so that nodes may name each other."""
        self._metadata.append("")
        return len(self._metadata) - 1

    def define(self, number: int, node: str) -> None:
        self._metadata[number] = f"!{number} = {node}"

    def named_metadata(self, name: str, nodes: list[str]) -> None:
        self._named.append(f"!{name} = !{{{', '.join(nodes)}}}")

    def render(self, head: list[str]) -> str:
        """The module's whole text."""
        groups = [
            f"attributes #{number} = {{ {f'{words} {self._common}'.rstrip()} }}"
            for words, number in self._attributes.items()
        ]
        declarations = list(self._declarations.values())
        parts = ["\n".join(head), *self.functions]
        for lines in (declarations, groups, self._named + self._metadata):
            if lines:
                parts.append("\n".join(lines))
        return "\n\n".join(parts) + "\n"


class BodyText:
    """The instructions of one function. What is written under `cold()` comes after everything else."""

    def __init__(self) -> None:
        self.location = ""
        self.current = ""
        self._count = 0
        self._entry: list[str] = []
        self._scratch: tuple[int, str] = (0, "")
        self._lines: list[str] = []
        self._cold: list[list[str]] = []
        self._out = self._lines

    def fresh(self, stem: str = "v") -> str:
        """A local name, without its `%`."""
        self._count += 1
        return f"{stem}{self._count}"

    def line(self, instruction: str) -> None:
        """An instruction without a result."""
        self._out.append(f"  {instruction}{self.location}")

    def record(self, text: str) -> None:
        """What is no instruction."""
        self._out.append(f"    {text}")

    def value(self, instruction: str) -> str:
        """An instruction with a result; its name."""
        name = f"%{self.fresh()}"
        self._out.append(f"  {name} = {instruction}{self.location}")
        return name

    def label(self, name: str) -> None:
        """Start a block."""
        self.current = name
        self._out.append(f"{name}:")

    def slot(self, type_text: str, name: str = "", *, value: str = "") -> str:
        """Memory in the function's frame; its address. With a value it holds that when the function begins."""
        name = f"%{self.fresh(f'slot.{name}.' if name.isidentifier() and name.isascii() else 'slot.')}"
        self._entry.append(f"  {name} = alloca {type_text}")
        if value:
            self._entry.append(f"  store {type_text} {value}, ptr {name}")
        return name

    def scratch(self, words: int, word: str) -> str:
        """Memory of the frame for what is used at once, as the arguments of a call are; the same for all that ask."""
        self._scratch = (max(words, self._scratch[0]), word)
        return "%scratch"

    @contextmanager
    def cold(self) -> Iterator[None]:
        """Write blocks that are hardly ever run; the position afterwards is the one before."""
        before = self._out, self.current
        self._out = []
        yield
        self._cold.append(self._out)
        self._out, self.current = before

    def render(self) -> str:
        words, word = self._scratch
        scratch = [f"  %scratch = alloca [{words} x {word}], align 8"] * bool(words)
        return "\n".join(["entry:", *scratch, *self._entry, *self._lines, *chain.from_iterable(self._cold)])
