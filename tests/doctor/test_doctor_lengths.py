"""Lengths: the quantiles are lengths of texts; empty and long texts are those a model sees so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctor.in_memory import dataset, findings, varied
from gatewise.config import TextConfig
from gatewise.doctor.lengths import measure
from gatewise.doctor.subject import Subject
from gatewise.text import TextEncoder, uses_spaces


@given(st.lists(st.text(max_size=30), min_size=1))
def test_quantiles(texts: list[str]) -> None:
    lengths = measure(Subject(dataset(texts, None)))
    ordered = sorted(map(len, texts))
    assert (lengths.min, lengths.max) == (ordered[0], ordered[-1])
    for share, value in ((0.5, lengths.median), (0.95, lengths.p95)):
        assert value in ordered
        assert sum(length <= value for length in ordered) >= share * len(ordered)
        assert sum(length < value for length in ordered) <= share * len(ordered)


@given(
    st.lists(
        st.tuples(st.text(max_size=8), st.sampled_from([1, 70, 200])).map(lambda p: p[0] * p[1]),
        min_size=1,
        max_size=5,
    )
)
def test_empty_and_truncated_as_a_model_sees_them(texts: list[str]) -> None:
    subject = Subject(dataset(texts, None))
    config = TextConfig(tokenizer="word" if uses_spaces(texts) else "character", max_subwords=0)
    encoded = TextEncoder.build([], config).encode(texts)
    assert subject.empty.tolist() == encoded.empty.tolist()
    assert subject.truncated.tolist() == encoded.truncated.tolist()


def test_empty_texts() -> None:
    texts, labels = varied(x=20, y=20)
    found = findings(dataset(["", *texts, " \t", "\u200b"], ["x", *labels, "y", "x"]))
    assert list(found) == ["empty_texts"]
    assert found["empty_texts"].rows == (2, 43, 44)
    assert "3 texts with nothing to read (rows 2, 43, 44)" in found["empty_texts"].message


@pytest.mark.parametrize(("long", "severity"), [(1, "info"), (9, "warning")])
def test_long_texts(long: int, severity: str) -> None:
    texts, labels = varied(x=20, y=20)
    limit = TextConfig().max_length
    texts[:long] = [f"{number} " + "w " * limit for number in range(long)]
    texts[long] = "w " * limit
    finding = findings(dataset(texts, labels))["long_texts"]
    assert finding.severity == severity
    assert finding.rows == tuple(range(2, 2 + long))
    assert f"more than {limit} tokens" in finding.message
