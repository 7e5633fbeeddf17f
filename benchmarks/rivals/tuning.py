"""What rivals do that choose their settings: a tenth of the training rows is held out for it.

Only the standard library is imported here, as in `protocol`.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.rivals import protocol

__all__ = ["Choice", "Data", "read", "score", "write"]

TENTH = 10

LabelSets = Sequence[Sequence[str]]
Settings = Mapping[str, Any]


@dataclass(frozen=True)
class Data:
    """Texts and their labels.

    Args:
        texts: Raw.
        labels: Of each; one of them unless `several`.
        several: Rows carry any number of labels.
    """

    texts: list[str]
    labels: list[list[str]]
    several: bool

    @property
    def names(self) -> list[str]:
        """The label of each row that has one."""
        return [label for (label,) in self.labels]

    @property
    def characters(self) -> int:
        """Of all texts together."""
        return sum(map(len, self.texts))

    def take(self, rows: Iterable[int]) -> Data:
        """Some of the rows."""
        chosen = list(rows)
        texts, labels = ([every[i] for i in chosen] for every in (self.texts, self.labels))
        return Data(texts, labels, self.several)  # type: ignore[arg-type]

    def parts(self) -> tuple[Data, Data]:
        """Nine tenths to learn from and one to choose by, each label in both by its share."""
        rows = list(range(len(self.texts)))
        random.Random(0).shuffle(rows)
        rows.sort(key=lambda row: self.labels[row])
        held = set(rows[TENTH // 2 :: TENTH])
        return self.take(sorted(set(rows) - held)), self.take(sorted(held))


def read(path: Path) -> Data:
    """`label<TAB>text` lines, or JSON Lines with `text` and `labels`."""
    if ".jsonl" not in path.suffixes:
        texts, names = protocol.read_rows(path)
        return Data(texts, [[name] for name in names], several=False)
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows = [json.loads(line) for line in content.decode().split("\n") if line]
    return Data([row["text"] for row in rows], [row["labels"] for row in rows], several=True)


def score(given: LabelSets, actual: LabelSets) -> float:
    """Micro-F1, which with one label and one answer a row is the accuracy."""
    pairs = list(zip(map(set, given), map(set, actual), strict=True))
    total = sum(len(one) + len(other) for one, other in pairs)
    return 2 * sum(len(one & other) for one, other in pairs) / max(1, total)


@dataclass
class Choice:
    """Settings chosen one after the other, each with what was best of those before it.

    Args:
        settings: Where the choice starts.
        ask: The score of some settings on the held-out rows.
    """

    settings: dict[str, Any]
    ask: Callable[[Settings], float]
    tried: list[tuple[dict[str, Any], float]] = field(default_factory=list)

    def among(self, name: str, values: Iterable[Any]) -> None:
        """Keep the value that scores highest; of equals the first."""
        asked = [{**self.settings, name: value} for value in values]
        self.settings = max(asked, key=self._score)

    def _score(self, settings: dict[str, Any]) -> float:
        """Of settings that were asked before the score is known."""
        known = [found for before, found in self.tried if before == settings]
        if not known:
            known = [self.ask(settings)]
            self.tried.append((settings, known[0]))
        return known[0]


def write(folder: Path, answers: LabelSets, choice: Choice) -> None:
    """Leave what was answered to the test rows, and by which settings."""
    best = max((found for _, found in choice.tried), default=None)
    told = {"answers": list(map(list, answers)), "chosen": choice.settings, "held_out": best}
    (folder / "answers.json").write_text(json.dumps(told), encoding="utf-8")
