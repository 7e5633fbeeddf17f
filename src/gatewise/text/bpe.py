"""Pieces learnt from the training texts by byte-pair encoding (Sennrich 2016; tokenizers).

Words are cut first, so that no piece spans two of them, and begin with a mark, so that the `able`
of "able" and of "readable" differ; a run of a script without spaces counts as one word. Signs stand
alone. What is learnt is kept in the form of the tokenizers package.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from types import ModuleType
from typing import Any

from gatewise.errors import MissingExtraError
from gatewise.text.script import starts_unspaced
from gatewise.text.tokenise import tokenize_runs

__all__ = ["Pieces", "learn_pieces"]

_BEGINS = "▁"
_UNKNOWN = "<unk>"  # no word: words hold no signs
_CACHED = 1 << 16


class Pieces:
    """Splits a normalised text into pieces.

    Args:
        learnt: What `learn_pieces` gave.

    Raises:
        MissingExtraError: tokenizers is not installed.
        ValueError: `learnt` is not of that form.
    """

    def __init__(self, learnt: str) -> None:
        package = _package()
        try:
            self._encode = package.Tokenizer.from_str(learnt).encode
        except Exception as error:  # the package raises nothing more special
            raise ValueError(f"no pieces of words: {error}") from error
        self._pieces = lru_cache(maxsize=_CACHED)(self._cut)

    def __call__(self, text: str) -> list[str]:
        """The pieces and signs of `text`."""
        return [piece for word in _words(text) for piece in self._pieces(word)]

    def _cut(self, word: str) -> tuple[str, ...]:
        if not word[0].isalnum() and word[0] not in (_BEGINS, "_"):
            return (word,)
        # By place, since a character that was never learnt is known by itself all the same.
        return tuple(word[start:end] for start, end in self._encode(word).offsets)


def learn_pieces(texts: Sequence[str], *, size: int, min_documents: int) -> str:
    """Learn at most `size` pieces from normalised `texts`.

    Args:
        texts: Normalised training texts.
        size: Characters count too.
        min_documents: Every piece stands in so many of the texts.

    Returns:
        JSON of the tokenizers package; equal texts give equal JSON.

    Raises:
        MissingExtraError: tokenizers is not installed.
    """
    package = _package()
    documents = [_words(text) for text in texts]
    tokenizer = package.Tokenizer(package.models.BPE(unk_token=_UNKNOWN))
    trainer = package.trainers.BpeTrainer(
        vocab_size=size,
        min_frequency=min_documents,
        special_tokens=[_UNKNOWN],
        show_progress=False,
    )
    with _one_thread():
        tokenizer.train_from_iterator(documents, trainer)
    learnt: str = tokenizer.to_str()
    return _without_rare(learnt, texts, min_documents)


def _without_rare(learnt: str, texts: Sequence[str], min_documents: int) -> str:
    """Drop pieces that too few texts are cut into, and no kept piece is made of.

    The package counts occurrences; a name that one text repeats would pass.
    """
    split = Pieces(learnt)
    found: Counter[str] = Counter()
    for text in texts:
        found.update(set(split(text)))
    kept = {piece for piece, documents in found.items() if documents >= min_documents}
    content: dict[str, Any] = json.loads(learnt)
    model = content["model"]
    merges = []
    for left, right in reversed(model["merges"]):
        if left + right in kept:
            kept |= {left, right}
            merges.append([left, right])
    model["merges"] = merges[::-1]
    known = sorted(kept & model["vocab"].keys(), key=model["vocab"].__getitem__)
    model["vocab"] = {piece: number for number, piece in enumerate([_UNKNOWN, *known])}
    return json.dumps(content, ensure_ascii=False)


def _words(text: str) -> list[str]:
    """What pieces are sought in: marked words, runs of unspaced scripts, and signs."""
    return [
        word
        if starts_unspaced(word) or not (word[0].isalnum() or word[0] == "_")
        else _BEGINS + word
        for word in tokenize_runs(text)
    ]


def _package() -> ModuleType:
    try:
        import tokenizers
        import tokenizers.models
        import tokenizers.trainers
    except ImportError as error:
        raise MissingExtraError.of("tokenizers", "bpe", "text.tokenizer = bpe") from error
    package: ModuleType = tokenizers
    return package


@contextmanager
def _one_thread() -> Iterator[None]:
    """Learn in one thread, so that pieces do not depend on which of several was first."""
    name = "TOKENIZERS_PARALLELISM"
    before = os.environ.get(name)
    os.environ[name] = "false"
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
