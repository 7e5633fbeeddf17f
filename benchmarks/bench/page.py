"""Writes docs/bench.md and its picture from the results."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.accuracy import ROOT
from benchmarks.apart import read
from benchmarks.bench.goals import Judged, judge
from benchmarks.bench.inference import COLD
from benchmarks.bench.kept import RESULTS, medians
from benchmarks.bench.picture import bars

from gatewise.bundle.files import write_file

__all__ = ["PAGE", "collect", "page", "write"]

PAGE = ROOT / "docs" / "bench.md"
PICTURE = ROOT / "docs" / "images" / "bench.svg"
DRAWN = "thucnews_titles"
OTHER = Path(__file__).with_name("left_out.json")

Results = Mapping[str, Mapping[str, Any]]


def collect() -> dict[str, Results]:
    """What was measured, by part."""
    parts = {name: read(RESULTS / f"{name}.json") for name in ("training", "inference", "growth")}
    return {
        **parts,
        "training": medians(parts["training"]),
        "inference": medians(parts["inference"]),
    }


def write() -> list[Judged]:
    """Write page and picture; the goals."""
    parts = collect()
    PICTURE.parent.mkdir(exist_ok=True)
    write_file(PICTURE, bars(parts["training"], DRAWN).encode())
    write_file(PAGE, page(parts).encode())
    return judge(parts)


def page(parts: Mapping[str, Results]) -> str:
    """The page in Markdown."""
    judged = judge(parts)
    intro = Path(__file__).with_name("page.md").read_text(encoding="utf-8").rstrip()
    sections = [
        intro,
        "## Where Gatewise loses",
        "\n".join(_losses(parts, judged)),
        "## Goals",
        _table(("what", "goal", "reached", ""), [judgement.line() for judgement in judged]),
        "## From raw file to saved model",
        "![Seconds from raw file to saved model](images/bench.svg)",
        *_trained(parts["training"]),
        "## From raw text to label",
        *_answered(parts["inference"]),
        "## Growth",
        _grown(parts["growth"]),
        "## Not measured",
        "\n".join(_left_out(parts)),
        "## Machine",
        _machine(parts),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _table(head: Sequence[str], lines: Sequence[str]) -> str:
    return "\n".join([f"| {' | '.join(head)} |", "|---" * len(head) + "|", *lines])


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _number(value: Any, form: str = ".3g", unit: str = "") -> str:
    return "—" if value is None else f"{value:{form}}{unit}"


def _by_set(results: Results, field: str) -> dict[str, dict[str, Mapping[str, Any]]]:
    """Results that have a field, by set and rival."""
    found: dict[str, dict[str, Mapping[str, Any]]] = {}
    for key, result in results.items():
        data, _, rival = key.partition("/")
        if field in result and rival != COLD:
            found.setdefault(data, {})[rival] = result
    return found


def _trained(results: Results) -> Iterator[str]:
    head = ("rival", "seconds", "accuracy", "texts a second in steps", "share run", "runs")
    for data, rivals in _by_set(results, "seconds").items():
        yield f"### {data}"
        yield _table(
            head,
            [
                _row(
                    name,
                    _number(r["seconds"]),
                    _number(r["accuracy"], ".2%"),
                    _number(r.get("speed"), ",.0f"),
                    _number(r["share"], ".3g"),
                    str(r["rounds"]),
                )
                for name, r in sorted(rivals.items(), key=lambda item: float(item[1]["seconds"]))
            ],
        )


def _answered(results: Results) -> Iterator[str]:
    cold = results.get(f"{DRAWN}/{COLD}", {}).get("seconds", {})
    head = ["rival", "texts a second", "without encoding", "one text: p50 ms", "p99 ms"]
    head += ["accuracy", "loaded MB", "peak MB", "MB on disk", "fastest with"]
    for data, rivals in _by_set(results, "bulk").items():
        yield f"### {data}"
        yield _table(
            head,
            [
                _row(
                    name,
                    _number(r["bulk"], ",.0f"),
                    _number(r["alone"], ",.0f"),
                    _number(r["p50_ms"]),
                    _number(r["p99_ms"]),
                    _number(r["accuracy"], ".2%"),
                    _number(r["rss_mb"], ".0f"),
                    _number(r["peak_mb"], ".0f"),
                    _number(r["bytes"] / 1e6, ".1f"),
                    f"{r['bulk_way']}; {r['single_way']}",
                )
                for name, r in sorted(rivals.items(), key=lambda item: -float(item[1]["bulk"]))
            ],
        )
    if cold:
        yield f"### Cold start, {DRAWN}"
        lines = [_row(n, _number(s)) for n, s in sorted(cold.items(), key=lambda item: item[1])]
        yield _table(("a fresh process, from start to end, one answer", "seconds"), lines)


def _grown(results: Results) -> str:
    lines = []
    for key, result in results.items():
        axis, model = key.split("/")
        for what in ("training", "prediction"):
            seconds = ", ".join(f"{value:.3g}" for value in result[what]["seconds"])
            span = f"{result['sizes'][0]:,} to {result['sizes'][-1]:,}"
            exponents = [f"{result[what][name]:.2f}" for name in ("exponent", "last")]
            lines.append(_row(axis, model, what, span, seconds, *exponents))
    head = ("grows", "model", "time of", "from", "seconds", "exponent", "of the last step")
    return _table(head, lines)


def _losses(parts: Mapping[str, Results], judged: Sequence[Judged]) -> Iterator[str]:
    """A line for every goal that is missed and every rival that is ahead."""
    for judgement in judged:
        if judgement.met is False:
            yield f"- Goal missed: {judgement.goal.sentence} is {judgement.reached:.3g}."
    for data, rivals in _by_set(parts["training"], "seconds").items():
        yield from _faster(data, rivals)
    for data, rivals in _by_set(parts["inference"], "bulk").items():
        ours = [float(r["bulk"]) for name, r in rivals.items() if name.startswith("gatewise")]
        for name, result in rivals.items():
            times = float(result["bulk"]) / max(ours, default=1.0)
            if ours and times > 1:
                yield f"- In bulk on {data}, {name} answers {times:.2g} times as many texts."


def _faster(data: str, rivals: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Rivals that are sooner done and no worse than one of ours, and those that are better."""
    ours = {name: r for name, r in rivals.items() if name.startswith("gatewise")}
    for name, result in rivals.items():
        right = result["accuracy"]
        if name in ours or right is None:
            continue
        for our, mine in ours.items():
            if result["seconds"] < mine["seconds"] and right >= mine["accuracy"]:
                yield (
                    f"- On {data}, {name} is sooner done than {our} ({result['seconds']:.3g} s, "
                    f"{mine['seconds']:.3g} s) and no less accurate ({right:.2%}, "
                    f"{mine['accuracy']:.2%})."
                )


def _left_out(parts: Mapping[str, Results]) -> Iterator[str]:
    """Rivals that could not be installed, and cells that failed, with their reasons."""
    for name, reason in json.loads(OTHER.read_text(encoding="utf-8")).items():
        yield f"- {name}: {reason}"
    for part, results in parts.items():
        for key, result in results.items():
            if "failed" in result:
                yield f"- {part} of {key}: {result['failed']}"


def _machine(parts: Mapping[str, Results]) -> str:
    """What the figures were measured on, as the first cell tells."""
    told = (r["machine"] for part in parts.values() for r in part.values() if "machine" in r)
    machine = next(told, None)
    if machine is None:
        return "Nothing is measured yet."
    instructions = ", ".join(machine["instructions"])
    return (
        f"{machine['processor']}, {machine['cores']} cores, {instructions}; "
        f"{machine['threads']} threads. Our kernels: {machine['kernels']}. "
        f"torch {machine['torch']}, NumPy {machine['numpy']}, {machine['libc']}."
    )
