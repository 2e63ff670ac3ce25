"""One page for a browser, with nothing outside of it: source, cost heat, counts of a run, and assembly side by side."""

from collections.abc import Mapping, Sequence
from html import escape

from nativecomp.desk.explain.lines import CLASSES, LineCost

_STYLE = """
body{font:14px system-ui,sans-serif;margin:1.5em} table{border-collapse:collapse} td{padding:1px 8px;vertical-align:top}
pre{margin:0;font:13px ui-monospace,monospace} .n{color:#888;text-align:right} .c{text-align:right;white-space:nowrap}
.machine{background:#d9f2d9} .guarded{background:#eef5c6} .allocation{background:#fde3b5} .runtime{background:#f8c9c4}
summary{cursor:pointer} .w{color:#444;font-size:12px} h2{margin:1.2em 0 .3em}
@media (prefers-color-scheme:dark){body{background:#1b1b1b;color:#ddd}.w{color:#aaa}.machine{background:#1f3a1f}
.guarded{background:#3a3d17}.allocation{background:#4a3510}.runtime{background:#521f1a}}
"""


def html_page(
    title: str, functions: Sequence[tuple[str, Sequence[LineCost]]], source: Sequence[str],
    extents: Mapping[str, range], assembly: Mapping[int, Sequence[str]], counts: Mapping[int, int],
) -> str:  # fmt: skip
    """The page. `extents` are the lines of each function; `assembly` and `counts` are by the number of the line."""
    parts = [f"<!doctype html><html lang=en><meta charset=utf-8><title>{escape(title)}</title><style>{_STYLE}</style>"]
    legend = " ".join(f"<span class={name}>&nbsp;{name}&nbsp;</span>" for name in CLASSES)
    parts.append(f"<h1>{escape(title)}</h1><p>{legend}</p>")
    most = max(counts.values(), default=0)
    for name, costs in functions:
        by_line = {cost.line: cost for cost in costs}
        parts.append(f"<h2>{escape(name)}</h2><table>")
        for line in extents[name]:
            parts.append(
                _row(line, source[line - 1], by_line.get(line), assembly.get(line, ()), counts.get(line), most)
            )
        parts.append("</table>")
    return "\n".join([*parts, "</html>\n"])


def _row(
    line: int, text: str, cost: LineCost | None, assembly: Sequence[str], count: int | None, most: int
) -> str:  # fmt: skip
    told = "".join(
        f"<div class=w>{escape(': '.join(filter(None, (work.what, work.cost, work.reason, work.instead))))}</div>"
        for work in (cost.works if cost else ())
        if work.cost not in ("machine",)
    )
    heat = f" style='font-weight:{400 + round(500 * count / most)}'" if count and most else ""
    code = (
        f"<details><summary>{len(assembly)} instructions</summary><pre>{escape(chr(10).join(assembly))}</pre></details>"
    )
    return (
        f"<tr class='{cost.cost if cost else ''}'><td class=n>{line}<td><pre>{escape(text) or ' '}</pre>{told}"
        f"<td class=c{heat}>{'' if count is None else format(count, ',')}<td>{code if assembly else ''}</tr>"
    )
