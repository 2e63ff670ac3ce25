"""Built-in types by the numbers of their names, which are the same in all firmware."""

from typing import ClassVar

from nativecomp.codegen.abi.table import TableAbi
from nativecomp.codegen.text import BodyText

_MADE_BY_CLASS = 0x200


class TypeNames:
    """Knows built-in types by their names; those of `array` and `memoryview` are among the names of the file."""

    numbers: ClassVar = {"tuple": 157, "bytes": 66, "bytearray": 64, "range": 124}

    @staticmethod
    def of_type(abi: TableAbi, body: BodyText, type_: str, other: str) -> str:
        """The number of the name of a type, a word; control goes to `other` from one that may be a subclass."""
        word, size = abi.word, abi.word_bytes

        def read(offset: int, text: str) -> str:
            place = body.value(f"getelementptr inbounds i8, ptr {type_}, {word} {offset}")
            return body.value(f"load {text}, ptr {place}")

        flags = body.value(f"and i16 {read(size, 'i16')}, {_MADE_BY_CLASS}")
        parent = body.value(f"zext i8 {read(size + 14, 'i8')} to i16")
        known = body.fresh("known")
        bare = body.value(f"icmp eq i16 {body.value(f'or i16 {flags}, {parent}')}, 0")
        body.line(f"br i1 {bare}, label %{known}, label %{other}")
        body.label(known)
        return body.value(f"zext i16 {read(size + 2, 'i16')} to {word}")


NAMES = TypeNames()
