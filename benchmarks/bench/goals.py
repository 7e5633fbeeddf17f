"""What this has to reach, as ratios of medians of one run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.bench.inference import COLD

__all__ = ["GOALS", "Goal", "Judged", "judge"]

Medians = Mapping[str, Mapping[str, Any]]
"""Results of a part by `set/rival`."""

Parts = Mapping[str, Medians]
"""By part: training, inference, growth."""


@dataclass(frozen=True)
class Goal:
    """A ratio with a bound.

    Args:
        sentence: What is compared.
        bound: The value it may not pass.
        least: It has to reach the bound; else it has to stay below it.
        ratio: From the results; raises KeyError or TypeError where a result is missing.
    """

    sentence: str
    bound: float
    least: bool
    ratio: Callable[[Parts], float]


@dataclass(frozen=True)
class Judged:
    """A goal and what was reached; None where a result is missing."""

    goal: Goal
    reached: float | None

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached."""
        if self.reached is None:
            return None
        return (
            self.reached >= self.goal.bound if self.goal.least else self.reached <= self.goal.bound
        )

    def line(self) -> str:
        """A line of a table in Markdown."""
        sign = "≥" if self.goal.least else "≤"
        reached = "—" if self.reached is None else f"{self.reached:.3g}"
        word = {None: "not measured", True: "met", False: "**missed**"}[self.met]
        return f"| {self.goal.sentence} | {sign} {self.goal.bound:g} | {reached} | {word} |"


def judge(parts: Parts) -> list[Judged]:
    """Every goal, in order."""
    return [Judged(goal, _reached(goal, parts)) for goal in GOALS]


def _reached(goal: Goal, parts: Parts) -> float | None:
    try:
        return goal.ratio(parts)
    except (KeyError, TypeError, ZeroDivisionError):
        return None


def _inference(data: str, ours: str, theirs: str, field: str) -> Callable[[Parts], float]:
    def ratio(parts: Parts) -> float:
        found = parts["inference"]
        return float(found[f"{data}/{ours}"][field] / found[f"{data}/{theirs}"][field])

    return ratio


def _tail(data: str, ours: str) -> Callable[[Parts], float]:
    def ratio(parts: Parts) -> float:
        found = parts["inference"][f"{data}/{ours}"]
        return float(found["p99_ms"] / found["p50_ms"])

    return ratio


def _cold(ours: str, theirs: str) -> Callable[[Parts], float]:
    def ratio(parts: Parts) -> float:
        seconds = parts["inference"][f"thucnews_titles/{COLD}"]["seconds"]
        return float(seconds[ours] / seconds[theirs])

    return ratio


def _training(data: str, first: str, second: str) -> Callable[[Parts], float]:
    def ratio(parts: Parts) -> float:
        found = parts["training"]
        return float(found[f"{data}/{first}"]["seconds"] / found[f"{data}/{second}"]["seconds"])

    return ratio


def _accuracy(data: str, ours: str, theirs: str) -> Callable[[Parts], float]:
    def ratio(parts: Parts) -> float:
        found = parts["training"]
        ahead = found[f"{data}/{ours}"]["accuracy"] - found[f"{data}/{theirs}"]["accuracy"]
        return float(100 * ahead)

    return ratio


def _exponent(axis: str, model: str, what: str) -> Callable[[Parts], float]:
    return lambda parts: float(parts["growth"][f"{axis}/{model}"][what]["exponent"])


def _bulk() -> Iterator[Goal]:
    for data in ("thucnews_titles", "imdb"):
        for rival, bound in (("fp32", 1.5), ("int8", 0.8)):
            told = f"bulk BiLSTM, {data}: rate over onnxruntime {rival}'s"
            ratio = _inference(data, "gatewise-bilstm", f"onnxruntime-{rival}-bilstm", "bulk")
            yield Goal(told, bound, True, ratio)
    for rival, bound in (("scikit-learn", 1.5), ("fasttext", 0.6)):
        ratio = _inference("thucnews_titles", "gatewise-textcnn", rival, "bulk")
        yield Goal(f"bulk TextCNN, thucnews_titles: rate over {rival}'s", bound, True, ratio)


def _single() -> Iterator[Goal]:
    for data, model in (
        ("thucnews_titles", "textcnn"),
        ("thucnews_titles", "bilstm"),
        ("imdb", "bilstm"),
    ):
        ours = f"gatewise-{model}"
        ratio = _inference(data, ours, f"onnxruntime-fp32-{model}", "p50_ms")
        yield Goal(f"one text, {model}, {data}: p50 over onnxruntime fp32's", 0.7, False, ratio)
        yield Goal(f"one text, {model}, {data}: p99 over p50", 2, False, _tail(data, ours))


def _starting() -> Iterator[Goal]:
    told = "cold start of `gatewise predict` (bilstm) over"
    ours = "gatewise-bilstm"
    yield Goal(f"{told} `import numpy`", 2.5, False, _cold(ours, "import numpy"))
    yield Goal(f"{told} the same answer through torch", 1 / 8, False, _cold(ours, "torch-bilstm"))
    yield Goal(
        "resident memory of the loaded TextCNN, banking77, MB",
        120,
        False,
        lambda parts: float(parts["inference"]["banking77/gatewise-textcnn"]["rss_mb"]),
    )


def _file_to_model() -> Iterator[Goal]:
    data = "thucnews_titles"
    told = f"file to model, {data}:"
    pairs = (
        ("gatewise-linear", "scikit-learn", 1.0),
        ("gatewise-textcnn", "fasttext", 6.0),
        ("gatewise-textcnn", "scikit-learn", 8.0),
    )
    for ours, theirs, bound in pairs:
        ratio = _training(data, ours, theirs)
        yield Goal(f"{told} {ours} over {theirs}", bound, False, ratio)
    ahead = _accuracy(data, "gatewise-linear", "scikit-learn")
    yield Goal(
        f"accuracy of gatewise-linear less scikit-learn's, {data}, points", -0.3, True, ahead
    )
    for where in (data, "imdb"):
        for model in ("textcnn", "bilstm"):
            for theirs, bound in ((f"keras-{model}", 10.0), ("spacy-ensemble", 5.0)):
                ratio = _training(where, theirs, f"gatewise-{model}")
                yield Goal(
                    f"file to model, {where}: {theirs} over gatewise-{model}", bound, True, ratio
                )


def _growing() -> Iterator[Goal]:
    for model in ("linear", "textcnn", "bilstm"):
        for axis, bound in (("texts", 1.05), ("length", 1.05), ("vocabulary", 0.3)):
            for what in ("training", "prediction"):
                told = f"exponent of {what} time in {axis}, {model}"
                yield Goal(told, bound, False, _exponent(axis, model, what))


GOALS: tuple[Goal, ...] = (
    *_bulk(),
    *_single(),
    *_starting(),
    *_file_to_model(),
    *_growing(),
)
