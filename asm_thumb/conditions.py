"""Condition codes and their opposites (ARMv7-M ARM, A7.3)."""

from __future__ import annotations

CONDITIONS: dict[str, int] = {
    name: code
    for code, names in enumerate(
        ("eq", "ne", "cs hs", "cc lo", "mi", "pl", "vs", "vc", "hi", "ls", "ge", "lt", "gt", "le")
    )
    for name in names.split()
}
"""Each condition and its code; `hs` and `lo` are the other names of `cs` and `cc`."""

CODES: tuple[str, ...] = ("eq", "ne", "cs", "cc", "mi", "pl", "vs", "vc", "hi", "ls", "ge", "lt", "gt", "le")
"""The usual name of each condition code."""


def opposite(condition: str) -> str:
    """The condition that holds exactly when `condition` doesn't."""
    return CODES[CONDITIONS[condition] ^ 1]
