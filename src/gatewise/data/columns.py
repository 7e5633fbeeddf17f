"""Which column is the text and which the label: as asked, by name, or by content; always told."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from gatewise.data.problems import few
from gatewise.data.table import Wanted
from gatewise.errors import InputError
from gatewise.languages import say

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


def choose_columns(columns: Mapping[str, Sequence[object]], wanted: Wanted, source: str) -> Choice:
    """Choose text and label columns.

    Args:
        columns: Cells by name; of a long table a sample.
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
        notes.append(say("text is column {name!r}, by its name", name=named))
    if label is None:
        label, told = search.label(text, required=wanted.labels_required)
        notes.extend([told] if label is not None else [])
    if not text:
        text = (search.text_by_content(label),)
        notes.append(say("text is column {name!r}, by content", name=text[0]))
    chosen = say("Columns: {columns}.", columns=say("; ").join(notes))
    return Choice(text, label, weight, (chosen,) if notes else ())


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
    columns: Mapping[str, Sequence[object]], wanted: Wanted, source: str
) -> tuple[tuple[str, ...], str | None, str | None]:
    """The columns that were asked for: texts, label, weight."""
    search = _Search(columns, source)
    text = tuple(search.asked(name, "--text") for name in wanted.text)
    label = None if wanted.label is None else search.asked(wanted.label, "--label")
    weight = None if wanted.weight is None else search.asked(wanted.weight, "--weight")
    asked = [name for name in (*text, label, weight) if name is not None]
    if twice := [name for name in asked if asked.count(name) > 1]:
        came = say("column {name!r} was asked for twice", name=twice[0])
        if weight in twice:
            remedy = say("Correct --text, --label and --weight.")
        else:
            remedy = say("Correct --text and --label.")
        raise InputError.at(source, None, came, say("different columns"), remedy)
    return text, label, weight


class _Search:
    """One table's columns while text and label are looked for."""

    def __init__(self, columns: Mapping[str, Sequence[object]], source: str) -> None:
        self.columns = columns
        self.source = source
        self.names = list(columns)

    def asked(self, name: str, flag: str) -> str:
        """The column that an asked name or 1-based number means."""
        same = [name] if name in self.columns else self._called(fold_name(name))
        if len(same) == 1:
            return same[0]
        if len(same) > 1:
            came = say("columns {names} are all called {name!r}", names=_quoted(same), name=name)
            raise self._ambiguous(came, flag)
        if name.isdecimal() and 1 <= int(name) <= len(self.names):
            return self.names[int(name) - 1]
        folded = {fold_name(column): column for column in self.names}
        close = difflib.get_close_matches(fold_name(name), folded, n=1)
        if close:
            hint = say("Did you mean {near!r}?", near=folded[close[0]])
        else:
            hint = say("Correct {flag}.", flag=flag)
        came = say("there is no column {name!r}", name=name)
        expected = say("one of {names}", names=_quoted(self.names))
        raise InputError.at(self.source, None, came, expected, hint)

    def by_name(
        self,
        tiers: Iterable[str],
        taken: Sequence[str | None],
        kind: Literal["text", "label"],
    ) -> str | None:
        """The column with a known name of the first tier that has one."""
        for tier in tiers:
            found = [
                name for name in self.names if name not in taken and fold_name(name) in tier.split()
            ]
            if len(found) > 1:
                raise self._equally_likely(found, kind)
            if found:
                return found[0]
        return None

    def label(self, text: Sequence[str], *, required: bool) -> tuple[str | None, str]:
        """The label column, and words on how it was found; None where none is and none needs be."""
        try:
            if name := self.by_name(_LABEL_NAMES, text, "label"):
                return name, say("label is column {name!r}, by its name", name=name)
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
                say("no label column found among {names}", names=_quoted(self.names)),
                say(
                    "a column called label, class, category, 标签 …, or one of short, repeating "
                    "values"
                ),
                say("Name it with --label."),
            )
        return name, say("label is column {name!r}, by content", name=name)

    def text_by_content(self, label: str | None) -> str:
        """The column of clearly longest strings, leaving identifiers and addresses aside."""
        left = [n for n in self.names if n != label and _sample(self.columns[n])]
        prose = [n for n in left if _reads_like_prose(self.columns[n])]
        ranked = sorted(prose or left, key=lambda name: -_mean_length(self.columns[name]))
        if not ranked:
            raise InputError.at(
                self.source,
                None,
                say("no text column found among {names}", names=_quoted(self.names)),
                say("a column called text, content, title, 标题, 内容 …, or one of long strings"),
                say("Name it with --text."),
            )
        if len(ranked) > 1:
            first, second = (_mean_length(self.columns[name]) for name in ranked[:2])
            if first < _CLEARLY_LONGER * second:
                raise self._equally_likely(ranked[:2], "text")
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
            raise self._equally_likely(likely, "label")
        return likely[0] if likely else None

    def _called(self, folded: str) -> list[str]:
        return [name for name in self.names if fold_name(name) == folded]

    def _equally_likely(self, names: Sequence[str], kind: Literal["text", "label"]) -> InputError:
        if kind == "text":
            came = say("columns {names} could each be the text", names=_quoted(names))
        else:
            came = say("columns {names} could each be the label", names=_quoted(names))
        return self._ambiguous(came, f"--{kind}")

    def _ambiguous(self, came: str, flag: str) -> InputError:
        remedy = say(
            "Say which with {flag}; the columns are {names}.", flag=flag, names=_quoted(self.names)
        )
        return InputError.at(self.source, None, came, say("one clear choice"), remedy)


def _quoted(names: Sequence[str]) -> str:
    return few(list(map(repr, names)), _SHOWN)


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
