"""IR to LLVM text.

`module` and `function` walk the IR; each family of operations is one file of `lower` that registers its lowerings;
`abi` is the door to the world around the code; `entry` is how Python enters it.
"""

from nativecomp.codegen.abi.table import Tables
from nativecomp.codegen.entry import entry_symbol
from nativecomp.codegen.errors import CodegenError
from nativecomp.codegen.module import lower_module
from nativecomp.codegen.plan import CodePlan

__all__ = ["CodePlan", "CodegenError", "Tables", "entry_symbol", "lower_module"]
