"""Generators of compiled code as CPython sees them: the frame is kept as objects between one resumption and the next.

    call      the arguments are bound, and their objects are the frame: no code runs
    next      code state and frame are written into emulated memory; the code runs to a `yield`; the frame is read back

What words of the frame hold, the layout says (analysis/frames.py): objects and cells become words that are good for
one resumption, numbers stay what they are. The contract of the code is in codegen/lower/generators.py.
"""

import types
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from types import CellType
from typing import TYPE_CHECKING, Any

from nativecomp.analysis.frames import frame_of
from nativecomp.codegen.lower.generators import CODE_STATE_WORDS
from nativecomp.desk.bridge.functions import Callee
from nativecomp.desk.bridge.handles import NO_OBJECT
from nativecomp.ir import Function
from nativecomp.language.types import ITERATOR, OBJECT, TupleType, Type
from nativecomp.language.types import CellType as Cell

if TYPE_CHECKING:
    from nativecomp.desk.bridge.world import World

RETURNED, YIELDED, RAISED = 0, 1, 2
_UNBOUND = object()


@dataclass(frozen=True)
class Layout:
    """How many words a frame has, and which of them hold objects or cells."""

    words: int
    objects: frozenset[int]


def layout_of(function: Function) -> Layout:
    """The layout of a generator's frame."""
    frame, held = frame_of(function), {0}
    for local, place in frame.places.items():
        held |= {place + number for number, is_object in enumerate(_holds_objects(local.type)) if is_object}
    return Layout(frame.words, frozenset(held))


def _holds_objects(type_: Type) -> list[bool]:
    if isinstance(type_, TupleType):
        return [is_object for item in type_.items for is_object in _holds_objects(item)]
    return [True, True] if type_ == ITERATOR else [type_ == OBJECT or isinstance(type_, Cell)]


Resume = Callable[["Suspended", Any, BaseException | None], tuple[int, Any]]
"""Runs the code up to the next `yield` or to the end: which it was, and with what."""


class Suspended:
    """A generator that does not run: where it goes on, and the frame: objects, cells, numbers."""

    def __init__(self, callee: Callee, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
        assert callee.code.frame is not None
        self.callee, self.layout = callee, callee.code.frame
        self.at = 0
        bound = [*callee.cells, *callee.bind(args, kwargs)]
        count = max([len(bound), *(number + 1 for number in callee.code.cells)])
        bound += [_UNBOUND] * (count - len(bound))
        for number in callee.code.cells:
            bound[number] = CellType() if bound[number] is _UNBOUND else CellType(bound[number])
        self.frame: list[Any] = [_UNBOUND] * (self.layout.words - count) + bound[::-1]

    def words(self, world: "World", function: int, start: int) -> list[int]:
        """The code state in words; `function` is the function object, and `start` where a new generator begins."""
        return [function, self.at or start, 0, self.layout.words, 0, *(self._word(world, one) for one in self.frame)]

    def _word(self, world: "World", value: Any) -> int:
        if value is _UNBOUND:
            return NO_OBJECT
        if isinstance(value, _Number):
            return value.word
        return world.cells.place(value) if isinstance(value, CellType) else world.handles.word(value)

    def save(self, world: "World", words: list[int]) -> None:
        """Read a code state back."""
        self.at = words[1]
        self.frame = [self._object(world, *one) for one in enumerate(words[CODE_STATE_WORDS:])]

    def _object(self, world: "World", number: int, word: int) -> Any:
        if word == NO_OBJECT:
            return _UNBOUND
        return world.handles.object(word) if number in self.layout.objects else _Number(word)


@dataclass(frozen=True)
class _Number:
    """A word of a frame that is no object."""

    word: int


def start(callee: Callee, args: tuple[Any, ...], kwargs: Mapping[str, Any], resume: Resume) -> Any:
    """What calling a generator or a coroutine gives: one of CPython's, whichever it is.

    Raises:
        TypeError: the arguments do not fit.
    """
    made: Any = types.coroutine(_run)(Suspended(callee, args, kwargs), resume)
    made.__name__ = made.__qualname__ = callee.code.name
    return _wait(made) if callee.code.is_coroutine else made


def _run(suspended: Suspended, resume: Resume) -> Generator[Any, Any, Any]:
    kind, value = resume(suspended, None, None)
    while kind == YIELDED:
        try:
            sent = yield value
        except BaseException as error:
            kind, value = resume(suspended, None, error)
        else:
            kind, value = resume(suspended, sent, None)
    if kind == RAISED:
        raise value
    return value


async def _wait(made: Any) -> Any:
    return await made
