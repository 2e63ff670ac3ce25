"""What a command line asks of the compiler: the core, the level and other values for constants.

`--define` and the project's `defines` are for all files of a command. A file gets those whose names are constants of
it; a name of `--define` that no file has is a mistake.
"""

import functools
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click

from nativecomp.cli.options import define_option, opt_option, target_option, warning_options
from nativecomp.cli.sources import Chosen, for_each
from nativecomp.host.project import Project
from nativecomp.options import Opt, Options
from nativecomp.targets import DEFAULT_TARGET, Target, find_target

if TYPE_CHECKING:
    from nativecomp.desk.module import CompiledModule
    from nativecomp.language.diagnostics import SourceFile


def project() -> Project:
    """The project of the running command."""
    context = click.get_current_context(silent=True)
    found = context.find_object(Project) if context is not None else None
    return found or Project()


@dataclass
class Asked:
    """
    Attributes:
        defines: those of the command line.
        is_alone: whether they are for one file, where each must be a constant.
    """

    target: Target
    opt: Opt
    defines: dict[str, int]
    is_alone: bool = True

    def for_each(self, files: Sequence[Chosen], work: Callable[[Chosen], None]) -> None:
        """Work on each file.

        Raises:
            CompileError: files were refused.
            UsageError: a name of `--define` is a constant of none of them.
        """
        self.is_alone = len(files) == 1
        if self.defines and not self.is_alone:
            self._check_defines(files)
        for_each(files, work)

    def _check_defines(self, files: Sequence[Chosen]) -> None:
        """
        Raises:
            UsageError: a name is a constant of no file.
        """
        from nativecomp.frontend import read_source
        from nativecomp.language.diagnostics import CompileError

        lacking = set(self.defines)
        for file in files:
            with suppress(CompileError):  # told when it is worked on
                lacking -= self.options(read_source(file.path)).defines.keys()
        if lacking:
            raise click.UsageError(f"--define {min(lacking)}: no constant of the files has that name")

    def options(self, source: "SourceFile", options: Options | None = None) -> Options:
        """The options for a file; `options` are those that are for another core, or ask for more."""
        from nativecomp.frontend.defines import fitting

        made = options or Options(self.target, self.opt)
        others = project().defines
        if not others and (self.is_alone or not self.defines):
            return replace(made, defines=self.defines)
        wanted = {**others, **self.defines}
        fits = fitting(source, replace(made, defines=wanted))
        # Of a file alone the compiler refuses what does not fit, with a hint.
        return replace(made, defines=fits | self.defines if self.is_alone else fits)

    def module(self, path: str, options: Options | None = None) -> "CompiledModule":
        """A file, compiled for the emulated core."""
        from nativecomp.compiler import compile_source
        from nativecomp.desk.module import CompiledModule
        from nativecomp.frontend import read_source

        source = read_source(path)
        return CompiledModule(compile_source(source, self.options(source, options)))


def compile_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options of verbs that compile; the function gets them as one value, `asked`."""

    @functools.wraps(function)
    def collected(*args: Any, target: Target | None = None, opt: Any, defines: Any, **others: Any) -> Any:
        asked = Asked(target or find_target(DEFAULT_TARGET), opt, dict(defines))
        return function(*args, asked=asked, **others)

    return target_option(opt_option(warning_options(define_option(collected))))
