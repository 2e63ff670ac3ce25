"""Kinds of Python values: the laws of the lattice, and what is known of a function's objects."""

from functools import reduce
from operator import or_

from hypothesis import given
from hypothesis import strategies as st

from nativecomp.analysis.kinds import find_kinds
from nativecomp.ir import parse_module
from nativecomp.language.kinds import NOTHING, Kinds, kinds_of_constant
from nativecomp.language.types import TypeContext

EVERYTHING = Kinds.OBJECT | Kinds.UNBOUND
kinds = st.lists(st.sampled_from(list(Kinds))).map(lambda parts: reduce(or_, parts, NOTHING))


@given(kinds, kinds, kinds)
def test_laws(a: Kinds, b: Kinds, c: Kinds) -> None:
    assert a | b == b | a
    assert a & b == b & a
    assert a | (b | c) == (a | b) | c
    assert a & (b & c) == (a & b) & c
    assert a | (a & b) == a == a & (a | b)
    assert a | NOTHING == a == a & EVERYTHING
    assert a & NOTHING == NOTHING
    assert (a in b) == (a | b == b) == (a & b == a)


@given(st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.tuples(st.integers()))
def test_constants(value: object) -> None:
    found = kinds_of_constant(value)
    assert found != NOTHING
    assert found in Kinds.OBJECT
    assert (found & Kinds.INT != NOTHING) == (type(value) is int)


LOOP = """
def f(o: object, c: bool) -> object:
  local x: object
  local y: object
entry:
  %0: object = object.const value=None
  local.store %0, local=x
  jump target=head
head:
  %1: object = local.load local=x
  %2: object = local.load local=y
  local.store %1, local=y
  %3: object = local.load local=y
  %4: object = object.list %1
  local.store %4, local=x
  %5: bool = local.load local=c
  branch %5, then=head, otherwise=done
done:
  %6: object = local.load local=x
  %7: object = local.load local=o
  return %6
"""


def test_through_slots() -> None:
    function = parse_module(LOOP, TypeContext(32, 32)).functions[0]
    found = list(find_kinds(function, set()).values())
    none_or_list = Kinds.NONE | Kinds.LIST
    assert found == [
        Kinds.NONE,
        none_or_list,
        none_or_list | Kinds.UNBOUND,  # of the way from the entry
        none_or_list,
        Kinds.LIST,
        Kinds.LIST,
        Kinds.OBJECT,
    ]


def test_nothing_is_known_of_what_others_store() -> None:
    function = parse_module(LOOP, TypeContext(32, 32)).functions[0]
    found = find_kinds(function, {next(local for local in function.locals if local.name == "x")})
    assert list(found.values())[1] == EVERYTHING
