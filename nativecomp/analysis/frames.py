"""The frame of a generator: the words in which its runtime keeps what it needs when it comes back.

    word 0           what it yields, returns or raises; then what is sent to it
    words 1 to n     the locals that are live where it is resumed
    the last words   the parameters, the first one last, where the runtime puts the arguments

A local that is not live at any resumption is a slot of the machine's stack, as in other functions.
"""

from dataclasses import dataclass

from nativecomp.analysis.liveness import Liveness
from nativecomp.ir import Function, Local
from nativecomp.language.types import ITERATOR, FloatType, IntType, TupleType, Type

_ITERATOR_WORDS = 4
_LEAST_WORD = 32


@dataclass(frozen=True)
class Frame:
    """Where each local that is in it begins, in words."""

    places: dict[Local, int]
    words: int


def _words(type_: Type) -> int:
    """Words that hold a value, whatever the size of a word."""
    if isinstance(type_, TupleType):
        return sum(map(_words, type_.items))
    if isinstance(type_, IntType | FloatType):
        return max(1, type_.bits // _LEAST_WORD)
    return _ITERATOR_WORDS if type_ == ITERATOR else 1


def frame_of(function: Function) -> Frame:
    """The frame of a generator that all passes have seen."""
    live = Liveness(function)
    ends = [block.terminator for block in function.blocks]
    resumed = [target for end in ends if end is not None and end.name == "yield" for target in end.targets]
    kept = {local for block in resumed for local in live.at_start[block]}
    places, words = {}, 1
    for local in function.locals:
        if local in kept and local not in function.params:
            places[local] = words
            words += _words(local.type)
    words += len(function.params)
    places |= {param: words - 1 - number for number, param in enumerate(function.params)}
    return Frame(places, words)
