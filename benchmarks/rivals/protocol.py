"""What every rival does, and how it is asked: a script in an environment of its own.

`python -m benchmarks.rivals.NAME train TRAINING TEST OUT ...` trains from the raw file, saves, and
answers the test file. `measure OUT TEXTS ...` loads what was saved and is timed. `first OUT TEXT`
gives one answer, for those who time a cold start. Each prints one JSON object as its last line.

A rival brings two functions: `train`, and `load`, which gives one or several ways to answer; the
fastest is what counts. Only the standard library is imported here, and Python 3.11 is enough.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = [
    "Load",
    "Stretches",
    "Task",
    "Told",
    "Train",
    "Way",
    "main",
    "measure",
    "read_rows",
    "right",
    "spaced",
    "written_apart",
]

_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")

ROUNDS, WARM = 3, 50
PILOT = 5
"""One text in so many shows which way to answer is the fastest."""


@dataclass(frozen=True)
class Task:
    """A run of training.

    Args:
        training: File of `label<TAB>text` lines, maybe gzipped.
        test: The same; not read before the model is saved.
        out: Folder to save in, which is there.
        variant: Which of the rival's models.
        epochs: Where a rival has them.
        share: Share of the batches that is run; the seconds of the others are reckoned.
        seed: Of everything random.
        threads: To use.
    """

    training: Path
    test: Path
    out: Path
    variant: str
    epochs: int
    share: float
    seed: int
    threads: int


@dataclass(frozen=True)
class Told:
    """What a training run tells.

    Args:
        ended: When the model was saved, seconds since 1970.
        accuracy: On the test file; None when a share was run.
        left: Seconds that the batches which were left out would have taken.
        speed: Texts a second in training steps; None where there are no steps.
        steps: Steps that were run.
        share: Share of the work that was run.
    """

    ended: float
    accuracy: float | None
    left: float = 0.0
    speed: float | None = None
    steps: int = 0
    share: float = 1.0


@dataclass(frozen=True)
class Way:
    """A way to answer.

    Args:
        answer: What the model reads to labels, in the order of the texts.
        encode: Raw texts to what the model reads; None where the two cannot be told apart.
    """

    answer: Callable[[Any], Any]
    encode: Callable[[Sequence[str]], Any] | None = None

    def __call__(self, texts: Sequence[str]) -> Sequence[str]:
        """Raw texts in, labels out."""
        labels: Sequence[str] = self.answer(self.encode(texts) if self.encode else texts)
        return labels

    def alone(self, texts: Sequence[str]) -> float | None:
        """Texts a second of the model without the encoding of its texts."""
        if self.encode is None:
            return None
        return len(texts) / _seconds(self.answer, self.encode(texts), ROUNDS)


Train = Callable[[Task], Told]
Load = Callable[[Path, str, int], Mapping[str, Way]]
"""(folder, variant, threads) -> ways to answer, by name."""


class Stretches:
    """Seconds of training steps, and the median speed of five stretches of 200 of them."""

    LENGTH, COUNT = 200, 5

    def __init__(self) -> None:
        self._steps: list[tuple[float, float]] = []
        self._begun = time.perf_counter()

    def begin(self) -> None:
        """The next step starts now; what was between does not count."""
        self._begun = time.perf_counter()

    def step(self, texts: float) -> None:
        """A step over so many texts is done, and the next one starts."""
        now = time.perf_counter()
        self._steps.append((now - self._begun, texts))
        self._begun = now

    def __len__(self) -> int:
        return len(self._steps)

    @property
    def seconds(self) -> float:
        """Of all steps."""
        return sum(seconds for seconds, _ in self._steps)

    @property
    def speed(self) -> float | None:
        """Texts a second: the median of the stretches, or over the whole run if it is shorter."""
        if not self._steps:
            return None
        spare = len(self._steps) - self.LENGTH * self.COUNT
        if spare < 0:
            return _rate(self._steps)
        gap = spare // self.COUNT
        starts = [gap + i * (self.LENGTH + gap) for i in range(self.COUNT)]
        return statistics.median(_rate(self._steps[s : s + self.LENGTH]) for s in starts)


def _rate(steps: Sequence[tuple[float, float]]) -> float:
    return sum(texts for _, texts in steps) / max(1e-9, sum(seconds for seconds, _ in steps))


def read_rows(path: Path) -> tuple[list[str], list[str]]:
    """Texts and labels of a file of `label<TAB>text` lines."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    pairs = [line.split("\t", 1) for line in content.decode().split("\n") if line]
    return [text for _, text in pairs], [label for label, _ in pairs]


