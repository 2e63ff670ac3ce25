"""How often LLVM writes the machine code of a module."""

import pytest

from nativecomp.emit import machine
from nativecomp.emit.request import Request
from nativecomp.emit.selection import WAYS, has_loop
from nativecomp.targets import find_target

STRAIGHT = """
define i32 @f(i32 %a) {
entry:
  %c = icmp eq i32 %a, 0
  br i1 %c, label %last, label %cold
last:
  %v = phi i32 [ %a, %entry ], [ 7, %cold ]
  ret i32 %v
cold:
  br label %last
}
"""
LOOP = """
define void @g(ptr %p, i32 %n) {
entry:
  br label %"b body"
"b body":
  %i = phi i32 [ 0, %entry ], [ %k, %-next.1 ]
  %q = getelementptr i32, ptr %p, i32 %i
  store i32 %i, ptr %q
  br label %-next.1
-next.1:
  %k = add i32 %i, 1
  %d = icmp eq i32 %k, %n
  br i1 %d, label %end, label %"b body"
end:
  ret void
}
"""
RECURSION = """
define i32 @h(i32 %a, i32 %s) {
entry:
  %z = icmp eq i32 %a, 0
  br i1 %z, label %end, label %more
more:
  %b = sub i32 %a, 1
  %t = mul i32 %s, %a
  %r = call i32 @h(i32 %b, i32 %t)
  ret i32 %r
end:
  ret i32 %s
}
"""
SWITCH = """
define i32 @k(i32 %a) {
entry:
  br label %b
b:
  %x = phi i32 [ %a, %entry ], [ %y, %c ]
  switch i32 %x, label %c [
    i32 1, label %d
    i32 2, label %d
  ]
c:
  %y = udiv i32 %x, 3
  br label %b
d:
  ret i32 %x
}
"""


@pytest.mark.parametrize(("text", "expected"), [(STRAIGHT, False), (LOOP, True), (SWITCH, True)])
def test_what_a_loop_is(text: str, expected: bool) -> None:
    assert has_loop(text) == expected
    assert has_loop(STRAIGHT + text) == expected


@pytest.mark.parametrize(
    ("text", "opt", "times"),
    [(STRAIGHT, "speed", 1), (LOOP, "size", 1), (LOOP, "balanced", len(WAYS)), (RECURSION, "balanced", len(WAYS))],
)
def test_each_way_is_tried_where_it_can_differ(
    text: str, opt: str, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tail call becomes a loop only when LLVM optimises."""
    made = []
    emit = machine._emit
    monkeypatch.setattr(machine, "_emit", lambda *arguments: made.append(1) or emit(*arguments))
    machine.emit(Request("m", text, find_target("cortex-m4f"), opt))
    assert len(made) == times
