"""The entry of an image: `int nc_main(void)`, which the start-up code calls and whose result is the exit code."""

from nativecomp.ir import Builder, Function, FunctionOptions
from nativecomp.language.types import IntType, TypeContext
from nativecomp.targets import Target

ENTRY = "nc_main"


def entry_function(main: Function, target: Target) -> Function:
    """A function that calls the program's `main` and gives its integer result, or 0 where it has none."""
    result = TypeContext(target.word_bits, target.float_bits).int
    entry = Function(ENTRY, ENTRY, [], result, FunctionOptions(), main.span)
    builder = Builder(entry)
    value = builder.op("call", type_=main.result, callee=main, device="no")
    code = builder.convert(value, result) if isinstance(main.result, IntType) else builder.const(0, result)
    builder.op("return", code)
    return entry
