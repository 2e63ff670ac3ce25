"""Def-use webs of slots, from the text of the representation."""

import pytest

from nativecomp.analysis.webs import find_webs
from nativecomp.ir import parse_module
from nativecomp.language.types import TypeContext


def webs(text: str, slot: str) -> list[str]:
    """The webs of a slot: the values that are stored, and the loads, by the numbers of both in the text."""
    function = parse_module(text, TypeContext(32, 32)).functions[-1]
    numbers = {op: f"%{n}" for n, op in enumerate(o for b in function.blocks for o in b.ops if str(o.type) != "None")}
    found = find_webs(function, set(function.captures))
    of_slot = next(found for local, found in found.items() if local.name == slot)
    return [
        " ".join(
            ["entry"] * web.at_entry
            + [f"store {numbers[op.operands[0]]}" for op in web.stores]
            + [f"load {numbers[op]}" for op in web.loads]
        )
        for web in of_slot
    ]


TWO_VARIABLES = """
def f(n: int) -> int:
  local x: int
entry:
  %0: int = const value=1
  local.store %0, local=x
  %1: int = local.load local=x
  local.store %1, local=n
  %2: int = const value=2
  local.store %2, local=x
  %3: int = local.load local=x
  %4: int = local.load local=n
  return %3
"""

JOIN = """
def f(c: bool) -> int:
  local x: int
entry:
  %0: bool = local.load local=c
  branch %0, then=yes, otherwise=no
yes:
  %1: int = const value=1
  local.store %1, local=x
  jump target=done
no:
  %2: int = const value=2
  local.store %2, local=x
  jump target=done
done:
  %3: int = local.load local=x
  %4: int = const value=3
  local.store %4, local=x
  %5: int = local.load local=x
  return %5
"""

LOOP = """
def f(n: int) -> int:
  local i: int
entry:
  %0: int = const value=0
  local.store %0, local=i
  jump target=head
head:
  %1: int = local.load local=i
  %2: int = local.load local=n
  %3: bool = int.compare %1, %2, predicate='<'
  branch %3, then=body, otherwise=done
body:
  %4: int = local.load local=i
  local.store %4, local=i
  jump target=head
done:
  %5: int = const value=7
  local.store %5, local=i
  %6: int = local.load local=i
  return %6
"""

HANDLER = """
def f(o: object) -> object:
  local x: object
entry:
  %0: object = local.load local=o
  local.store %0, local=x
  try.begin then=protected, otherwise=handler
protected handler=handler:
  %1: object = object.unary %0, operator='-'
  local.store %1, local=x
  %2: object = local.load local=x
  try.end target=outside
outside:
  return %2
handler:
  %3: object = try.exception
  %4: object = local.load local=x
  return %4
"""
RAISES_LATER = HANDLER.replace(
    "  try.end target=outside\n", "  object.set_global %2, name='g'\n  try.end target=outside\n"
)


@pytest.mark.parametrize(
    ("text", "slot", "expected"),
    [
        (TWO_VARIABLES, "x", ["store %0 load %1", "store %2 load %3"]),
        # Nothing loads the argument.
        (TWO_VARIABLES, "n", ["store %1 load %4"]),
        (JOIN, "x", ["store %1 store %2 load %3", "store %4 load %5"]),
        (JOIN, "c", ["entry load %0"]),
        (LOOP, "i", ["store %0 store %4 load %1 load %4", "store %5 load %6"]),
        # The operation that raises has the first store in front of it; nothing raises behind the second.
        (HANDLER, "x", ["store %0 load %4", "store %1 load %2"]),
        (RAISES_LATER, "x", ["store %0 store %1 load %2 load %4"]),
    ],
)
def test_webs(text: str, slot: str, expected: list[str]) -> None:
    assert webs(text, slot) == expected


def test_a_load_that_no_store_reaches() -> None:
    text = TWO_VARIABLES.replace(
        "  %0: int = const value=1\n  local.store %0, local=x\n", "  %0: int = const value=1\n"
    )
    assert webs(text, "x") == ["entry load %1", "store %2 load %3"]


def test_slots_that_others_know_have_none() -> None:
    function = parse_module(TWO_VARIABLES, TypeContext(32, 32)).functions[0]
    assert [local.name for local in find_webs(function, {function.locals[-1]})] == ["n"]
