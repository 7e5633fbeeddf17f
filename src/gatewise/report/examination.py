"""An examination on the terminal: 80 columns are enough, and colour carries no meaning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table

from gatewise.data.problems import few
from gatewise.doctor.examine import Examination, FileFacts
from gatewise.doctor.finding import SEVERITIES, Finding, Severity, quoted
from gatewise.languages import say
from gatewise.report.plain import plain

__all__ = ["render"]

_STYLES: dict[Severity, str] = {"error": "bold red", "warning": "yellow", "info": "cyan"}
_SHOWN_LABELS = 8


def render(examination: Examination) -> RenderableType:
    """The facts of each file, the findings with their remedies, and their number."""
    several = len(examination.files) > 1
    return Group(
        *(_file(facts) for facts in examination.files),
        *([_findings(examination.findings, several=several)] if examination.findings else []),
        plain(_total(examination.findings)),
    )


def _file(facts: FileFacts) -> RenderableType:
    grid = _grid()
    for name, value in _described(facts):
        grid.add_row(plain(name), plain(value))
    return Group(plain(facts.source, "bold"), Padding(grid, (0, 0, 1, 2)))


def _described(facts: FileFacts) -> Iterable[tuple[str, str]]:
    lengths = facts.lengths
    yield say("rows"), say("{rows}, {encoding}", rows=facts.rows, encoding=facts.encoding)
    columns = say(", ").join(map(repr, facts.text_columns))
    label = say("none") if facts.label_column is None else repr(facts.label_column)
    yield say("columns"), say("text {columns}; label {label}", columns=columns, label=label)
    if facts.kind is not None:
        yield say("kind"), _kind(facts)
    if facts.labels:
        yield say("classes"), _classes(facts.labels)
    yield (
        say("characters"),
        say(
            "{min} to {max} a text; median {median}, 95 % up to {p95}",
            min=lengths.min,
            max=lengths.max,
            median=lengths.median,
            p95=lengths.p95,
        ),
    )
    for note in facts.notes:
        yield say("note"), note


def _kind(facts: FileFacts) -> str:
    per_row = facts.labels_per_row
    if per_row is None:
        return say("multi-class: one label a row")
    return say(
        "multi-label: {mean} labels a row on average, at most {max}; none in {none} rows",
        mean=f"{per_row.mean:.2f}",
        max=per_row.max,
        none=per_row.none,
    )


def _classes(labels: dict[str, int]) -> str:
    sizes = [f"{quoted(label)} {count}" for label, count in labels.items()]
    return say("{count}: {classes}", count=len(labels), classes=few(sizes, _SHOWN_LABELS))


def _findings(findings: Iterable[Finding], *, several: bool) -> RenderableType:
    grid = _grid()
    for finding in findings:
        weight, told = finding.severity, finding.message
        if several:
            told = say("{source}: {message}", source=finding.source, message=told)
        grid.add_row(plain(say(weight), _STYLES[weight]), plain(told))
        grid.add_row("", Padding(plain(finding.remedy, "dim"), (0, 0, 1, 0)))
    return grid


def _total(findings: Iterable[Finding]) -> str:
    number = Counter(finding.severity for finding in findings)
    counts = (f"{say(name)} {number[name]}" for name in SEVERITIES)
    return say("Found: {counts}.", counts=say(", ").join(counts))


def _grid() -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    return grid
