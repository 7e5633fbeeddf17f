"""Writes docs/benchmarks.md and its picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from benchmarks.accuracy import ROOT
from benchmarks.against.goals import Goal, curve, goals
from benchmarks.against.picture import curves
from benchmarks.against.sets import BASELINE, CURVES, RIVALS, SETS, SIZES, VARIANTS
from benchmarks.against.standing import (
    Results,
    Runs,
    Standing,
    beside,
    best_rival,
    best_then,
    runs_of,
)

from gatewise.bundle.files import write_file

__all__ = ["page", "write"]

PAGE = ROOT / "docs" / "benchmarks.md"
PICTURE = ROOT / "docs" / "images" / "curves.svg"

_AHEAD = ("points ahead", "95 % interval")

_INTRO = Path(__file__).with_name("page.md")


def write(results: Results) -> list[Goal]:
    """Write both, the picture as soon as it has something to show; the goals that they show."""
    write_file(PAGE, page(results).encode())
    panels = _panels(results)
    if _are_drawn(panels):
        PICTURE.parent.mkdir(exist_ok=True)
        write_file(PICTURE, curves(panels, SIZES).encode())
    return [goal for variant in VARIANTS for goal in goals(results, variant)]


def page(results: Results) -> str:
    """The page in Markdown."""
    parts = [_INTRO.read_text(encoding="utf-8").rstrip()]
    for variant in VARIANTS:
        parts += _sections(results, variant)
    parts += ["## The rivals, each alone", _table(_rivals_head(), _rivals(results))]
    return "\n\n".join(parts) + "\n"


def _sections(results: Results, variant: str) -> Iterator[str]:
    judged = list(goals(results, variant))
    yield f"## `{variant}`"
    ours = f"{variant} (lowest–highest)"
    head = ["set", ours, BASELINE, "best rival", "best then", *_AHEAD]
    yield _table(head, (_beside(results, data, variant) for data in SETS))
    yield f"### Where `{variant}` loses"
    yield "\n".join(_lost(results, variant, judged))
    yield "### Goals"
    told = "\n".join(goal.line() for goal in judged)
    yield f"| goal | asked | reached | |\n|---|---|---|---|\n{told}"
    yield "### From few rows"
    yield (
        f"The whole test file is answered by `{variant}` and by `{BASELINE}`, both learnt from the "
        "same rows, drawn plainly from the training file; each seed draws others. The interval is "
        "made as above."
    )
    if _are_drawn(_panels(results)):
        yield "![Test accuracy by rows learnt from](images/curves.svg)"
    head = ["set", "rows", variant, BASELINE, *_AHEAD]
    yield _table(head, _curves(results, variant))
    yield "### Seconds"
    yield (
        "The longest run of the seeds on two threads, from rows in memory to answers to the test "
        "rows. The rivals' seconds, on one thread, include the start of their process and the "
        "choice of their settings."
    )
    head = ["set", variant, BASELINE, *RIVALS.values()]
    yield _table(head, (_seconds(results, data, variant) for data in SETS))


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *map(list, rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines).replace("| --- ", "|---")


def _score(runs: Runs | None) -> str:
    return f"{100 * runs.mean:.2f}" if runs else "—"


def _spread(runs: Runs | None) -> str:
    """The mean with the lowest and highest, and how many seeds where some are missing."""
    if runs is None:
        return "—"
    scores = [100 * run["score"] for run in runs.kept]
    missing = "" if runs.whole else f", {len(scores)} run{'s' * (len(scores) > 1)}"
    return f"{_score(runs)} ({min(scores):.1f}–{max(scores):.1f}{missing})"


def _ahead(found: Standing | None) -> tuple[str, str]:
    """Points, in bold where they are significant, and their interval."""
    if found is None:
        return "—", "—"
    value, low, high = (100 * x for x in found.difference.to_json().values())
    shown = f"{value:+.2f}"
    mark = "**" if found.below or found.above else ""
    return f"{mark}{shown}{mark}", f"{low:+.2f} to {high:+.2f}"


def _beside(results: Results, data: str, variant: str) -> Iterator[str]:
    best = best_rival(results, data)
    ours = runs_of(results, data, variant)
    yield data
    yield _spread(ours)
    yield _score(runs_of(results, data, BASELINE))
    yield f"{RIVALS[best.who]} {_score(best)}" if best else "—"
    then = best_then(data)
    yield f"{then:.1f}" if then else "—"
    yield from _ahead(beside(results, data, variant))


def _lost(results: Results, variant: str, judged: Iterable[Goal]) -> Iterator[str]:
    """Every set on which a rival has the higher mean, and every goal that is missed."""
    found = {data: beside(results, data, variant) for data in SETS}
    some = False
    for data, one in found.items():
        if one and one.difference.value < 0:
            some = True
            how = "significantly" if one.below else "not significantly"
            points = f"{-100 * one.difference.value:.2f} points"
            yield f"- `{data}`: {RIVALS[one.other.who]} is ahead by {points}, {how}."
    for goal in judged:
        if goal.met is False:
            some = True
            yield f"- Goal missed: {goal.sentence}: {goal.reached}, asked {goal.asked}."
    missing = [f"`{data}`" for data, one in found.items() if one is None or not one.whole]
    if missing:
        yield f"- Not run to the end: {', '.join(missing)}."
    elif not some:
        yield "Nowhere on these sets, and no goal is missed."


def _curves(results: Results, variant: str) -> Iterator[Iterable[str]]:
    for data in CURVES:
        for rows in SIZES:
            ours, linear = (runs_of(results, data, who, rows) for who in (variant, BASELINE))
            ahead = _ahead(curve(results, data, rows, variant))
            yield data, f"{rows:,}", _spread(ours), _spread(linear), *ahead


def _panels(results: Results) -> dict[str, dict[str, dict[int, float]]]:
    """What the picture shows: lines by set and model."""
    return {data: dict(_lines(results, data)) for data in CURVES}


def _are_drawn(panels: Mapping[str, Mapping[str, Mapping[int, float]]]) -> bool:
    return any(line for lines in panels.values() for line in lines.values())


def _lines(results: Results, data: str) -> Iterator[tuple[str, dict[int, float]]]:
    """The lines of a panel, ours first."""
    for who in (*VARIANTS, BASELINE):
        every = {rows: runs_of(results, data, who, rows) for rows in SIZES}
        yield who, {rows: runs.mean for rows, runs in every.items() if runs}


def _seconds(results: Results, data: str, variant: str) -> Iterator[str]:
    yield data
    for who in (variant, BASELINE, *RIVALS):
        runs = runs_of(results, data, who)
        yield f"{runs.seconds:.0f}" if runs else "—"


def _rivals_head() -> tuple[str, ...]:
    return ("set", *(title for name in RIVALS.values() for title in (name, "then")))


def _rivals(results: Results) -> Iterator[list[str]]:
    for data, source in SETS.items():
        line = [data]
        for rival in RIVALS:
            failed = results.get(f"{data}/{rival}/0", {}).get("failed")
            then = source.expected.get(rival)
            line += [failed or _score(runs_of(results, data, rival))]
            line += [f"{then:.1f}" if then else "—"]
        yield line
