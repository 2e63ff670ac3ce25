"""What machine code costs by LLVM's account of its blocks, and which loops are unrolled for it."""

from dataclasses import replace

import pytest

from nativecomp.emit import isolation
from nativecomp.emit.coremodel import expected_costs
from nativecomp.emit.request import Request
from nativecomp.emit.unrolled import correct_weights
from nativecomp.emit.unrolling import Made, is_worth
from nativecomp.targets import find_target

HEAD = "# Machine code for function {}: NoPHIs, TracksLiveness\n"
LOOP = """
bb.0.entry:
  successors: %bb.1(0x80000000); %bb.1(100.00%)
  liveins: $r0, $lr
  $r2 = frame-setup tMOVi8 0, 14, $noreg
  frame-setup CFI_INSTRUCTION def_cfa_offset 8
bb.1.for:
; predecessors: %bb.0, %bb.1
  successors: %bb.1(0x70000000), %bb.2(0x10000000); %bb.1(87.50%), %bb.2(12.50%)
  renamable $r3, dead $cpsr = nsw tADDrr renamable $r3, killed $r1, 14, $noreg
  tSTRi killed $r1, renamable $r0, 0, 14, $noreg :: (store (s32) into %ir.a = b)
  tBcc %bb.1, 1, killed $cpsr
bb.2.end:
; predecessors: %bb.1
  tBX_RET 14, $noreg
"""
CALL = """
bb.0.entry:
  tBL 14, $noreg, @{}, <regmask $lr $d8>, implicit-def dead $lr
  tBX_RET 14, $noreg
"""


def test_blocks_count_as_often_as_they_run() -> None:
    assert expected_costs(HEAD.format("f") + LOOP) == {"f": pytest.approx(1 + 8 * 3 + 1)}


def test_ways_out_that_are_too_likely_together_are_shares() -> None:
    likely = LOOP.replace("%bb.2(0x10000000)", "%bb.2(0x30000000)")
    assert expected_costs(HEAD.format("f") + likely) == {"f": pytest.approx(1 + 10 / 3 * 3 + 1)}


def test_what_a_return_under_a_condition_leaves() -> None:
    text = LOOP.replace(", %bb.2(0x10000000)", "").replace("tBcc %bb.1, 1,", "t2LDMIA_RET $sp, 0,")
    assert expected_costs(HEAD.format("f") + text) == {"f": pytest.approx(1 + 8 * 3)}


def test_calls_count_what_they_call() -> None:
    costs = expected_costs(HEAD.format("g") + CALL.format("f") + HEAD.format("f") + LOOP)
    assert costs["g"] == pytest.approx(2 + 26)
    assert 20 < expected_costs(HEAD.format("g") + CALL.format("__aeabi_dadd"))["g"] < 100
    assert expected_costs(HEAD.format("g") + CALL.format("g"))["g"] == 2  # recursion: what a call does within itself


def test_a_long_chain_of_calls() -> None:
    chain = "".join(HEAD.format(f"f{n}") + CALL.format(f"f{n + 1}") for n in range(3000))
    assert expected_costs(chain + HEAD.format("f3000") + LOOP)["f0"] == pytest.approx(2 * 3000 + 26)


def test_the_last_text_of_a_function_counts() -> None:
    assert expected_costs(HEAD.format("f") + LOOP + HEAD.format("f") + CALL.format("f")) == {"f": 2}


def test_an_endless_loop_has_a_cost() -> None:
    endless = "bb.0:\n  successors: %bb.1(0x80000000)\nbb.1:\n  successors: %bb.1(0x80000000)\n  tB %bb.1, 14, $noreg\n"
    assert 1000 < expected_costs(HEAD.format("f") + endless)["f"] < 10_000


WEIGHED = """define i32 @f(ptr %p, i32 %n) {{
entry:
  br label %for
for:
  %i = phi i32 [ 0, %entry ], [ %k, %body ]
  %s = phi i32 [ 0, %entry ], [ %t, %body ]
  %c = icmp slt i32 %i, {turns}
  br i1 %c, label %body, label %end, !prof !0
body:
  %q = getelementptr i8, ptr %p, i32 %i
  %b = load i8, ptr %q
  %w = zext i8 %b to i32
  %t = xor i32 %s, %w
  %k = add nsw i32 %i, 1
  br label %for, !llvm.loop !1
end:
  ret i32 %s
}}
!0 = !{{!"branch_weights", i32 {weight}, i32 1}}
!1 = distinct !{{!1, !2}}
!2 = {hint}
"""
ROLLED, UNROLLED = '!{!"llvm.loop.unroll.disable"}', '!{!"llvm.loop.unroll.count", i32 8}'


@pytest.mark.parametrize("turns", ["%n", "64"])
@pytest.mark.parametrize("name", ["cortex-m4f", "cortex-m0", "rv32imc"])
def test_copies_of_a_loop_are_seen_to_run_less_often(name: str, turns: str) -> None:
    """Eight turns in one, of 4 to 6 instructions each, are less than eight times as dear; and cheaper than before."""
    target = find_target(name)
    costs = {}
    for hint in (ROLLED, UNROLLED):
        llvm = f'target triple = "{target.triple}"\n' + WEIGHED.format(turns=turns, weight=64, hint=hint)
        request = Request("m", llvm, target, "speed", want=frozenset({"object", "costs"}))
        costs[hint] = isolation.emit(request).costs["f"]
    assert 64 * 4 < costs[ROLLED] < 64 * 9
    assert 0.4 < costs[UNROLLED] / costs[ROLLED] < 1


def test_the_code_is_the_same_whether_costs_are_wanted_or_not() -> None:
    target = find_target("cortex-m4f")
    llvm = f'target triple = "{target.triple}"\n' + WEIGHED.format(turns="%n", weight=10, hint=UNROLLED)
    request = Request("m", llvm, target, "speed")
    assert (
        isolation.emit(replace(request, want=frozenset({"object", "costs"}))).object == isolation.emit(request).object
    )


COPY = """define void @f() {
  br i1 %v4.not.7, label %a, label %b, !prof !3, !llvm.loop !9
}
!3 = !{!"branch_weights", i32 1, i32 31}
"""


def test_weights_of_copies_are_corrected() -> None:
    corrected = correct_weights(COPY)
    assert "br i1 %v4.not.7, label %a, label %b, !prof !4, !llvm.loop !9" in corrected
    assert '!4 = !{!"branch_weights", i32 8, i32 24}' in corrected


@pytest.mark.parametrize("text", [
    COPY.replace(", !llvm.loop !9", ""),  # leaves no loop behind
    COPY.replace("v4.not.7", "niter.ncmp.7"),  # LLVM has corrected it
    COPY.replace("{\n", "{\n  br i1 %v4.not.6, label %a, label %b, !prof !3\n"),  # the copies have exits of their own
    COPY.replace("v4.not.7", "v4"),
], ids=["no loop", "counted at run time", "all exits", "no copies"])  # fmt: skip
def test_weights_that_are_right_stay(text: str) -> None:
    assert correct_weights(text) == text


@pytest.mark.parametrize(("unrolled", "rolled", "worth"), [
    (Made(100, 90), Made(150, 60), True), (Made(100, 90), Made(102, 60), False), (Made(100, 90), Made(90, 60), False),
    (Made(100, 500), Made(108, 60), False), (Made(100, 150), Made(108, 60), True),
    (Made(100, 500), Made(112, 60), True),
])  # fmt: skip
def test_what_unrolling_must_gain(unrolled: Made, rolled: Made, worth: bool) -> None:
    assert is_worth(unrolled, rolled) == worth
