"""Whole programs in ordinary Python, to judge `@native`: a folder for each kind, a file for each program.

A program has `main(n)`, which does the work at size `n`; `SIZE` is the size to measure, and `main(SIZE_SMALL)` gives
`CHECK` on any Python. They were written from one-line descriptions by someone who had not seen the compiler, and are
kept as they came.
"""
