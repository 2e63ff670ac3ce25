"""Tests of the benchmark kernels and of the runner."""
