"""The language: its types, and errors about it."""
