"""What pytest gets with the package: tests on several cores and levels, a ceiling on instructions, Python as judge.

    @pytest.mark.nativecomp(targets=["cortex-m0", "pico2"], opts=["size", "speed"])
    def test_crc(compiled):
        assert compiled.at_most(3000, crc32, b"hello", 5) == 0x3610A686
        compiled.like_python(invert, bytearray(range(16)))

The test runs once for each core and level. Files that import MicroPython's own modules can be imported: the stand-ins
are installed (docs/desk.md).
"""

import array
import copy
import itertools
import math
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest

from nativecomp import standins
from nativecomp.host.project import Project, ProjectError, find_project

_PROJECT = pytest.StashKey[Project]()
_FIXTURE = "_nativecomp_settings"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("nativecomp")
    group.addoption("--nativecomp-target", metavar="TARGET", help="core or board for compiled functions")
    group.addoption("--nativecomp-opt", metavar="LEVEL", help="size, balanced or speed")
    group.addoption("--nativecomp-memcheck", action="store_true", help="refuse to read what nobody wrote of the stack")


def pytest_configure(config: pytest.Config) -> None:
    """
    Raises:
        UsageError: the project's table is not right.
    """
    config.addinivalue_line(
        "markers",
        "nativecomp(targets=[...], opts=[...]): run the test with compiled functions for each target at each level",
    )
    try:
        config.stash[_PROJECT] = find_project(config.rootpath)
    except ProjectError as error:
        raise pytest.UsageError(str(error)) from None
    standins.install()


def _of_marker(targets: Any = None, opts: Any = None) -> tuple[list[Any], list[Any]]:
    return list(targets or [None]), list(opts or [None])


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """
    Raises:
        UsageError: the marker has other arguments, or names no target or level.
    """
    marker = metafunc.definition.get_closest_marker("nativecomp")
    if marker is None:
        return
    from nativecomp.frontend.options import check_options
    from nativecomp.targets import TargetError, find_target

    where = metafunc.definition.nodeid
    try:
        targets, opts = _of_marker(*marker.args, **marker.kwargs)
        for target in filter(None, targets):
            find_target(target)
        for opt in filter(None, opts):
            check_options(opt=opt)
    except TypeError:
        message = "pytest.mark.nativecomp takes targets=[...] and opts=[...], lists of names"
        raise pytest.UsageError(f"{where}: {message}") from None
    except (TargetError, ValueError) as error:
        raise pytest.UsageError(f"{where}: {error}") from None
    values = list(itertools.product(targets, opts))
    names = ["-".join(str(part) for part in value if part is not None) or "default" for value in values]
    metafunc.fixturenames.insert(0, _FIXTURE)
    metafunc.parametrize(_FIXTURE, values, ids=names, indirect=True)


@pytest.fixture(autouse=True)
def _nativecomp_settings(request: pytest.FixtureRequest) -> Iterator[None]:
    """What the marker says, else the command line, else the project's `[tool.nativecomp]`, holds during the test."""
    target, opt = getattr(request, "param", (None, None))
    project = request.config.stash[_PROJECT]
    target = target or request.config.getoption("--nativecomp-target") or project.target
    opt = opt or request.config.getoption("--nativecomp-opt") or project.opt
    memcheck = request.config.getoption("--nativecomp-memcheck") or None
    if target is None and opt is None and memcheck is None and not project.defines:
        yield
        return
    from nativecomp.desk.api import configured

    with configured(target=target, opt=opt, defines=project.defines or None, memcheck=memcheck):
        yield


class Compiled:
    """Checks of calls of compiled functions."""

    def at_most(self, instructions: int, function: Any, *args: Any, **kwargs: Any) -> Any:
        """The value of a call that runs no more than so many instructions.

        Raises:
            AssertionError: it runs more.
        """
        __tracebackhide__ = True
        measured = function.measure(*args, **kwargs)
        if measured.instructions > instructions:
            name = getattr(function, "__qualname__", function)
            pytest.fail(f"{name} ran {measured.instructions} instructions, {instructions} are allowed")
        return measured.value

    def like_python(self, function: Any, *args: Any) -> Any:
        """The value of a call that does what the same text does as Python: value or exception, and what is in buffers.

        Raises:
            AssertionError: they differ.
        """
        __tracebackhide__ = True
        theirs = copy.deepcopy(args)
        expected = _outcome(function.python, theirs)
        got = _outcome(function, args)
        name = getattr(function, "__qualname__", function)
        if not _same(got, expected):
            pytest.fail(f"{name}: the compiled function {_told(got)}, Python {_told(expected)}")
        for position, (mine, other) in enumerate(zip(args, theirs, strict=True)):
            if isinstance(mine, bytearray | array.array | list | dict | set) and not _same(mine, other):
                pytest.fail(f"{name}: argument {position} is {mine!r} after compiled code, {other!r} after Python")
        if isinstance(got, _Raised):
            raise got.error
        return got


class _Raised:
    def __init__(self, error: Exception) -> None:
        self.error = error


def _outcome(function: Callable[..., Any], args: tuple[Any, ...]) -> Any:
    try:
        return function(*args)
    except Exception as error:
        return _Raised(error)


def _told(outcome: Any) -> str:
    return f"raised {type(outcome.error).__name__}" if isinstance(outcome, _Raised) else f"gives {outcome!r}"


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, _Raised) or isinstance(b, _Raised):
        return isinstance(a, _Raised) and isinstance(b, _Raised) and type(a.error) is type(b.error)
    if isinstance(a, float) and isinstance(b, float):
        return a == b or (math.isnan(a) and math.isnan(b))
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return type(a) is type(b) and len(a) == len(b) and all(map(_same, a, b))
    return bool(a == b)


@pytest.fixture
def compiled() -> Compiled:
    """Checks of calls: `compiled.at_most(instructions, f, ...)` and `compiled.like_python(f, ...)`."""
    return Compiled()


@pytest.fixture
def board() -> Iterator[ModuleType]:
    """A fresh board of stand-ins: the module `machine`, with an empty `log` and time 0."""
    from nativecomp.standins import machine

    machine.restart()
    yield machine
    machine.restart()
