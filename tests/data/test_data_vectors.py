"""Word vectors from every format that others write, and files that are none."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from gatewise.data.content import BLOCK
from gatewise.data.vectors import Asked, Vectors, read_vectors
from gatewise.errors import InputError

WORDS = ("the", "naïve", "中国", "7", "中")
VALUES = np.random.default_rng(0).normal(size=(len(WORDS), 4)).astype(np.float32)
"""A row a word."""


def _lines(*, trailing: str = "") -> str:
    rows = zip(WORDS, VALUES.tolist(), strict=True)
    return "".join(f"{word} {' '.join(map(repr, row))}{trailing}\n" for word, row in rows)


def _glove() -> bytes:
    return _lines().encode()


def _vec() -> bytes:
    return (f"{len(WORDS)} 4\n" + _lines(trailing=" ")).encode()


def _word2vec(newline: bytes = b"") -> bytes:
    rows = (w.encode() + b" " + v.tobytes() + newline for w, v in zip(WORDS, VALUES, strict=True))
    return f"{len(WORDS)} 4\n".encode() + b"".join(rows)


def _npz(**more: NDArray[np.generic]) -> bytes:
    content = io.BytesIO()
    np.savez(content, embeddings=VALUES, allow_pickle=False, **more)
    return content.getvalue()


def _npy(values: NDArray[np.generic] = VALUES) -> bytes:
    content = io.BytesIO()
    np.save(content, values, allow_pickle=False)
    return content.getvalue()


def _fasttext(
    *, high: int = 0, version: int = 12, quantised: bool = False, pruned: int = -1
) -> bytes:
    """A model with a label in its dictionary and, with n-grams, one row that all of them share."""
    settings = struct.pack("<12id", 4, 5, 5, 1, 5, 1, 2, 2, 1, 3, high, 100, 1e-4)
    entries = [*((word, 0) for word in WORDS), ("__label__x", 1)]
    counts = struct.pack("<iiiqq", len(entries), len(WORDS), 1, 99, pruned)
    listed = b"".join(w.encode() + b"\0" + struct.pack("<qb", 3, kind) for w, kind in entries)
    matrix = np.vstack([VALUES, np.ones((1, 4), np.float32)])
    head = struct.pack("<ii", 793712314, version) + settings + counts + listed
    return head + struct.pack("<?qq", quantised, *matrix.shape) + matrix.tobytes()


def _write(folder: Path, name: str, content: bytes) -> str:
    path = folder / name
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return str(path)


def _same(found: Vectors, words: Sequence[str] = WORDS) -> bool:
    row = {word: values for word, values in zip(found.words, found.values, strict=True)}
    return set(row) == set(words) and all(
        np.array_equal(row[word], VALUES[WORDS.index(word)]) for word in words
    )


FORMATS: dict[str, Callable[[], bytes]] = {
    "glove.txt": _glove,
    "glove.txt.gz": _glove,
    "wiki.vec": _vec,
    "vectors.bin": _word2vec,
    "lines.bin": lambda: _word2vec(b"\n"),
    "packed.bin.gz": _word2vec,
    "model.bin": _fasttext,
    "words.npz": lambda: _npz(words=np.array(WORDS)),
    "words.npz.gz": lambda: _npz(words=np.array(WORDS)),
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_vectors_that_are_asked_for(name: str, tmp_path: Path) -> None:
    file = _write(tmp_path, name, FORMATS[name]())
    assert _same(read_vectors(file, Asked([*WORDS, "unknown"])))
    assert _same(read_vectors(file, Asked(["中", "the"])), ["the", "中"])
    nothing = read_vectors(file, Asked(["unknown"]))
    assert nothing.words == ()
    assert nothing.values.shape == (0, 4)


@pytest.mark.parametrize("beside", ["words.vocab.txt", "words.vocab.txt.gz", "words.txt"])
@pytest.mark.parametrize("name", ["words.npy", "words.npz", "words.npy.gz"])
def test_words_of_an_array_stand_beside_it(name: str, beside: str, tmp_path: Path) -> None:
    _write(tmp_path, beside, ("\n".join(WORDS) + "\n").encode())
    file = _write(tmp_path, name, _npz() if ".npz" in name else _npy())
    assert _same(read_vectors(file, Asked(WORDS)))


@pytest.mark.parametrize("kind", ["<f8", ">f4", "<f2"])
def test_an_array_may_be_of_any_numbers_and_lie_by_columns(kind: str, tmp_path: Path) -> None:
    _write(tmp_path, "a.vocab.txt", "\n".join(WORDS).encode())
    file = _write(tmp_path, "a.npy", _npy(np.asfortranarray(VALUES.astype(kind))))
    found = read_vectors(file, Asked(WORDS))
    order = [found.words.index(word) for word in WORDS]
    assert np.array_equal(found.values[order], VALUES.astype(kind).astype(np.float32))
    assert found.values.dtype == np.float32


def test_a_word_of_fasttext_is_the_mean_of_its_row_and_its_ngrams(tmp_path: Path) -> None:
    found = read_vectors(_write(tmp_path, "a.bin", _fasttext(high=4)), Asked(["the", "7"]))
    values = dict(zip(found.words, found.values, strict=True))
    # <th the he> <the the>, each in the one row of ones; <7> has one of three characters.
    assert np.allclose(values["the"], (VALUES[0] + 5) / 6, atol=1e-6)
    assert np.allclose(values["7"], (VALUES[3] + 1) / 2, atol=1e-6)
    old = read_vectors(_write(tmp_path, "b.bin", _fasttext(high=4, pruned=0)), Asked(["the"]))
    assert np.array_equal(old.values[0], VALUES[0])


def test_large_binaries_are_read_across_blocks(tmp_path: Path) -> None:
    count, width = 4000, 50
    values = np.random.default_rng(1).normal(size=(count, width)).astype(np.float32)
    assert values.nbytes > 2 * BLOCK
    body = b"".join(f"w{i} ".encode() + row.tobytes() for i, row in enumerate(values))
    _write(tmp_path, "b.vocab.txt", "\n".join(f"w{i}" for i in range(count)).encode())
    files = [
        _write(tmp_path, "a.bin", f"{count} {width}\n".encode() + body),
        _write(tmp_path, "b.npy", _npy(values)),
    ]
    for file in files:
        found = read_vectors(file, Asked(["w3999", "w0", "w1234"]))
        assert found.words == ("w0", "w1234", "w3999")
        assert np.array_equal(found.values, values[[0, 1234, 3999]])


def test_exact_spelling_comes_before_lower_case_and_the_first_row_wins(tmp_path: Path) -> None:
    text = "Paris 1\nparis 2\nＰＡＲＩＳ 3\nparis 4\nBerlin 5\nberlin 6\nROME 7\nRome 8\n"
    file = _write(tmp_path, "a.txt", text.encode())
    words = ["paris", "Paris", "PARIS", "berlin", "Berlin", "rome"]
    found = read_vectors(file, Asked(words))
    row = dict(zip(found.words, found.values[:, 0].tolist(), strict=True))
    expected = {"paris": 2, "Paris": 1, "PARIS": 2, "berlin": 6, "Berlin": 5, "rome": 7}
    assert row == expected


@pytest.mark.parametrize("name", FORMATS)
def test_the_first_words_may_be_asked_for_whatever_they_are(name: str, tmp_path: Path) -> None:
    file = _write(tmp_path, name, FORMATS[name]())

    def word_of(written: str) -> str | None:
        return None if written == "7" else written

    found = read_vectors(file, Asked(["the"], 2, word_of))
    assert found.first == ("the", "naïve")
    assert _same(found, found.first)
    assert read_vectors(file, Asked(["中"], 99, word_of)).first == ("the", "naïve", "中国", "中")
    assert read_vectors(file, Asked(["中"])).first == ()


def test_a_first_word_takes_the_row_that_is_spelt_as_it(tmp_path: Path) -> None:
    file = _write(tmp_path, "a.txt", b"Paris 1\nBerlin 2\nparis 3\nrome 4\n")
    found = read_vectors(file, Asked([], 2, str.lower))
    assert found.first == ("paris", "berlin")
    assert found.words == ("berlin", "paris")
    assert found.values.tolist() == [[2], [3]]


def test_words_may_be_numbers_or_hold_blanks(tmp_path: Path) -> None:
    text = "3 0.5 0.25\n. . . 1 2\nat name@domain.com 3 4\n7 5 6\n\n"
    found = read_vectors(_write(tmp_path, "a.txt", text.encode()), Asked(["3", ". . .", "7"]))
    assert found.words == (". . .", "3", "7")
    assert found.values.tolist() == [[1, 2], [0.5, 0.25], [5, 6]]


@given(
    words=st.lists(st.text("abcXYZ中é", min_size=1, max_size=5), min_size=1, max_size=8),
    width=st.integers(2, 5),
    header=st.booleans(),
)
def test_text_comes_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, words: list[str], width: int, header: bool
) -> None:
    values = np.arange(len(words) * width, dtype=np.float32).reshape(-1, width) / 8
    rows = [f"{w} {' '.join(map(str, v))}" for w, v in zip(words, values.tolist(), strict=True)]
    lines = [f"{len(words)} {width}"] * header + rows
    file = _write(tmp_path_factory.mktemp("v"), "a.txt", "\n".join(lines).encode())
    found = read_vectors(file, Asked(words))
    assert set(found.words) == set(words)
    for word, row in zip(found.words, found.values, strict=True):
        assert np.array_equal(row, values[words.index(word)])


def _zip(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return content.getvalue()


_TEXT = "a 1 2\nb 3 4\n"
_OBJECTS = b"\x93NUMPY\x01\x00\x36\x00{'descr': '|O', 'fortran_order': False, 'shape': (2,)}\n"

REFUSED: dict[str, tuple[str, bytes, tuple[str, ...]]] = {
    "wider row": ("a.txt", (_TEXT + "c 5 6 7\n").encode(), ("row 3", "3 numbers", "2 numbers")),
    "narrower row": ("a.txt", (_TEXT + "c 5\n").encode(), ("row 3", "1 numbers", "2 numbers")),
    "bad number": ("a.txt", (_TEXT + "c 5 x\n").encode(), ("row 3", "'c'", "finite", "Correct")),
    "not a number": ("a.txt", (_TEXT + "c 5 nan\n").encode(), ("row 3", "'c'", "finite")),
    "endless": ("a.txt", (_TEXT + "c 5 1e99\n").encode(), ("row 3", "'c'", "finite")),
    "fewer than announced": ("a.vec", b"3 2\n" + _TEXT.encode(), ("2 words", "3", "once more")),
    "prose": ("a.txt", b"This is a letter.\n", ("row 1", "its numbers", "GloVe")),
    "a list of words": ("a.txt", b"one\ntwo\n", ("row 1", "its numbers", "GloVe")),
    "empty": ("a.txt", b"", ("empty", "GloVe")),
    "blank": ("a.txt", b"\n\n", ("there are no vectors", "GloVe")),
    "broken gzip": ("a.txt.gz", b"", ("empty",)),
    "cut word2vec": ("a.bin", _word2vec()[:-3], ("4 words", "5", "once more")),
    "endless word2vec": (
        "a.bin",
        b"1 1\nc " + np.array([np.nan], np.float32).tobytes(),
        ("row 1", "'c'", "finite"),
    ),
    "no word2vec": ("a.bin", b"9 2\n" + b"\xff" * 70_000, ("row 1", "no blank", "GloVe")),
    "old fastText": ("a.bin", _fasttext(version=10), ("version 10", "GloVe")),
    "cut fastText": ("a.bin", _fasttext()[:60], ("ends too early", "GloVe")),
    "cut dictionary": ("a.bin", _fasttext()[:94], ("after 0 words", "6", "once more")),
    "cut matrix": ("a.bin", _fasttext()[:-9], ("5 words", "6", "once more")),
    "quantised": ("a.ftz", _fasttext(quantised=True), ("quantised", ".ftz")),
    "no words beside": ("a.npy", _npy(), ("a.npy", "no words", "a.vocab.txt")),
    "fewer words": ("b.npz", _npz(words=np.array(["a"])), ("5 rows", "1 words", "same place")),
    "one dimension": ("a.npy", _npy(VALUES[0]), ("shape (4,)", "GloVe")),
    "strings": ("a.npy", _npy(np.array([["a"]])), ("<U1", "GloVe")),
    "objects": ("a.npy", _OBJECTS, ("shape (2,)", "GloVe")),
    "broken array": ("a.npy", b"\x93NUMPY\x09\x00", ("no array", "GloVe")),
    "cut array": ("c.npy", _npy()[:-9], ("4 words", "5", "once more")),
    "two matrices": ("a.npz", _npz(more=VALUES), ("2 matrices", "GloVe")),
    "no archive": ("a.npz", b"PK\x03\x04rest", ("broken archive", "GloVe")),
    "other archive": ("a.npz", _zip(text=b"letters"), ("no array", "GloVe")),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_file_of_vectors_is_refused(case: str, tmp_path: Path) -> None:
    name, content, fragments = REFUSED[case]
    (tmp_path / "b.vocab.txt").write_text("a\n", encoding="utf-8")
    (tmp_path / "c.vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    file = _write(tmp_path, name, content)
    with pytest.raises(InputError) as refused:
        read_vectors(file, Asked([*WORDS, "a", "b", "c"]))
    assert all(part in str(refused.value) for part in (name, *fragments)), refused.value


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "glove.txt").write_bytes(_glove())
    with pytest.raises(InputError, match=r"Did you mean .*glove\.txt"):
        read_vectors(str(tmp_path / "glov.txt"), Asked(WORDS))
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(_glove())[:-9])
    with pytest.raises(InputError, match="broken"):
        read_vectors(str(path), Asked(WORDS))


def test_real_vectors_are_read(data: Callable[[str], Path]) -> None:
    words = ["the", "of", "zzzzzz"]
    english = read_vectors(str(data("vectors/glove.twitter.25d.12k.txt.gz")), Asked(words))
    assert english.words == ("of", "the")
    assert english.width == 25
    chinese = data("vectors/char_tencent200_thucnews_vocab4762.npz")
    assert read_vectors(str(chinese), Asked(["中", "国", "the"])).values.shape == (2, 200)
