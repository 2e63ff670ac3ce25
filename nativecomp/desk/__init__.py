"""Compiled functions as CPython sees them: the decorators, calls on the emulated core, listings."""
