"""The page in a real browser: everything is drawn, nothing is complained of."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from gatewise.report import Page, render
from report.samples import names, sample_page

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-logging=stderr",
    "--virtual-time-budget=10000",
    "--dump-dom",
)


def opened(page: Page, folder: Path, *flags: str) -> tuple[str, list[str]]:
    """The document after its scripts ran, and what the console said."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        pytest.skip(
            f"Opening the page takes a browser; none of {', '.join(BROWSERS)} is installed."
        )
    file = folder / "report.html"
    file.write_text(render(page), encoding="utf-8")
    profile = f"--user-data-dir={folder / 'profile'}"
    command = [browser, *FLAGS, *flags, profile, file.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout, [line for line in done.stderr.splitlines() if "CONSOLE" in line]


@pytest.mark.slow
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    "page",
    [
        sample_page(classes=names(4), threshold=0.3),
        sample_page(classes=names(77), rows=2000),
        sample_page(classes=["a", "b"], rows=1, epochs=1),
    ],
    ids=["four", "many", "one-row"],
)
def test_every_plot_is_drawn(page: Page, dark: bool, tmp_path: Path) -> None:
    scheme = f"--blink-settings=preferredColorScheme={0 if dark else 1}"
    document, said = opened(page, tmp_path, scheme)
    assert said == []
    drawn = document.split('class="plot js-plotly-plot"')
    assert len(drawn) == 5
    assert all("main-svg" in plot for plot in drawn[1:])
    ink = "rgb(232, 235, 238)" if dark else "rgb(27, 31, 35)"
    assert f"fill: {ink}" in document


@pytest.mark.slow
def test_labels_are_shown_as_they_are(tmp_path: Path) -> None:
    document, said = opened(sample_page(classes=names(3)), tmp_path)
    assert said == []
    ticks = document[document.index("xaxislayer") :]
    assert "&lt;script&gt;alert('x')" in ticks
