"""What rivals share: reading, timing, and our text encoder once more in plain Python."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from benchmarks.rivals import protocol
from benchmarks.rivals.porting import port
from benchmarks.rivals.protocol import Stretches, Way
from benchmarks.rivals.reading import Encoder, batches

from conftest import small_config, toy_rows
from gatewise.bundle.write import write_bundle
from gatewise.select import Rows, train


def test_stretches_are_spread_and_their_median_counts() -> None:
    stretches = Stretches()
    assert stretches.speed is None
    # Ten texts a step; the first hundred steps take a second each, the others a tenth of one.
    stretches._steps = [(1.0 if i < 100 else 0.1, 10.0) for i in range(2000)]
    assert stretches.speed == pytest.approx(100)
    stretches._steps = [(0.5, 10.0), (1.5, 10.0)]
    assert stretches.speed == pytest.approx(10)


def test_rows_are_read_plain_and_gzipped(tmp_path: Path) -> None:
    content = "a\tone\ttwo\nb\t三\n".encode()
    (tmp_path / "x.tsv").write_bytes(content)
    (tmp_path / "x.tsv.gz").write_bytes(gzip.compress(content))
    for name in ("x.tsv", "x.tsv.gz"):
        assert protocol.read_rows(tmp_path / name) == (["one\ttwo", "三"], ["a", "b"])


def test_chinese_is_written_apart() -> None:
    assert protocol.spaced(["a few words"] * 3)
    assert not protocol.spaced(["中国股市上涨"] * 3)
    assert protocol.written_apart("股市 涨") == "股 市 涨"


def test_the_fastest_way_is_what_counts() -> None:
    def slow(texts: list[str]) -> list[str]:
        return [text for text in texts for _ in range(20_000)][::20_000]

    ways = {"slow": Way(slow), "fast": Way(list), "alone": Way(list, list)}
    told = protocol.measure(ways, ["a", "b"] * 200, singles=10)
    assert told["bulk_way"] == told["single_way"] == "fast"
    assert told["found"] == ["a", "b"] * 200
    assert told["alone"] > 0
    assert told["p50_ms"] <= told["p99_ms"]


@pytest.mark.parametrize(("model", "chinese"), [("textcnn", True), ("bilstm", False)])
def test_a_ported_network_answers_as_ours(model: str, chinese: bool, tmp_path: Path) -> None:
    rows = toy_rows(90)
    if chinese:
        rows = Rows([text.translate(_HAN) for text in rows.texts], rows.labels)
    bundle = train(rows, config=small_config(model), baseline=False).bundle
    write_bundle(bundle, tmp_path / "model")
    texts = [*rows.texts[:20], "ＷＩＮＤ isn't\u200b  unheard-of 天气 x", ""]
    logits = bundle.model.score(texts).logits
    folder = tmp_path / "ported"
    folder.mkdir()
    np.savez(folder / "expected.npz", texts=np.array(texts[:-1]), logits=logits[:-1])
    found = port(tmp_path / "model", folder, graph=False)
    assert found["torch"] < 1e-4
    assert json.loads((folder / "network.json").read_text())["classes"] == list(bundle.classes)
    encoded = Encoder(folder)(texts)
    assert sorted(row for some in batches(encoded, 5) for row in some) == list(range(len(texts)))


_HAN = {ord(letter): 0x4E00 + 7 * i for i, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}
