"""Draws docs/images/gradients.svg from examples/article/gradients.py: `make docs`."""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "images" / "gradients.svg"
COLOURS = ("#d1495b", "#b5651d", "#6c757d", "#2a9d5c", "#00798c")

TOP, POWERS, UNIT = 20, (15, -20), 9
LEFT, STEP, DISTANCES = 60, 4.4, range(0, 101, 20)


def gradients() -> str:
    """The curves on a logarithmic scale, as SVG."""
    found = runpy.run_path(str(ROOT / "examples" / "article" / "gradients.py"))["curves"]()
    bottom = _height(POWERS[1])
    right = _along(DISTANCES[-1])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 {bottom + 50:.0f}"'
        ' font-family="sans-serif" font-size="13">',
        "<title>Gradient by distance, relative to the last token's</title>",
        f'<rect width="640" height="{bottom + 50:.0f}" fill="#fff"/>',
    ]
    for power in range(POWERS[0], POWERS[1] - 1, -5):
        y = _height(power)
        parts.append(f'<path d="M{LEFT} {y:.0f}H{right:.0f}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.0f}" text-anchor="end">1e{power}</text>')
    for distance in DISTANCES:
        x = _along(distance)
        parts.append(
            f'<text x="{x:.0f}" y="{bottom + 20:.0f}" text-anchor="middle">{distance}</text>'
        )
    parts.append(f'<text x="{LEFT}" y="{bottom + 42:.0f}">tokens in between</text>')
    for colour, (name, values) in zip(COLOURS, found.items(), strict=True):
        heights = [_height(power) for power in np.log10(values)]
        line = " ".join(f"{_along(d):.0f},{y:.0f}" for d, y in enumerate(heights))
        parts.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{line}"/>')
        place = f'x="{right + 6:.0f}" y="{heights[-1] + 4:.0f}"'
        parts.append(f'<text {place} fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _height(power: float) -> float:
    return TOP + UNIT * (POWERS[0] - power)


def _along(distance: float) -> float:
    return LEFT + STEP * distance


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(gradients(), encoding="utf-8")
