"""The objects of `runtime/machine`: start-up, faults, exit, output. One source may make several, by macros."""

import tempfile
from pathlib import Path

from nativecomp.image.clang import compile_c
from nativecomp.targets import Target

OBJECTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "start": ("start", ()),
    "start-data": ("start", ("NC_HAS_DATA",)),
    "start-bss": ("start", ("NC_HAS_BSS",)),
    "start-data-bss": ("start", ("NC_HAS_DATA", "NC_HAS_BSS")),
    "fault": ("fault", ()),
    "fault-text": ("fault", ("NC_FAULT_TEXT",)),
    "exit": ("exit", ()),
    "interrupts": ("interrupts", ()),
    "boot-rp2040": ("boot_rp2040", ()),
    "boot-rp2350": ("boot_rp2350", ()),
    "write-rp2040": ("write_pl011", ()),
    "write-rp2350": ("write_pl011", ("NC_RP2350",)),
    "write-semihosting": ("write_semihosting", ()),
    "write-cmsdk": ("write_cmsdk", ()),
    "write-stm32": ("write_stm32", ()),
    "write-nrf51": ("write_nrf51", ()),
    **{f"uart-{kind}": (f"uart_{kind}", ()) for kind in ("none", "cmsdk", "stm32", "nrf51")},
    "uart-rp2040": ("uart_pl011", ()),
    "uart-rp2350": ("uart_pl011", ("NC_RP2350",)),
    **{f"pins-{kind}": (f"pins_{kind}", ()) for kind in ("none", "cmsdk", "stm32", "nrf51")},
    "pins-rp2040": ("pins_rp", ()),
    "pins-rp2350": ("pins_rp", ("NC_RP2350",)),
}
"""By the name of an object: its source, and the macros that make it."""
_SMALL = ("-Oz",)


def build_machine_objects(sources: Path, target: Target) -> dict[str, bytes]:
    """Compile `runtime/machine` of the runtime in `sources`; nothing for a target that is no microcontroller.

    Raises:
        RuntimeBuildError: a source does not compile.
    """
    if target.emulator != "arm":
        return {}
    by_macros: dict[tuple[str, ...], list[tuple[str, Path]]] = {}
    for name, (source, macros) in OBJECTS.items():
        by_macros.setdefault(macros, []).append((name, sources / "machine" / f"{source}.c"))
    objects: dict[str, bytes] = {}
    for macros, named in by_macros.items():
        with tempfile.TemporaryDirectory() as folder:
            options = (*_SMALL, *(f"-D{macro}=1" for macro in macros))
            paths = [path for _, path in named]
            include = sources / "include"
            made = compile_c(paths, target, Path(folder), include=include, bitcode=False, options=options)
            objects |= {name: path.read_bytes() for (name, _), path in zip(named, made, strict=True)}
    return objects
