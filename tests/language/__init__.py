"""Execution tests of every rule of docs/language.md, on every core and at every level, with results written by hand."""
