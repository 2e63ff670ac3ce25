"""Tests of the compiler, its runtime and its tools."""
