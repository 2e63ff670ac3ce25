"""What a call from bytecode costs: ours beside MicroPython's viper, for functions that do next to nothing."""

from dataclasses import dataclass

from benchmarks.micropython.measure import WrongResult
from benchmarks.micropython.programs import build_way
from benchmarks.micropython.script import Machine, MachineError, Timed, measure
from nativecomp.mpy import MpyError
from nativecomp.targets import Target

WAYS = ("viper", "balanced", "speed")

AT_ONCE = 6
"""Signatures that are measured together: a board has little memory."""


@dataclass(frozen=True)
class Signature:
    """A function: its parameters and result as text, the expression it returns, the arguments of the call."""

    parameters: str
    result: str
    value: str
    arguments: str

    def __str__(self) -> str:
        text = f"f({self.parameters})"
        return text + f" -> {self.result}" if self.result else text


SIGNATURES = (
    Signature("", "", "", ""),
    Signature("", "int", "1", ""),
    Signature("a: int", "", "", "5"),
    Signature("a: int", "int", "a", "5"),
    Signature("a: int, b: int", "int", "a + b", "5, -7"),
    Signature("a: int, b: int, c: int, d: int", "int", "a + b + c + d", "5, -7, 9, 11"),
    Signature("a: int, b: int, c: int, d: int, e: int", "int", "a + b + c + d + e", "5, -7, 9, 11, 13"),
    Signature("a: uint", "uint", "a", "5"),
    Signature("a: bool", "bool", "a", "True"),
    Signature("p: ptr8", "", "", "memory"),
    Signature("p: ptr8", "int", "p[0]", "memory"),
    Signature("p: ptr8, n: int", "int", "p[n]", "memory, 3"),
    Signature("p: ptr8, q: ptr8, n: int", "int", "p[n] + q[n]", "memory, memory, 3"),
    Signature("p: ptr16, at: int, value: int, count: int, step: int", "int", "p[at] + value + count + step",
              "memory, 3, 4, 5, 6"),
    Signature("o", "", "", "memory"),
    Signature("o", "", "o", "memory"),
    Signature("o, a: int", "int", "a", "memory, 5"),
    Signature("o, p: ptr8, a: int", "int", "p[a]", "memory, memory, 3"),
)  # fmt: skip

DEFAULT = Signature("a: int, b: int = 2", "int", "a + b", "5")
"""With an argument left out, which MicroPython's viper does not take."""


@dataclass(frozen=True)
class Call:
    """The machine's units of a call, by way; None where a way does not take it."""

    signature: Signature
    times: dict[str, float | None]

    @property
    def ratio(self) -> float | None:
        """The dearest of ours to MicroPython's viper."""
        viper = self.times["viper"]
        return max((self.times[way] or 0) for way in WAYS[1:]) / viper if viper else None


def _text(signatures: tuple[Signature, ...]) -> str:
    lines = ["import micropython"]
    for number, one in enumerate(signatures):
        head = f"def f{number}({one.parameters})" + f" -> {one.result}" * bool(one.result)
        lines += ["@micropython.viper", f"{head}:", f"    return {one.value}" if one.value else "    pass"]
    return "\n".join(lines) + "\n"


def measure_calls(machine: Machine, target: Target) -> list[Call]:
    """Time a call of each signature, made each way.

    Raises:
        WrongResult: MicroPython did not run it, or the results differ.
    """
    signatures = (*SIGNATURES, DEFAULT)
    groups = [signatures[first : first + AT_ONCE] for first in range(0, len(signatures), AT_ONCE)]
    return [call for group in groups for call in _measure_group(group, machine, target)]


def _measure_group(signatures: tuple[Signature, ...], machine: Machine, target: Target) -> list[Call]:
    text = _text(signatures)
    timed = [
        Timed(
            f"import calls_{way}\nf = calls_{way}.f{number}", f"f({one.arguments})", "pass", f"str(f({one.arguments}))"
        )
        for number, one in enumerate(signatures)
        for way in WAYS
    ]
    try:
        files = {way: build_way(lambda _: text, way, target) for way in WAYS}
        modules = {f"calls_{way}": data for way, data in files.items() if data is not None}
        found = iter(measure(machine, modules, timed, ["memory = bytearray(range(16))"]))
    except (MachineError, MpyError) as error:
        raise WrongResult(f"calls: {error}") from None
    return [_compare(one, {way: next(found) for way in WAYS}) for one in signatures]


def _compare(signature: Signature, answers: dict[str, tuple[float | None, object]]) -> Call:
    values = {way: value for way, (time, value) in answers.items() if time is not None}
    if len(set(values.values())) != 1 or not values.keys() >= {*WAYS[1:]}:
        raise WrongResult(f"calls: {signature}: {answers}")
    return Call(signature, {way: time for way, (time, _) in answers.items()})
