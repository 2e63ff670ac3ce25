"""Examples: programs as MicroPython users write them, each with a check of its results."""
