"""Ours beside the best rival: what is kept, drawn, judged and shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from benchmarks.against import page, running
from benchmarks.against.answers import Answers
from benchmarks.against.goals import goals
from benchmarks.against.judged import Pair, difference, ratio_of_errors
from benchmarks.against.picture import curves
from benchmarks.against.sets import COUNTED, CURVES, RIVALS, SEEDS, SETS, SIZES, Cell, cells, drawn
from benchmarks.against.standing import (
    Results,
    best_rival,
    best_then,
    hardest_ratio,
    ratio,
    runs_of,
    standing,
)
from benchmarks.bench.asking import FailedError
from benchmarks.rivals import tuning
from benchmarks.rivals.tuning import Choice, Data
from hypothesis import given
from hypothesis import strategies as st

from conftest import toy_rows, toy_sets
from gatewise.evaluation import compare

COUNT = 400


def answered(share: float, seed: int = 0, count: int = COUNT) -> Answers:
    """Right in exactly that share of rows, which are drawn by the seed."""
    right = np.zeros(count, np.int64)
    right[: round(share * count)] = 1
    right = np.random.default_rng(seed).permutation(right)
    return Answers(right, np.ones(count, np.int64))


def kept(share: float, seed: int = 0) -> dict[str, Any]:
    answers = answered(share, seed)
    return {"score": answers.score, "seconds": 60.0, "answers": answers.to_json()}


def everywhere(ours: float, theirs: float) -> dict[str, Any]:
    """Results of all cells; the best rival is fastText."""
    scores = {"auto": ours, "linear": theirs, "svm": theirs - 0.05, "logistic": 0.5}
    return {c.key: kept(scores.get(c.who, theirs), c.seed) for c in cells()}


@given(st.lists(st.booleans(), min_size=1, max_size=70))
def test_a_bit_a_row_is_kept(right: list[bool]) -> None:
    actual = ["a"] * len(right)
    answers = Answers.of(actual, ["a" if one else "b" for one in right], several=False)
    again = Answers.from_json(json.loads(json.dumps(answers.to_json())))
    assert again.parts.tolist() == [int(one) for one in right]
    assert again.score == pytest.approx(np.mean(right))


@given(st.lists(st.tuples(*[st.sets(st.sampled_from("abcd"))] * 2), min_size=1, max_size=20))
def test_counts_of_several_labels_are_kept(rows: list[tuple[set[str], set[str]]]) -> None:
    actual, found = ([tuple(sorted(row[side])) for row in rows] for side in (0, 1))
    answers = Answers.of(actual, found, several=True)
    again = Answers.from_json(answers.to_json())
    assert (again.parts == answers.parts).all()
    assert (again.sizes == answers.sizes).all()
    if answers.sizes.sum():
        assert again.score == pytest.approx(tuning.score(found, actual))


def test_cells_are_named_and_found_again() -> None:
    every = list(cells())
    assert len({cell.key for cell in every}) == len(every)
    assert [Cell.of(cell.key) for cell in every] == every
    assert Cell.of("curve/mr/200/auto/1") == Cell("mr", "auto", 1, 200)


def test_fewer_rows_stand_in_more() -> None:
    rows = toy_rows(60)
    few, more = (set(drawn(rows, Cell("mr", "auto", 1, count)).texts) for count in (10, 40))
    assert len(few) == 10
    assert few < more
    assert few != set(drawn(rows, Cell("mr", "auto", 2, 10)).texts)
    assert drawn(rows, Cell("mr", "auto", 1)) is rows


def test_the_interval_is_that_of_paired_proportions() -> None:
    first, second = answered(0.9, 1), answered(0.8, 2)
    found = difference(Pair([first], [second]))
    known = compare(first.parts.astype(bool), second.parts.astype(bool)).difference
    assert found.value == pytest.approx(known.value)
    assert found.low == pytest.approx(known.low, abs=0.006)
    assert found.high == pytest.approx(known.high, abs=0.006)


def test_seeds_are_averaged_row_by_row() -> None:
    ours, other = [answered(0.9, seed) for seed in range(3)], answered(0.8, 9)
    together = difference(Pair(ours, [other]))
    alone = difference(Pair(ours[:1], [other]))
    assert together.value == pytest.approx(0.1)
    assert together.high - together.low < alone.high - alone.low


def test_equals_differ_by_nothing() -> None:
    same = Pair([answered(0.9)], [answered(0.9)])
    assert difference(same).to_json() == {"value": 0, "low": 0, "high": 0}
    assert ratio_of_errors([same]).to_json() == {"value": 1, "low": 1, "high": 1}


def test_the_ratio_is_a_geometric_mean() -> None:
    halved = Pair([answered(0.9, 1)], [answered(0.8, 2)])
    doubled = Pair([answered(0.8, 3)], [answered(0.9, 4)])
    assert ratio_of_errors([halved]).value == pytest.approx(0.5)
    both = ratio_of_errors([halved, doubled])
    assert both.value == pytest.approx(1)
    assert both.low < 1 < both.high
    faultless = ratio_of_errors([Pair([answered(1.0)], [answered(0.9)])])
    assert 0 < faultless.low <= faultless.high


def test_seeds_that_differ_widen_the_ratio() -> None:
    rows = answered(0.8, 5)
    steady = Pair([answered(0.85, 1)] * 3, [rows])
    moving = Pair([answered(share, 1) for share in (0.75, 0.85, 0.95)], [rows])
    narrow, wide = (ratio_of_errors([pair]) for pair in (steady, moving))
    assert wide.high - wide.low > narrow.high - narrow.low


def test_answers_to_other_rows_are_refused() -> None:
    with pytest.raises(ValueError, match="not to the same rows"):
        Pair([answered(0.9, count=10)], [answered(0.9, count=20)])


def test_goals_that_are_met_and_missed() -> None:
    met = {goal.met for goal in goals(everywhere(0.99, 0.9), "auto")}
    assert met == {True}
    judged = {goal.sentence: goal for goal in goals(everywhere(0.80, 0.9), "auto")}
    assert judged["auto below the best rival, of 12 sets, significantly"].reached == "12"
    assert judged["trec6: accuracy"].met is False
    assert judged["banking77: the longest run"].met
    assert all(goal.met is None for goal in goals({}, "auto"))


def test_a_goal_waits_for_every_seed() -> None:
    results = everywhere(0.99, 0.9)
    del results["trec6/auto/2"]
    judged = {goal.sentence: goal for goal in goals(results, "auto")}
    assert judged["trec6: accuracy"].met is None
    assert judged["auto below the best rival, of 12 sets, significantly"].met is None
    found = ratio(results, "auto")
    assert found is not None
    assert found[1] == 10


def test_a_ratio_waits_for_every_rival() -> None:
    results = everywhere(0.99, 0.9)
    del results["trec6/logistic/0"]
    found = ratio(results, "auto")
    assert found is not None
    assert found[1] == 10
    told = page.page(results)
    assert "Not run to the end: `trec6`." in told


def test_what_rivals_reached_then_is_the_harder_figure() -> None:
    ours, theirs = 0.9, 0.5
    found = hardest_ratio(everywhere(ours, theirs), "auto")
    then = [best_then(data) for data in COUNTED if not SETS[data].several]
    assert found is not None
    assert found[1] == len(then) == 11
    errors = [1 - (figure or 0) / 100 for figure in then]
    assert found[0] == pytest.approx(0.1 / float(np.exp(np.log(errors).mean())))
    easier = ratio(everywhere(ours, theirs), "auto")
    assert easier is not None
    assert easier[0].value == pytest.approx(0.2)


def test_the_best_rival_is_told_by_its_own_test_score() -> None:
    results = everywhere(0.95, 0.9)
    best = best_rival(results, "trec6")
    assert best is not None
    assert best.who == "fasttext"
    results["trec6/fasttext/0"] = {"failed": "no wheel"}
    best = best_rival(results, "trec6")
    assert best is not None
    assert best.who == "svm"
    found = standing(runs_of(results, "trec6", "auto"), best)
    assert found is not None
    assert found.above
    assert not found.below


def test_page_shows_what_is_lost_and_what_is_missing() -> None:
    results: Results = {
        "mr/auto/0": kept(0.8),
        "mr/svm/0": kept(0.9, 1),
        "mr/fasttext/0": {"failed": "no wheel"},
        "curve/mr/200/auto/0": kept(0.6),
        "curve/mr/200/linear/0": kept(0.6),
    }
    told = page.page(results)
    assert "- `mr`: LinearSVC is ahead by 10.00 points, significantly." in told
    assert "80.00 (80.0–80.0, 1 run)" in told
    assert "no wheel" in told
    assert "Not run to the end: `trec6`, `mr`" in told
    assert "Nowhere on these sets, and no goal" in page.page(everywhere(0.99, 0.9))


def test_picture_is_well_formed() -> None:
    lines = {"auto": dict.fromkeys(SIZES, 0.85), "a<b": {SIZES[0]: 0.7}}
    drawn_ = curves(dict.fromkeys(CURVES, lines), SIZES)
    assert len(ElementTree.fromstring(drawn_).findall(".//{*}polyline")) == 2 * len(CURVES)
    assert ElementTree.fromstring(curves({name: {} for name in CURVES}, SIZES)) is not None


def test_a_tenth_is_held_out_of_each_label() -> None:
    labels = [["a"]] * 80 + [["b"]] * 20
    rows = Data([str(i) for i in range(100)], labels, several=False)
    learnt, held = rows.parts()
    assert sorted(learnt.texts + held.texts) == sorted(rows.texts)
    assert (held.names.count("a"), held.names.count("b")) == (8, 2)


def test_rivals_choose_one_setting_after_the_other() -> None:
    asked = []

    def ask(settings: Any) -> float:
        asked.append(dict(settings))
        return float(-abs(settings["x"] - 2) - abs(settings["y"] - 3))

    choice = Choice({"x": 1, "y": 1}, ask)
    choice.among("x", (1, 2, 3))
    choice.among("y", (1, 3))
    assert choice.settings == {"x": 2, "y": 3}
    assert len(asked) == 4


def test_rows_of_several_labels_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "x", "labels": ["a", "b"]}\n')
    assert tuning.read(tmp_path / "a.jsonl") == Data(["x"], [["a", "b"]], several=True)
    (tmp_path / "a.tsv").write_text("a\tx\n")
    assert tuning.read(tmp_path / "a.tsv") == Data(["x"], [["a"]], several=False)


def test_a_rival_that_fails_is_kept_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise FailedError("no memory")

    rows = toy_rows(9)
    monkeypatch.setattr(running, "rows_of", lambda data: (rows, rows))
    monkeypatch.setattr(running, "asked", broken)
    assert running.run(Cell("mr", "svm", 0), 1) == {"failed": "no memory"}


@pytest.mark.slow
@pytest.mark.parametrize("make", [toy_rows, toy_sets])
def test_our_cells_run(make: Any) -> None:
    told = running.ours(Cell("mr", "linear", SEEDS[0]), make(120), make(60, 1), 1)
    assert told["chosen"] == "linear"
    assert Answers.from_json(told["answers"]).score == pytest.approx(told["score"], abs=1e-5)
    assert told["score"] > 0.8


def test_sets_are_twelve_and_one_more() -> None:
    assert sum(source.counted for source in SETS.values()) == 12
    assert all(set(source.expected) <= set(RIVALS) for source in SETS.values())
