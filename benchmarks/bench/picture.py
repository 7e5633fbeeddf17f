"""Draws docs/images/bench.svg: seconds from raw file to saved model, and the accuracy reached."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape
from typing import Any

__all__ = ["bars"]

LEFT, WIDTH, ROW, TOP = 190, 330, 22, 44
OURS, THEIRS = "#00798c", "#adb5bd"


def bars(results: Mapping[str, Mapping[str, Any]], data: str) -> str:
    """Bars on a logarithmic scale, the fastest first, as SVG.

    Args:
        results: Of training, by `set/rival`.
        data: The set that is drawn.
    """
    found = {
        key.partition("/")[2]: result
        for key, result in results.items()
        if key.startswith(f"{data}/") and "seconds" in result
    }
    rows = sorted(found.items(), key=lambda item: float(item[1]["seconds"]))
    most = max((float(result["seconds"]) for _, result in rows), default=10.0)
    decades = max(1, math.ceil(math.log10(most)))
    height = TOP + ROW * len(rows) + 16
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 {height}"'
        ' font-family="sans-serif" font-size="13">',
        f"<title>From raw file to saved model, {escape(data)}</title>",
        f'<rect width="640" height="{height}" fill="#fff"/>',
        f'<text x="{LEFT}" y="16">{escape(data)}: seconds from raw file to saved model; accuracy'
        "</text>",
    ]
    for power in range(decades + 1):
        x = LEFT + WIDTH * power / decades
        parts.append(f'<path d="M{x:.0f} {TOP - 6}V{height - 10}" stroke="#ddd"/>')
        parts.append(f'<text x="{x:.0f}" y="{TOP - 10}" text-anchor="middle">{10**power}</text>')
    for number, (name, result) in enumerate(rows):
        parts += _bar(name, result, TOP + ROW * number, decades)
    return "\n".join([*parts, "</svg>", ""])


def _bar(name: str, result: Mapping[str, Any], y: int, decades: int) -> list[str]:
    seconds = float(result["seconds"])
    length = max(2.0, WIDTH * math.log10(max(1.0, seconds)) / decades)
    colour = OURS if name.startswith("gatewise") else THEIRS
    right = result.get("accuracy")
    told = f"{seconds:.3g} s" + (f"; {right:.1%}" if right is not None else "")
    return [
        f'<text x="{LEFT - 8}" y="{y + 14}" text-anchor="end">{escape(name)}</text>',
        f'<rect x="{LEFT}" y="{y + 2}" width="{length:.0f}" height="{ROW - 6}" fill="{colour}"/>',
        f'<text x="{LEFT + length + 6:.0f}" y="{y + 14}">{told}</text>',
    ]
