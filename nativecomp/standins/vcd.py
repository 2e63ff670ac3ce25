"""What pins did, as a file that GTKWave, PulseView and other viewers of logic analysers show (Value Change Dump)."""

import io
from collections.abc import Iterable
from typing import Any

from nativecomp.standins.log import Event

_NUMBERS = {"freq": 32, "duty_u16": 16, "duty_ns": 32}
"""Bits of what is written of a PWM."""


def vcd_of(events: Iterable[Event], end: int) -> str:
    """The text of a VCD file: a wire for each pin, integers for each PWM, in microseconds up to `end`.

    What comes before a pin's first event is not known (`x`).
    """
    from vcd import VCDWriter

    kept = [one for one in events if one.action == "value" or one.action in _NUMBERS]
    text = io.StringIO()
    with VCDWriter(text, timescale="1 us", comment="pins, by nativecomp") as writer:
        wires: dict[tuple[str, str], Any] = {}
        for event in kept:
            key = (event.device, event.action)
            if key not in wires:
                bits = _NUMBERS.get(event.action, 1)
                name = event.device.replace(" ", "_") + (f"_{event.action}" if bits > 1 else "")
                wires[key] = writer.register_var("board", name, "wire" if bits == 1 else "integer", size=bits)
        for event in kept:
            writer.change(wires[event.device, event.action], event.time, event.value)
        writer.close(max(end, kept[-1].time if kept else 0))
    return text.getvalue()
