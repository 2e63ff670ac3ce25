"""The entry of an image: `int nc_main(void)`, which the start-up code calls and whose result is the exit code.

It gives the interrupts that the program handles their priorities and lets them through, in the registers of the
interrupt controller that is part of the core (Arm, ARMv7-M Architecture Reference Manual, B3.4); then it calls `main`.
An exception of the core, such as SysTick, needs no leave: what makes it is off until the program turns it on.
"""

from collections.abc import Mapping

from nativecomp.ir import Builder, Function, FunctionOptions
from nativecomp.language.types import POINTERS, IntType, TypeContext
from nativecomp.targets import Target

ENTRY = "nc_main"

_ENABLE = 0xE000E100
_PRIORITIES = 0xE000E400
_CORE_PRIORITIES = 0xE000ED18
"""Words with four priorities each: of the interrupts from 0 on, and of the core's exceptions from 4 on."""
_CORE_VECTORS = 16


def entry_function(main: Function, handlers: Mapping[int, Function], target: Target) -> Function:
    """A function that calls the program's `main` and gives its integer result, or 0 where it has none."""
    context = TypeContext(target.word_bits, target.float_bits)
    entry = Function(ENTRY, ENTRY, [], context.int, FunctionOptions(), main.span)
    builder = Builder(entry)
    for address, word in _settings(handlers, target).items():
        pointer = builder.op("convert", builder.const(address, context.uint), type_=POINTERS["ptr32"])
        operands = (pointer, builder.const(0, context.int), builder.const(context.int.wrap(word), context.int))
        builder.op("pointer.store", *operands, element=32, device="yes")
    value = builder.op("call", type_=main.result, callee=main, device="no")
    code = builder.convert(value, context.int) if isinstance(main.result, IntType) else builder.const(0, context.int)
    builder.op("return", code)
    return entry


def _settings(handlers: Mapping[int, Function], target: Target) -> dict[int, int]:
    """What goes into which register, the priorities first."""
    words: dict[int, int] = {}
    for number, handler in handlers.items():
        if priority := handler.options.priority or 0:
            byte = _PRIORITIES + number if number >= 0 else _CORE_PRIORITIES + number + _CORE_VECTORS - 4
            shift = 8 * (byte % 4) + 8 - target.priority_bits
            words[byte & ~3] = words.get(byte & ~3, 0) | priority << shift
    for number in handlers:
        if number >= 0:
            register = _ENABLE + number // 32 * 4
            words[register] = words.get(register, 0) | 1 << number % 32
    return words
