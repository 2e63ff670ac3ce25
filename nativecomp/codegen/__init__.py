"""IR to machine code through LLVM: `generate` lowers a module to LLVM text here and emits it in a worker process.

`lower` walks the IR; each family of operations is one file that registers its lowerings (`integers`, `division`,
`floats`, `conversions`, `memory`, `calls`, `control`, `objects`, `containers`, `exceptions`); `abi` is the one door to
the runtime, with `table`, `entry` and `boxing` for MicroPython's; `machine` optimises and emits; `isolation` keeps LLVM
out of the user's process.
"""

from nativecomp.codegen.entry import entry_symbol
from nativecomp.codegen.errors import CodegenError
from nativecomp.codegen.generate import GeneratedModule, finish, generate, plan
from nativecomp.codegen.isolation import start
from nativecomp.codegen.table import Tables

__all__ = [
    "CodegenError",
    "GeneratedModule",
    "Tables",
    "entry_symbol",
    "finish",
    "generate",
    "plan",
    "start",
]
