"""Draw the ways of a call as bars, by matplotlib (the extra `plot`)."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from nativecomp.program.ways import Way

_SUFFIXES = (".png", ".svg", ".pdf")
_BAR, _HEAD = 0.35, 1.2
"""Inches of a bar and of what stands around those of a file."""


def draw_ways(path: Path, call: str, groups: Mapping[str, Sequence["Way"]]) -> None:
    """Instructions of each way, on a logarithmic scale: the groups below one another.

    Raises:
        UsageError: the file has another suffix.
        ClickException: matplotlib is not installed.
    """
    if path.suffix not in _SUFFIXES:
        raise click.UsageError(f"--plot writes {', '.join(_SUFFIXES)}, not {path.name}")
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise click.ClickException("--plot needs matplotlib: `pip install nativecomp[plot]`") from None
    heights = [_HEAD + _BAR * len(ways) for ways in groups.values()]
    figure = Figure(figsize=(8, sum(heights)), layout="constrained")
    axes = figure.subplots(len(groups), 1, squeeze=False, height_ratios=heights)
    axis: Any
    for (title, ways), axis in zip(groups.items(), axes.flat, strict=True):
        counted = [way for way in ways if way.instructions]
        counts = [way.instructions or 0 for way in counted]
        bars = axis.barh([way.name for way in counted], counts)
        axis.bar_label(bars, [f"{count:,} ({counts[0] / count:.3g}x)" for count in counts], padding=3)
        axis.set_xscale("log")
        axis.set_xlim(min(counts, default=1) / 2, max(counts, default=1) * 20)
        axis.invert_yaxis()
        axis.set_title(f"{call}: instructions, {title}")
    figure.savefig(path)
