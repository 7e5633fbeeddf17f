"""Draws docs/images/curves.svg: accuracy by rows learnt from."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

__all__ = ["curves"]

LEFT, TOP, WIDTH, HEIGHT, GAP = 44, 40, 160, 180, 46
COLOURS = ("#00798c", "#adb5bd", "#b5651d")

Line = Mapping[int, float]
"""Accuracy by rows."""


def curves(panels: Mapping[str, Mapping[str, Line]], sizes: Sequence[int]) -> str:
    """A panel a set, a line a model; rows on a logarithmic scale, as SVG.

    Args:
        panels: Lines by set and model.
        sizes: Rows, ascending.
    """
    right = LEFT + len(panels) * (WIDTH + GAP)
    bottom = TOP + HEIGHT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {right} {bottom + 44}"'
        ' font-family="sans-serif" font-size="12">',
        "<title>Test accuracy by rows learnt from</title>",
        f'<rect width="{right}" height="{bottom + 44}" fill="#fff"/>',
    ]
    for number, (data, lines) in enumerate(panels.items()):
        parts += _panel(data, lines, sizes, LEFT + number * (WIDTH + GAP))
    for number, name in enumerate(dict.fromkeys(name for ls in panels.values() for name in ls)):
        x, y = LEFT + 110 * number, bottom + 36
        parts.append(f'<path d="M{x} {y - 4}h24" stroke="{COLOURS[number]}" stroke-width="2"/>')
        parts.append(f'<text x="{x + 30}" y="{y}">{escape(name)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _panel(data: str, lines: Mapping[str, Line], sizes: Sequence[int], x: float) -> list[str]:
    """One set: its own scale of accuracy in tens of percent."""
    values = [value for line in lines.values() for value in line.values()] or [0.0, 1.0]
    low, high = math.floor(10 * min(values)), max(1, math.ceil(10 * max(values)))
    low = min(low, high - 1)
    parts = [f'<text x="{x}" y="{TOP - 16}" font-weight="bold">{escape(data)}, %</text>']
    for tenth in range(low, high + 1):
        y = _height(tenth / 10, low, high)
        parts.append(f'<path d="M{x} {y:.0f}h{WIDTH}" stroke="#ddd"/>')
        parts.append(f'<text x="{x - 6}" y="{y + 4:.0f}" text-anchor="end">{10 * tenth}</text>')
    for size in sizes:
        place = f'x="{_along(size, sizes, x):.0f}" y="{TOP + HEIGHT + 16}"'
        parts.append(f'<text {place} text-anchor="middle">{size:,}</text>')
    for colour, line in zip(COLOURS, lines.values(), strict=False):
        places = [
            (_along(size, sizes, x), _height(value, low, high)) for size, value in line.items()
        ]
        points = " ".join(f"{a:.1f},{b:.1f}" for a, b in places)
        drawn = f'fill="none" stroke="{colour}" stroke-width="2"'
        parts.append(f'<polyline {drawn} points="{points}"/>')
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colour}"/>' for a, b in places]
    return parts


def _along(size: int, sizes: Sequence[int], x: float) -> float:
    return x + 12 + (WIDTH - 24) * math.log(size / sizes[0]) / math.log(sizes[-1] / sizes[0])


def _height(value: float, low: int, high: int) -> float:
    return TOP + HEIGHT * (high - 10 * value) / (high - low)
