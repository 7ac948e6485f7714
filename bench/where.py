#!/usr/bin/env python3
"""where: a picture of where slant's time goes, stage by stage, beside `wc -w` on the same text.

  where.py FIGURES.json WC_NS_PER_BYTE > where.svg

Enters: what `slant bench --to json FILE` prints, and nanoseconds a byte of `wc -w`. Leaves: one SVG that
needs nothing else, in light and in dark. Each stage begins where the one above it ends, so all of them
together are as long as slant's own bar; every bar has its name and figures in words, and nothing is told by
colour alone.
"""

import json
import statistics
import sys
from xml.sax.saxutils import escape

from setting import SLANT, UTF8
from turns import Row, run

WIDTH, ROW, BAR, TOP = 760, 26, 16, 48
LEFT, SCALE = 110, 420  # where the bars begin; how long the longest is
STYLE = """
  text { font: 13px sans-serif; fill: #1f2328 } .small { font-size: 12px } .title { font-weight: bold }
  .page { fill: #ffffff } .whole { fill: #57606a } .stage { fill: #2f6fbb }
  .wc { fill: #ffffff; stroke: #57606a } .line { stroke: #8c959f; stroke-dasharray: 2 3 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .page { fill: #0d1117 } .whole { fill: #9198a1 } .stage { fill: #6cb0ff }
    .wc { fill: #0d1117; stroke: #9198a1 } .line { stroke: #6e7681 }
  }"""


def drawing(figures, wc_ns):
    """The SVG's text."""
    stages = [(s["name"], s["ns_per_byte"]) for s in figures["stages"] if s["ns_per_byte"] >= 0.005]
    total = sum(ns for _, ns in stages)
    per_ns = SCALE / max(total, wc_ns)
    bars = [("slant", 0, total, "whole", f"{total:.2f} ns/byte, {1e3 / total:,.0f} MB/s")]
    bars += [("wc -w", 0, wc_ns, "wc", f"{wc_ns:.2f} ns/byte, {1e3 / wc_ns:,.0f} MB/s")]
    begin = 0
    for name, ns in stages:
        bars.append((name, begin, ns, "stage", f"{ns:.2f} ns/byte, {100 * ns / total:.0f} %"))
        begin += ns
    height = TOP + ROW * len(bars) + 36
    size, told = f'width="{WIDTH}" height="{height}"', "; ".join(f"{bar[0]} {bar[4]}" for bar in bars)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" {size} role="img">',
        f"<title>Where slant's time goes: {escape(told)}</title>",
        f"<style>{STYLE}\n</style>",
        f'<rect class="page" {size}/>',
        '<text class="title" x="16" y="26">Where the time goes, nanoseconds a byte, one thread</text>',
    ]
    for i, (name, at, ns, kind, said) in enumerate(bars):
        y, x, w = TOP + ROW * i, LEFT + at * per_ns, max(1, ns * per_ns)
        parts += [
            f'<text x="{LEFT - 10}" y="{y + 13}" text-anchor="end">{escape(name)}</text>',
            f'<rect class="{kind}" x="{x:.1f}" y="{y}" width="{w:.1f}" height="{BAR}"/>',
            f'<text class="small" x="{x + w + 8:.1f}" y="{y + 13}">{said}</text>',
        ]
        # Leads the eye to where the next stage begins.
        if kind == "stage" and i + 1 < len(bars):
            end = f"{x + w:.1f}"
            parts.append(f'<line class="line" x1="{end}" y1="{y + BAR}" x2="{end}" y2="{y + ROW}"/>')
    parts += [f'<text class="small" x="16" y="{height - 14}">{foot(figures)}</text>', "</svg>"]
    return "\n".join(parts) + "\n"


def foot(figures):
    """One line on what was read and what was remembered."""
    memo, grams = figures["memo"], figures["grams"]
    known = memo["hits"] / max(1, memo["hits"] + memo["misses"])
    found = grams["found"] / max(1, grams["looked_up"])
    return (
        f"{figures['words'] / 1e6:.1f} million words, {100 * known:.1f} % of them remembered from before; "
        f"{grams['looked_up'] / 1e6:.1f} million n-grams looked up, {100 * found:.0f} % found"
    )


# ---- as a part of the bench ----


def rows(setting, model):
    """`wc -w` and `slant bench` on the corpus; none where it does not answer."""
    text, size = setting.form["txt"], setting.counts["txt"][0]
    argv = [
        *setting.pin,
        SLANT,
        "bench",
        "-m",
        model["lanes1"]["path"],
        "--format",
        "lines",
        "--to",
        "json",
        text,
    ]
    try:
        json.loads(run(argv)[3])["stages"]
    except (RuntimeError, ValueError, KeyError) as e:
        print(f"bench: no picture of where the time goes: {e}", file=sys.stderr)
        setting.absent.append("slant bench, for bench/where.svg")
        return []
    return [
        Row("`wc -w`, C.UTF-8", [*setting.pin, "wc", "-w", text], size, env=UTF8),
        Row("slant bench", argv, size),
    ]


def report(found, path):
    """(figures, lines); writes the picture of the turn whose stages are slow in the middle."""
    if not found:
        return {}, []
    wc, bench = found
    told = sorted((json.loads(p) for p in bench.printed.values()), key=lambda f: f["seconds"])
    figures, wc_ns = (
        told[(len(told) - 1) // 2],
        statistics.median(s * 1e9 / wc.size for s in wc.wall.values()),
    )
    path.write_text(drawing(figures, wc_ns), encoding="utf-8")
    cells = ", ".join(f"{s['name']} {s['ns_per_byte']:.2f}" for s in figures["stages"])
    return {**figures, "wc_ns_per_byte": wc_ns}, [
        f"Where the time goes, ns/byte ({path.name}): {cells}; `wc -w` {wc_ns:.2f}"
    ]


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as source:
        sys.stdout.write(drawing(json.load(source), float(sys.argv[2])))
