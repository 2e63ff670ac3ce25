"""Float registers that a raise does not restore.

MicroPython's handlers keep d8 to d10 of the registers that a function must leave as they were, so an exception that
is caught further out leaves d11 to d15 as the code that raised had them. Code that touches these registers is made
anew under a guard: calls of the function table give them back as they were, also to a handler, and an exception that
leaves the code is caught by a function that has saved them, which returns before the exception goes on.
"""

from nativecomp.codegen.symbols import ASSEMBLED_SECTION
from nativecomp.codegen.text import BodyText, ModuleText

_LOST = range(11, 16)
_ARGUMENTS = 4
"""No entry of the function table that code calls has more."""

_LOSES = f'call void asm sideeffect "", "{",".join(f"~{{d{number}}}" for number in _LOST)}"()'

_CALL = f"""\
define internal i32 @nc.call(i32 %a, i32 %b, i32 %c, i32 %d, ptr %function) #attributes# {{
  {_LOSES}
  %result = notail call i32 %function(i32 %a, i32 %b, i32 %c, i32 %d)
  {_LOSES}
  ret i32 %result
}}"""
"""Calls a function, and gives the registers back as they were: LLVM saves what an assembly text loses."""

_PUSH = (
    0xECA2, 0xBB0A,  # vstmia r2!, {d11-d15}
    0xE882, 0x4010,  # stm.w r2, {r4, lr}
    0x4614,          # mov r4, r2
    0x4788,          # blx r1
    0xED34, 0xBB0A,  # vldmdb r4!, {d11-d15}
    0xE9D4, 0x4E0A,  # ldrd r4, lr, [r4, #40]
    0x4770,          # bx lr
)  # fmt: skip
"""Links in a handler (r0, the address of the entry in r1), with the registers in an area of 12 words (r2).

Either return of the entry comes through here and restores them. No compiler makes this, since the function that
returns twice may have no frame of its own.
"""
_AREA = "[12 x i32]"


def guarded_call(body: BodyText, text: ModuleText, function: str, result: str, arguments: list[tuple[str, str]]) -> str:
    """Call an address, with the registers as they were afterwards; the result's name, "" for `void`."""
    assert len(arguments) <= _ARGUMENTS
    words = [body.value(f"ptrtoint ptr {value} to i32") if type_ == "ptr" else value for type_, value in arguments]
    given = ", ".join(f"i32 {word}" for word in [*words, *["poison"] * (_ARGUMENTS - len(words))])
    helper = text.helper("nc.call", _CALL.replace("#attributes#", text.attributes("noinline nounwind optsize")))
    word = body.value(f"call i32 {helper}({given}, ptr {function})")
    return body.value(f"inttoptr i32 {word} to ptr") if result == "ptr" else word


def guarded_push(body: BodyText, text: ModuleText, function: str, handler: str) -> str:
    """Link in a handler that keeps the registers too; what the entry for it returns."""
    halves = ", ".join(f"i16 {half}" for half in _PUSH)
    code = text.constant(f"[{len(_PUSH)} x i16] [{halves}]", 2, ASSEMBLED_SECTION)
    area = body.slot(_AREA, "floats")
    return body.value(f"call i32 {code}(ptr {handler}, ptr {function}, ptr {area}) returns_twice")
