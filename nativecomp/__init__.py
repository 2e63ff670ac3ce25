"""Ahead-of-time compiler from typed Python to machine code for microcontrollers."""
