"""`python -m benchmarks.led`: instructions for a pulse on an output bit, from bytecode to C.

An image with `led.py` calls one of its functions, as often as the emulated board tells it. It runs twice; the
difference of the two runs is that of the pulses:

    led.toggle_viper(1000)       30,551 instructions
    led.toggle_viper(2000)       34,551                    4 a pulse

The author of the first pyboard said that its LED can be switched at about 100 kHz from bytecode, at 10 MHz from C.
"""

import tempfile
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from nativecomp.emulator import run_image
from nativecomp.emulator.devices import Watch
from nativecomp.options import Options
from nativecomp.program.build import build_program
from nativecomp.program.cway import C_NAME, c_functions
from nativecomp.targets import Target, find_target

FOLDER = Path(__file__).parent
WAYS = {"bytecode": "toggle_bytecode", "@native": "toggle_native", "@viper": "toggle_viper", "@asm_thumb": "toggle_asm"}
GPIO, PULSES = 0x4002_0018, 1000
_COUNT = 0x4FF0_0000
"""Where the image reads how many pulses it is to make."""
_MAIN = "import led, machine\nled.{function}(machine.mem32[{count}])\n"


def pulses_of(function: str, target: Target) -> float:
    """Instructions of a pulse that a function of led.py makes.

    Raises:
        AssertionError: it did not write what a pulse is.
    """
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "led.py").write_text((FOLDER / "led.py").read_text("utf-8"), "utf-8")
        main = Path(folder) / "main.py"
        main.write_text(_MAIN.format(function=function, count=_COUNT), "utf-8")
        image = build_program(str(main), Options(target)).elf
    instructions = []
    for count in (PULSES, 2 * PULSES):
        port = Watch(GPIO, 4)
        outcome = run_image(image, target, watches=[Watch(_COUNT, 4, read=count), port])
        assert outcome.exit_code == 0, outcome.output
        assert len(port.log) == 2 * count
        instructions.append(outcome.instructions)
    return (instructions[1] - instructions[0]) / PULSES


def pulses_in_c(target: Target) -> float:
    """Instructions of a pulse in C."""
    functions = c_functions(FOLDER / "led.c", target)
    functions.machine.watch(GPIO, 4)
    functions.names["toggle_c"](PULSES)
    one = functions.instructions
    functions.names["toggle_c"](2 * PULSES)
    return (functions.instructions - 2 * one) / PULSES


@click.command()
@click.option("--target", default="netduinoplus2", show_default=True, help="A board; this one has the pyboard's chip.")
def main(target: str) -> None:
    """Count the instructions of a pulse in each way, on our runtime on an emulated board."""
    board = find_target(target)
    counts = {way: pulses_of(function, board) for way, function in WAYS.items()}
    counts[C_NAME] = pulses_in_c(board)
    table = Table(title=f"A pulse on an output bit on {board.name}")
    for column in ("way", "instructions a pulse", "times faster than bytecode"):
        table.add_column(column, justify="left" if column == "way" else "right")
    for way, count in counts.items():
        table.add_row(way, f"{count:,.1f}", f"{counts['bytecode'] / count:,.1f}")
    Console().print(table)


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.led")