def spaced(texts: Sequence[str]) -> bool:
    """Whether most texts are written with spaces between words; else characters are tokens."""
    some = texts[:: max(1, len(texts) // 1000)]
    unspaced = sum(len(_UNSPACED.findall(text)) > len(text) / 4 for text in some)
    return unspaced <= len(some) / 2


def written_apart(text: str) -> str:
    """The characters of a text with spaces between them."""
    return " ".join(text.replace(" ", ""))


def right(found: Sequence[str], labels: Sequence[str]) -> float:
    """Share of labels that were found."""
    return sum(map(str.__eq__, map(str, found), labels)) / len(labels)


def memory(field: str = "VmRSS") -> float | None:
    """Resident memory of this process in MB (`VmHWM`: its peak); None where it is not told."""
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    line = next(line for line in status.read_text().splitlines() if line.startswith(field))
    return round(int(line.split()[1]) / 1024, 1)


def measure(loaded: Mapping[str, Way], texts: Sequence[str], singles: int) -> dict[str, Any]:
    """Rates and waiting times of the fastest way, texts in bulk and one at a time.

    Args:
        loaded: By name; one called `alone` is only there to be timed without its encoding.
        texts: Raw texts.
        singles: How many of them are asked one at a time.
    """
    ways = {name: way for name, way in loaded.items() if name != "alone"}
    pilot = list(texts[::PILOT])
    bulk = min(ways, key=lambda name: _seconds(ways[name], pilot, 2))
    way = ways[bulk]
    found = way(texts)
    one = min(ways, key=lambda name: _seconds(lambda t: _each(ways[name], t), pilot[:WARM], 2))
    waits = sorted(_each(ways[one], list(texts[:singles])))
    return {
        "bulk_way": bulk,
        "bulk": len(texts) / _seconds(way, texts, ROUNDS),
        "alone": loaded.get("alone", way).alone(texts),
        "single_way": one,
        "p50_ms": 1000 * statistics.median(waits),
        "p99_ms": 1000 * waits[min(len(waits) - 1, int(0.99 * len(waits)))],
        "found": found,
    }


def _seconds(run: Callable[[Any], Any], given: Any, rounds: int) -> float:
    """The median of several runs."""
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        run(given)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def _each(way: Way, texts: Sequence[str]) -> list[float]:
    """Seconds of every text, asked one at a time."""
    taken = []
    for text in texts:
        started = time.perf_counter()
        way([text])
        taken.append(time.perf_counter() - started)
    return taken


def main(*, train: Train | None = None, load: Load | None = None) -> None:
    """Do what the command line asks for.

    Args:
        train: Trains and saves; None for who only answers.
        load: Ways to answer; None where nothing answers with what is saved.
    """
    started = time.perf_counter()
    given = _options()
    if given.action == "train" and train is not None:
        names = ("training", "test", "out", "variant", "epochs", "share", "seed", "threads")
        told = train(Task(**{name: getattr(given, name) for name in names})).__dict__
    elif given.action == "first" and load is not None:
        ways = load(given.out, given.variant, given.threads)
        told = {"label": str(next(iter(ways.values()))([given.text])[0])}
    elif given.action == "measure" and load is not None:
        told = _measured(given, load, started)
    else:
        raise SystemExit(f"{given.action} is nothing this rival does.")
    print(json.dumps(told))


def _measured(given: argparse.Namespace, load: Load, started: float) -> dict[str, Any]:
    texts, labels = read_rows(given.texts)
    ways = load(given.out, given.variant, given.threads)
    next(iter(ways.values()))(texts[:1])
    told: dict[str, Any] = {"ready": time.perf_counter() - started, "rss_mb": memory()}
    told |= measure(ways, texts, given.singles)
    accuracy = right(told.pop("found"), labels)
    return {**told, "accuracy": accuracy, "peak_mb": memory("VmHWM")}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    actions = parser.add_subparsers(dest="action", required=True)
    for action, files in (
        ("train", ("training", "test", "out")),
        ("measure", ("out", "texts")),
        ("first", ("out",)),
    ):
        asked = actions.add_parser(action)
        for name in files:
            asked.add_argument(name, type=Path)
        if action == "first":
            asked.add_argument("text")
        asked.add_argument("--variant", default="")
        asked.add_argument("--threads", type=int, required=True)
        asked.add_argument("--singles", type=int, default=200)
        asked.add_argument("--epochs", type=int, default=1)
        asked.add_argument("--share", type=float, default=1.0)
        asked.add_argument("--seed", type=int, default=0)
    return parser.parse_args()
