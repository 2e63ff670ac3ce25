"""A file that is read once: its text, its tree, the functions found in it, and what is told of it."""

import ast
from dataclasses import dataclass
from functools import partial

from nativecomp.frontend.constants import ConstantScopes
from nativecomp.frontend.dead import remove_dead_branches
from nativecomp.frontend.debugging import DEBUG, settle_debugging
from nativecomp.frontend.discover import FunctionSource, find_functions
from nativecomp.frontend.private import mangle_private_names
from nativecomp.frontend.rest import check_rest, read_tree
from nativecomp.frontend.supers import mark_supers
from nativecomp.language.diagnostics import Diagnostics, SourceFile
from nativecomp.language.types import TypeContext
from nativecomp.options import Options


@dataclass(eq=False)
class Unit:
    """
    Attributes:
        functions: those that are compiled or assembled, and those inside them, in source order.
        constants: the names with values that are known.
        diagnostics: the errors and warnings so far; each stage adds its own.
    """

    source: SourceFile
    options: Options
    tree: ast.Module
    functions: list[FunctionSource]
    constants: ConstantScopes
    diagnostics: Diagnostics

    @property
    def context(self) -> TypeContext:
        """The types as the target has them."""
        return TypeContext(self.options.target.word_bits, self.options.target.float_bits)


def read_unit(source: SourceFile, options: Options) -> Unit:
    """Read a file and find its functions, whose errors are in the unit.

    Of the rest mpy-cross is the judge; where it does not see the file, what neither it nor Python takes is an error.

    Raises:
        CompileError: the text is not Python.
    """
    tree = read_tree(source)
    if options.product == "desk" and "__" in source.text:
        mangle_private_names(tree)
    if options.optimise or DEBUG in source.text:
        settle_debugging(tree, options.optimise)
    mark_supers(tree)
    diagnostics = Diagnostics({source.name: source})
    constants = ConstantScopes(source.name, options.defines, options.target.modules)
    prune = partial(remove_dead_branches, constants=constants)
    functions = find_functions(
        tree, source, diagnostics, options.functions, everything=options.everything, prune=prune
    )  # fmt: skip
    if options.product != "mpy":
        check_rest(source, tree, functions, diagnostics)
    return Unit(source, options, tree, functions, constants, diagnostics)
