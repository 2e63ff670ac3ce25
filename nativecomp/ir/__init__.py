"""The intermediate representation: typed operations in basic blocks, printable and verified.

`ops` is the table of operations with their `effects` and `attributes`, `function` the containers; `printer` and
`verifier` walk both, and `parser` reads what the printer prints. Locals are named slots, loaded and stored; every other
value is the result of exactly one operation. Exceptions are operations that raise: blocks are not split for them.
"""

from nativecomp.ir.effects import CALLS, Effect
from nativecomp.ir.function import Block, Builder, Function, FunctionOptions, Local, Module, Op, Static
from nativecomp.ir.ops import EXCEPTIONS, OPS, OpInfo
from nativecomp.ir.parser import ParseError, parse_module
from nativecomp.ir.printer import print_function, print_module
from nativecomp.ir.verifier import VerifierError, verify_function, verify_module

__all__ = [
    "CALLS",
    "EXCEPTIONS",
    "OPS",
    "Block",
    "Builder",
    "Effect",
    "Function",
    "FunctionOptions",
    "Local",
    "Module",
    "Op",
    "OpInfo",
    "ParseError",
    "Static",
    "VerifierError",
    "parse_module",
    "print_function",
    "print_module",
    "verify_function",
    "verify_module",
]
