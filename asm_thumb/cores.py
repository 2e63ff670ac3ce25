"""The cores: each is a name and the set of features that instruction rows ask for.

Sources: ARMv6-M ARM (DDI 0419), ARMv7-M ARM (DDI 0403), ARMv8-M ARM (DDI 0553), and the technical reference
manual of each core for what is optional.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Feature(Enum):
    """A group of instructions that a core has or lacks; the value says in English who has it."""

    BASE = "every Cortex-M"
    MID = "Cortex-M3, Cortex-M23 and newer"
    WIDE = "Cortex-M3 and newer"
    DSP = "Cortex-M4, Cortex-M7 and Cortex-M33 with the DSP extension"
    FP = "cores with a floating point unit, such as Cortex-M4F"
    DOUBLE = "cores with a double precision floating point unit, such as Cortex-M7 (cortex-m7-dp)"
    FP5 = "cores with an FPv5 floating point unit, such as Cortex-M7 and Cortex-M33"
    FP5_DOUBLE = "Cortex-M7 with a double precision FPv5 unit (cortex-m7-dp)"
    V8 = "Armv8-M cores: Cortex-M23 and Cortex-M33"
    V8_MAIN = "Armv8-M mainline cores, such as Cortex-M33"
    COPROCESSOR = "cores with a coprocessor interface, such as Cortex-M33"


@dataclass(frozen=True, slots=True)
class Core:
    """A processor core. `name` is the key in `CORES`, `title` is for people, `architecture` is Arm's name."""

    name: str
    title: str
    architecture: str
    features: frozenset[Feature]

    def has(self, feature: Feature) -> bool:
        """Whether the core has the instructions of `feature`."""
        return feature in self.features


_F = Feature
_V6M = frozenset({_F.BASE})
_V8_BASE = _V6M | {_F.MID, _F.V8}
_V7M = _V6M | {_F.MID, _F.WIDE}
_V7EM = _V7M | {_F.DSP}
_V8_MAIN = _V7M | {_F.V8, _F.V8_MAIN, _F.COPROCESSOR}
_FP5 = frozenset({_F.FP, _F.FP5})
_FP5_DP = _FP5 | {_F.DOUBLE, _F.FP5_DOUBLE}

CORES: dict[str, Core] = {
    core.name: core
    for core in (
        Core("cortex-m0", "Cortex-M0", "armv6-m", _V6M),
        Core("cortex-m0plus", "Cortex-M0+", "armv6-m", _V6M),
        Core("cortex-m3", "Cortex-M3", "armv7-m", _V7M),
        Core("cortex-m4", "Cortex-M4 without FPU", "armv7e-m", _V7EM),
        Core("cortex-m4f", "Cortex-M4F", "armv7e-m", _V7EM | {_F.FP}),
        Core("cortex-m7", "Cortex-M7 without FPU", "armv7e-m", _V7EM),
        Core("cortex-m7-sp", "Cortex-M7 with single precision FPU", "armv7e-m", _V7EM | _FP5),
        Core("cortex-m7-dp", "Cortex-M7 with double precision FPU", "armv7e-m", _V7EM | _FP5_DP),
        Core("cortex-m23", "Cortex-M23", "armv8-m.base", _V8_BASE),
        Core("cortex-m33-nodsp", "Cortex-M33 without FPU and DSP", "armv8-m.main", _V8_MAIN),
        Core("cortex-m33-dsp", "Cortex-M33 without FPU", "armv8-m.main", _V8_MAIN | {_F.DSP}),
        Core("cortex-m33", "Cortex-M33", "armv8-m.main", _V8_MAIN | {_F.DSP} | _FP5),
    )
}

ALIASES: dict[str, str] = {
    "armv6m": "cortex-m0",
    "armv7m": "cortex-m3",
    "armv7em": "cortex-m4",
    "armv7emsp": "cortex-m4f",
    "armv7emdp": "cortex-m7-dp",
    "armv8m.base": "cortex-m23",
    "armv8m.main": "cortex-m33-nodsp",
    "cortex-m0+": "cortex-m0plus",
}
"""MicroPython's architecture names and other spellings, each for the core with just these features."""


def find_core(name: str | Core) -> Core:
    """The core of this name or alias; raises `ValueError` that lists the names when there is none."""
    if isinstance(name, Core):
        return name
    key = name.lower()
    key = ALIASES.get(key, key)
    if key not in CORES:
        raise ValueError(f"unknown core {name!r}; known: {', '.join([*CORES, *ALIASES])}")
    return CORES[key]
