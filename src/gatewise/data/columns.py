"""Which column is the text and which the label: as asked, by name, or by content; always told."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gatewise.data.table import Wanted
from gatewise.errors import InputError

__all__ = ["Choice", "choose_columns", "fold_name", "is_known_name", "looks_like_labels"]

# A name in an earlier tier wins over one in a later; two in the same tier are ambiguous.
_TEXT_NAMES = (
    "text texts 文本",
    "content contents sentence review reviews review_text review_body comment comments body "
    "message document tweet post question query utterance "
    "内容 內容 正文 评论 評論 评论内容 句子 留言",
    "title headline subject 标题 標題",
)
_LABEL_NAMES = (
    "label labels class target 标签 標籤 类别 類別 分类 分類",
    "category categories sentiment emotion topic intent polarity "
    "情感 情感倾向 主题 主題 意图 意圖 类型",
    "topics tags",
)
_LONGEST_LABEL = 60
_JUDGED_LABELS = 20_000
_JUDGED_TEXTS = 2000
_CLEARLY_LONGER = 1.25
_SHOWN = 20


@dataclass(frozen=True)
class Choice:
    """The columns that were chosen, and the sentence that tells what was not asked for."""

    text: tuple[str, ...]
    label: str | None
    weight: str | None = None
    notes: tuple[str, ...] = ()


def fold_name(name: str) -> str:
    """A column name as it is compared: without outer blanks, case, or full-width forms."""
    return unicodedata.normalize("NFKC", name).strip().casefold().replace(" ", "_")


def is_known_name(name: str) -> bool:
    """Whether a column of this name would be found by name."""
    folded = fold_name(name)
    return any(folded in tier.split() for tier in (*_TEXT_NAMES, *_LABEL_NAMES))


def choose_columns(columns: Mapping[str, list[object]], wanted: Wanted, source: str) -> Choice:
    """Choose text and label columns.

    Args:
        columns: Cells by name.
        wanted: What the user asked for; what is asked for is never replaced by a guess.
        source: The file, for messages.

    Raises:
        InputError: When an asked column is missing, when a needed one cannot be found, or when
            several are equally likely.
    """
    text, label, weight = _asked(columns, wanted, source)
    search = _Search({name: columns[name] for name in columns if name != weight}, source)
    notes = []
    if not text and (named := search.by_name(_TEXT_NAMES, (label,), "text")):
        text = (named,)
        notes.append(f"text is column {named!r}, by its name")
    if label is None:
        label, how = search.label(text, required=wanted.labels_required)
        notes.extend([f"label is column {label!r}, {how}"] if label is not None else [])
    if not text:
        text = (search.text_by_content(label),)
        notes.append(f"text is column {text[0]!r}, by content")
    return Choice(text, label, weight, (f"Columns: {'; '.join(notes)}.",) if notes else ())


def looks_like_labels(cells: Sequence[object]) -> bool:
    """Whether cells are short and repeat: at most half as many different ones as rows."""
    judged = cells[:: max(1, len(cells) // _JUDGED_LABELS)]
    words = [cell for cell in judged if isinstance(cell, str | int | float) and cell != ""]
    kinds = set(map(str, words))
    return (
        2 * len(words) > len(judged)
        and len(kinds) < len(words)
        and len(kinds) <= max(2, len(words) // 2)
        and max(map(len, kinds)) <= _LONGEST_LABEL
    )


def _asked(
    columns: Mapping[str, list[object]], wanted: Wanted, source: str
) -> tuple[tuple[str, ...], str | None, str | None]:
    """The columns that were asked for: texts, label, weight."""
    search = _Search(columns, source)
    text = tuple(search.asked(name, "--text") for name in wanted.text)
    label = None if wanted.label is None else search.asked(wanted.label, "--label")
    weight = None if wanted.weight is None else search.asked(wanted.weight, "--weight")
    asked = [name for name in (*text, label, weight) if name is not None]
    if twice := [name for name in asked if asked.count(name) > 1]:
        flags = "--text and --label" if weight not in twice else "--text, --label and --weight"
        came, remedy = f"column {twice[0]!r} was asked for twice", f"Correct {flags}."
        raise InputError.at(source, None, came, "different columns", remedy)
    return text, label, weight


class _Search:
    """One table's columns while text and label are looked for."""

    def __init__(self, columns: Mapping[str, list[object]], source: str) -> None:
        self.columns = columns
        self.source = source
        self.names = list(columns)

    def asked(self, name: str, flag: str) -> str:
        """The column that an asked name or 1-based number means."""
        same = [name] if name in self.columns else self._called(fold_name(name))
        if len(same) == 1:
            return same[0]
        if len(same) > 1:
            raise self._ambiguous(f"columns {_quoted(same)} are all called {name!r}", flag)
        if name.isdecimal() and 1 <= int(name) <= len(self.names):
            return self.names[int(name) - 1]
        folded = {fold_name(column): column for column in self.names}
        close = difflib.get_close_matches(fold_name(name), folded, n=1)
        hint = f"Did you mean {folded[close[0]]!r}?" if close else f"Correct {flag}."
        raise InputError.at(
            self.source, None, f"there is no column {name!r}", f"one of {_quoted(self.names)}", hint
        )

    def by_name(self, tiers: Iterable[str], taken: Sequence[str | None], kind: str) -> str | None:
        """The column with a known name of the first tier that has one."""
        for tier in tiers:
            found = [
                name for name in self.names if name not in taken and fold_name(name) in tier.split()
            ]
            if len(found) > 1:
                came = f"columns {_quoted(found)} could each be the {kind}"
                raise self._ambiguous(came, f"--{kind}")
            if found:
                return found[0]
        return None

    def label(self, text: Sequence[str], *, required: bool) -> tuple[str | None, str]:
        """The label column and how it was found; None where there is none and none is needed."""
        try:
            if name := self.by_name(_LABEL_NAMES, text, "label"):
                return name, "by its name"
            # Without need, a guess is only of use to keep labels from being taken for the text.
            name = self._label_by_content(text) if required or not text else None
        except InputError:
            if required:
                raise
            return None, ""
        if name is None and required:
            raise InputError.at(
                self.source,
                None,
                f"no label column found among {_quoted(self.names)}",
                "a column called label, class, category, 标签 …, or one of short, repeating values",
                "Name it with --label.",
            )
        return name, "by content"

    def text_by_content(self, label: str | None) -> str:
        """The column of clearly longest strings, leaving identifiers and addresses aside."""
        left = [n for n in self.names if n != label and _sample(self.columns[n])]
        prose = [n for n in left if _reads_like_prose(self.columns[n])]
        ranked = sorted(prose or left, key=lambda name: -_mean_length(self.columns[name]))
        if not ranked:
            raise InputError.at(
                self.source,
                None,
                f"no text column found among {_quoted(self.names)}",
                "a column called text, content, title, 标题, 内容 …, or one of long strings",
                "Name it with --text.",
            )
        if len(ranked) > 1:
            first, second = (_mean_length(self.columns[name]) for name in ranked[:2])
            if first < _CLEARLY_LONGER * second:
                came = f"columns {_quoted(ranked[:2])} could each be the text"
                raise self._ambiguous(came, "--text")
        return ranked[0]

    def _label_by_content(self, text: Sequence[str]) -> str | None:
        likely = [n for n in self.names if n not in text and looks_like_labels(self.columns[n])]
        several = [n for n in likely if len(set(map(str, self.columns[n]))) > 1]
        likely = several or likely
        if len(likely) > 1 and not text:
            # Short texts repeat too: of the likely columns the longest may be the text.
            longest = max(self.names, key=lambda name: _mean_length(self.columns[name]))
            likely = [name for name in likely if name != longest]
        if len(likely) > 1:
            came = f"columns {_quoted(likely)} could each be the label"
            raise self._ambiguous(came, "--label")
        return likely[0] if likely else None

    def _called(self, folded: str) -> list[str]:
        return [name for name in self.names if fold_name(name) == folded]

    def _ambiguous(self, came: str, flag: str) -> InputError:
        remedy = f"Say which with {flag}; the columns are {_quoted(self.names)}."
        return InputError.at(self.source, None, came, "one clear choice", remedy)


def _quoted(names: Sequence[str]) -> str:
    told = ", ".join(map(repr, names[:_SHOWN]))
    return told + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")


def _sample(cells: Sequence[object]) -> list[str]:
    step = max(1, len(cells) // _JUDGED_TEXTS)
    return [cell for cell in cells[::step] if isinstance(cell, str)]


def _mean_length(cells: Sequence[object]) -> float:
    words = _sample(cells)
    return sum(map(len, words)) / max(len(words), 1)


def _reads_like_prose(cells: Sequence[object]) -> bool:
    """Blanks or letters beyond ASCII in a third of the cells: not an identifier, URL or number."""
    words = _sample(cells)
    prose = sum(not word.isascii() or " " in word.strip() for word in words)
    return 3 * prose >= len(words) > 0
