"""Load a target description from its TOML file and the files it inherits from."""

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

DATA = Path(__file__).parent / "data"
DEFAULT_TARGET = "cortex-m4f"
BOOT_SIZES = {"rp2040": 256}
"""Bytes before the vector table."""
CORE_INTERRUPTS = {"SVCall": -5, "PendSV": -2, "SysTick": -1}
"""Those of the core itself, by their places before the first of the chip."""


class TargetError(Exception):
    """A target that does not exist or whose file is not right; the message says what to write instead."""


@dataclass(frozen=True)
class Board:
    """Where a board's memory and output are. Addresses and sizes in bytes, the clock in hertz.

    `uarts` are the UARTs that programs can use: the number of each in the chip's manual, its base address, the name of
    the interrupt for what comes in. `pins` is the kind of the chip's pins, `pins_base` the address of the first port
    where the kind has it at several places, `pins_interrupts` are the names of the interrupts that they make.
    `boot` is a chip whose ROM wants more than a vector table at the start of flash, `uf2_family` the number by which a
    board's boot loader knows its files, `openocd` and `probe_rs` what these programs call its chip.
    """

    flash_origin: int
    flash_size: int
    ram_origin: int
    ram_size: int
    uart: str
    uart_base: int
    clock_hz: int
    qemu_machine: str = ""
    boot: Literal["", "rp2040", "rp2350"] = ""
    uarts: list[list[Any]] = field(default_factory=list, hash=False)
    pins: Literal["none", "cmsdk", "nrf51", "stm32", "rp2040", "rp2350"] = "none"
    pins_base: int = 0
    pins_interrupts: list[str] = field(default_factory=list, hash=False)
    uf2_family: int = 0
    openocd: str = ""
    probe_rs: str = ""

    @property
    def vectors(self) -> int:
        """Where the vector table is."""
        return self.flash_origin + BOOT_SIZES.get(self.boot, 0)


@dataclass(frozen=True)
class Target:
    """What the compiler, the linker and the emulators need to know of a core, an arch or a board.

    `cpu`, `features` and `triple` are LLVM's strings, `zig_*` those of `zig cc`, `unicorn_cpu` the suffix of Unicorn's
    `UC_CPU_ARM_*` or `UC_CPU_RISCV32_*` constant. `float_bits` is the width of the board's `float`; `float_abi` says
    where C passes floats. `mpy` is MicroPython's name for the architecture of the files that the target imports, empty
    where it has none. `modules` are the constants of modules that are built into the firmware, such as `stm.GPIOA`, by
    module and name. `interrupts` are the numbers of the chip's interrupts by the names that its manual has, and
    `priority_bits` say how many priorities there are.
    """

    name: str
    kind: Literal["core", "arch", "chip", "board", "host"]
    description: str
    core: str
    triple: str
    cpu: str
    features: str
    zig_target: str
    zig_cpu: str
    emulator: Literal["arm", "x86-64", "riscv32"]
    unicorn_cpu: str
    float_abi: Literal["soft", "softfp", "hard", "x86-64", "ilp32"]
    fpu: Literal["none", "single", "double"]
    unaligned: bool
    word_bits: int = 32
    float_bits: int = 32
    mpy: str = ""
    board: Board | None = None
    modules: Mapping[str, Mapping[str, int]] = field(default_factory=dict, hash=False)
    interrupts: Mapping[str, int] = field(default_factory=dict, hash=False)
    priority_bits: int = 0

    @property
    def makes_programs(self) -> bool:
        """Whether programs are made for it that need no MicroPython: images of boards, executables of the host."""
        return self.board is not None or self.kind == "host"

    @property
    def own_float_bits(self) -> int:
        """The width of the board's floats if the core computes with them itself, else 0."""
        return self.float_bits if self.fpu == "double" or (self.fpu == "single" and self.float_bits == 32) else 0


def _names() -> dict[str, Path]:
    return {path.stem: path for path in sorted(DATA.glob("*.toml"))}


@cache
def _refused() -> dict[str, str]:
    """Why there is no code for targets that people may ask for, by name."""
    groups = tomllib.loads((DATA.parent / "refused.toml").read_text(encoding="utf-8")).values()
    return {name: group["reason"] for group in groups for name in group["names"]}


def _read(name_or_path: str, chain: tuple[str, ...] = ()) -> dict[str, Any]:
    known = _names()
    is_path = name_or_path.endswith(".toml")
    path = Path(name_or_path) if is_path else known.get(name_or_path)
    if path is None and (reason := _refused().get(name_or_path)):
        raise TargetError(f"`{name_or_path}` has {reason}")
    if path is None or not path.is_file():
        *others, last = [f"`{name}`" for name in difflib.get_close_matches(name_or_path, known)] or [""]
        close = f"{', '.join(others)} or {last}" if others else last
        hint = f"did you mean {close}?" if close else "`nativecomp targets` lists them"
        raise TargetError(f"unknown target `{name_or_path}`; {hint}")
    if str(path) in chain:
        raise TargetError(f"target file {path} inherits from itself")
    try:
        own = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise TargetError(f"target file {path} cannot be read: {error}") from None
    parent = own.pop("inherits", None)
    if not isinstance(parent, str | None):
        raise TargetError(f"target file {path}: `inherits` is the name of a target or a path, not {parent!r}")
    if not isinstance(own.get("board", {}), dict):
        raise TargetError(f"target file {path}: `board` is a table: write `[board]` and its keys below")
    modules = own.pop("modules", {})
    _check_modules(modules, path)
    merged = _read(parent, (*chain, str(path))) if parent else {}
    inherited = merged.get("modules", {})
    merged["modules"] = inherited | {name: inherited.get(name, {}) | table for name, table in modules.items()}
    board = {**merged.get("board", {}), **own.pop("board", {})}
    interrupts = own.pop("interrupts", {})
    _check_interrupts(interrupts, path)
    merged["interrupts"] = merged.get("interrupts", {}) | interrupts
    merged.update(own)
    if board:
        merged["board"] = board
    merged["name"] = path.stem
    return merged


