"""`nativecomp targets`: the one list that `--target` takes from, and all that is known of one."""

import click

from nativecomp.cli import report
from nativecomp.cli.options import TargetParameter
from nativecomp.cli.report import json_option
from nativecomp.targets import Target, list_targets

KINDS = {"core": "cores", "arch": "architectures", "chip": "chips", "board": "boards", "host": "computers"}


def _facts(target: Target) -> dict[str, object]:
    flash = target.board.flash_size if target.board else None
    return {
        "target": target.name, "kind": target.kind, "core": target.core, "FPU": target.fpu,
        "float bits": target.float_bits, "mpy": target.mpy, "flash": flash, "description": target.description,
    }  # fmt: skip


def _details(target: Target) -> dict[str, object]:
    """All that one wants to know of a target, in words and numbers."""
    facts = _facts(target) | {
        "word bits": target.word_bits,
        "unaligned accesses": target.unaligned,
        "LLVM": f"{target.triple}, {target.cpu}" + (f", {target.features}" if target.features else ""),
        "C passes floats": "in float registers" if target.float_abi in ("hard", "x86-64") else "in integer registers",
        "makes": ["obj", "asm", "llvm", "ir"] + ["mpy"] * bool(target.mpy) + ["elf"] * target.makes_programs
        + ["bin", "hex"] * bool(target.board)
        + ["uf2"] * bool(target.board and target.board.uf2_family),
    }  # fmt: skip
    if (board := target.board) is not None:
        facts |= {
            "flash": f"{board.flash_size >> 10} KiB at {board.flash_origin:#010x}",
            "RAM": f"{board.ram_size >> 10} KiB at {board.ram_origin:#010x}",
            "clock": f"{board.clock_hz / 1e6:g} MHz",
            "UART": f"{board.uart} at {board.uart_base:#010x}",
            "QEMU machine": board.qemu_machine or None,
        }
    modules = {name: sorted(table) for name, table in target.modules.items()}
    return facts | {"modules": modules, "interrupts": dict(target.interrupts)}


def _text(fact: object) -> str:
    if isinstance(fact, dict):
        pairs = [f"{name} {value}" if type(value) is int else f"{name}: {', '.join(value)}"
                 for name, value in fact.items()]  # fmt: skip
        return ", ".join(pairs) or "none"
    if isinstance(fact, list):
        return ", ".join(map(str, fact))
    return {True: "yes", False: "no", None: "none"}.get(fact, str(fact)) if isinstance(fact, bool | None) else str(fact)


@click.command()
@click.argument("name", type=TargetParameter(), required=False, metavar="[NAME]")
@json_option
def targets(name: Target | None) -> None:
    """List cores, architectures, chips and boards, or say all of one.

    \b
    Examples:
      nativecomp targets
      nativecomp targets pico2
      nativecomp targets --json
    """
    from rich.console import Console
    from rich.table import Table

    if name is not None:
        facts = _details(name)

        def show_one() -> None:
            table = Table(box=None, pad_edge=False, show_header=False)
            table.add_column(no_wrap=True)
            table.add_column(overflow="fold")
            for key, fact in facts.items():
                table.add_row(key, _text(fact))
            Console().print(table)

        report.current.answer(facts, show_one)
        return
    found = list_targets()

    def show() -> None:
        table = Table(box=None, pad_edge=False, header_style="bold")
        table.add_column("target", no_wrap=True)
        table.add_column(".mpy", no_wrap=True)
        table.add_column("what it is")
        for kind, title in KINDS.items():
            table.add_row(f"[bold]{title}[/]")
            for target in found:
                if target.kind == kind:
                    table.add_row(
                        f"  {target.name}", target.mpy, target.description + " (images)" * target.makes_programs
                    )
        Console().print(table)

    report.current.answer([_facts(target) for target in found], show)
