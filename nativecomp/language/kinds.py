"""Kinds of Python values: what is known of an object, as a lattice.

    NOTHING < SMALL_INT < INT < INT | STR < ... < OBJECT < OBJECT | UNBOUND

A value of kinds `a | b` is of one of them, so `|` joins what two ways bring, and `&` meets what two facts allow.
`NOTHING` is what no way brings. `UNBOUND` is beside the objects: the slot of a variable that has no value. It says what
a value means to Python; how the machine holds it is the representation of its type (types.py).
"""

from enum import Flag, auto
from types import EllipsisType


class Kinds(Flag):
    """A set of exact kinds; `OTHER` is any object of no kind that is listed."""

    SMALL_INT = auto()
    BIG_INT = auto()
    BOOL = auto()
    FLOAT = auto()
    STR = auto()
    BYTES = auto()
    LIST = auto()
    TUPLE = auto()
    DICT = auto()
    RANGE = auto()
    NONE = auto()
    FUNCTION = auto()
    CLASS = auto()
    OTHER = auto()
    UNBOUND = auto()
    INT = SMALL_INT | BIG_INT
    OBJECT = INT | BOOL | FLOAT | STR | BYTES | LIST | TUPLE | DICT | RANGE | NONE | FUNCTION | CLASS | OTHER


NOTHING = Kinds(0)
_OF_CONSTANTS = {
    bool: Kinds.BOOL, int: Kinds.INT, float: Kinds.FLOAT, str: Kinds.STR, bytes: Kinds.BYTES, tuple: Kinds.TUPLE,
    type(None): Kinds.NONE, complex: Kinds.OTHER, EllipsisType: Kinds.OTHER,
}  # fmt: skip


def kinds_of_constant(value: object) -> Kinds:
    """Of an integer both: which ones are small, the board says."""
    return _OF_CONSTANTS.get(type(value), Kinds.OBJECT)