def _check_modules(modules: Any, path: Path) -> None:
    tables = modules.values() if isinstance(modules, dict) else [modules]
    if not all(isinstance(table, dict) and all(type(value) is int for value in table.values()) for table in tables):
        raise TargetError(f"target file {path}: `modules` holds tables of integers: write `[modules.stm]`, `GPIOA = 0`")


def _check_interrupts(interrupts: Any, path: Path) -> None:
    if not isinstance(interrupts, dict) or not all(type(number) is int for number in interrupts.values()):
        raise TargetError(f"target file {path}: `interrupts` is a table of numbers: write `[interrupts]`, `UART0 = 2`")


def _check_value(field: Field[Any], value: Any, where: str) -> None:
    """Refuse a value of another type than the key's, or another word than those it takes."""
    words = get_args(field.type) if get_origin(field.type) is Literal else ()
    if words and value not in words:
        raise TargetError(f"target `{where}`: `{field.name}` is {value!r}; it takes {', '.join(map(repr, words))}")
    if isinstance(field.type, type) and type(value) is not field.type:
        raise TargetError(
            f"target `{where}`: `{field.name}` is {value!r}; it takes a value of type {field.type.__name__}"
        )


def _build(cls: type[Any], data: dict[str, Any], where: str) -> Any:
    known = {field.name for field in fields(cls)}
    optional = {field.name for field in fields(cls) if not (field.default is MISSING is field.default_factory)}
    if unknown := sorted(set(data) - known):
        raise TargetError(f"target `{where}`: unknown key `{unknown[0]}`; the keys are {', '.join(sorted(known))}")
    if missing := sorted(known - optional - set(data)):
        raise TargetError(f"target `{where}`: missing key `{missing[0]}`")
    for one in fields(cls):
        if one.name in data:
            _check_value(one, data[one.name], where)
    return cls(**data)


def find_target(name: str | Target) -> Target:
    """The target called `name`, or described by the TOML file of that path.

    Raises:
        TargetError: there is none, or its file is not right.
    """
    if isinstance(name, Target):
        return name
    if not isinstance(name, str):
        raise TargetError(f"a target is a name or the path of a target file, not {name!r}")
    return _find(name)


@cache
def _find(name: str) -> Target:
    data = _read(name)
    if "board" in data:
        data["board"] = _build(Board, data["board"], name)
    target = _build(Target, data, name)
    assert isinstance(target, Target)
    if name.endswith(".toml"):
        _check_machine(target, name)
    return target


def _check_interrupt_names(target: Target, where: str) -> None:
    assert target.board is not None
    for row in target.board.uarts:
        if not (isinstance(row, list) and len(row) == 3 and [type(one) for one in row] == [int, int, str]):
            raise TargetError(f'target `{where}`: a row of `uarts` is `[number, address, "interrupt"]`, not {row!r}')
    for name in (*(row[2] for row in target.board.uarts), *target.board.pins_interrupts):
        if name not in target.interrupts:
            raise TargetError(f"target `{where}`: `[interrupts]` has no {name!r}")


_OF_A_MACHINE = (
    *("core", "triple", "cpu", "zig_target", "zig_cpu", "unicorn_cpu", "float_abi", "fpu"),
    *("word_bits", "float_bits", "mpy"),
)


def _check_machine(target: Target, where: str) -> None:
    """Refuse a value in a user's file that no target of the package with the same emulator has: no stage knows it."""
    like = [one for one in list_targets() if one.emulator == target.emulator]
    for key in _OF_A_MACHINE:
        known = sorted({getattr(one, key) for one in like})
        if getattr(target, key) not in known:
            takes = f"with the emulator `{target.emulator}` it takes {', '.join(map(repr, known))}"
            raise TargetError(f"target `{where}`: `{key}` is {getattr(target, key)!r}; {takes}")
    features = sorted({word[1:] for one in like for word in one.features.split(",") if word})
    for word in target.features.split(",") if target.features else []:
        if word[:1] not in ("+", "-") or word[1:] not in features:
            takes = f"`features` are words such as `+{features[0]}`, by commas, of {', '.join(features)}"
            raise TargetError(f"target `{where}`: {word!r} is no feature; {takes}")
    if target.board:
        _check_interrupt_names(target, where)
    for part in ("flash", "ram") if target.board else ():
        origin, size = getattr(target.board, f"{part}_origin"), getattr(target.board, f"{part}_size")
        if origin < 0 or size < 1 or origin + size > 1 << target.word_bits:
            raise TargetError(f"target `{where}`: no memory is {size} bytes from address {origin:#x} (`{part}_origin`)")


def list_targets() -> list[Target]:
    """All targets that come with the package, by kind and name."""
    order = {"core": 0, "arch": 1, "chip": 2, "board": 3, "host": 4}
    return sorted((find_target(name) for name in _names()), key=lambda t: (order[t.kind], t.name))
