"""Conformance: MicroPython's own tests, compiled by its `mpy-cross` and by ours, on the same MicroPython."""
