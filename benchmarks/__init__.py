"""Benchmarks: the same kernels as typed Python and as C, counted in one run on the emulated core."""
