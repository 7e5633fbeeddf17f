"""What models say to rows that they did not learn: some rows held out, or few rows in turn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from conftest import small_config, toy_rows, toy_sets
from gatewise.config import override
from gatewise.select import Rows
from gatewise.select import held as module
from gatewise.select.fitting import Fit, Fitter
from gatewise.select.held import held_out
from gatewise.select.notes import Notes
from gatewise.select.parts import Parts
from gatewise.select.train import prepare
from gatewise.training.progress import Silent

NAMES = ("linear", "textcnn")


def _fitted(rows: Rows) -> tuple[list[Fit], Fitter, Parts]:
    config = override(small_config("linear+textcnn"), {"training": {"epochs": 4}})
    fitter, parts = prepare(rows, None, config, Notes(Silent()))
    return [fitter.fit(name, parts.train, parts.select) for name in NAMES], fitter, parts


@pytest.mark.parametrize("rows", [toy_rows(80), toy_sets(80)], ids=["multiclass", "multilabel"])
def test_of_few_rows_each_is_heard(rows: Rows) -> None:
    models, fitter, parts = _fitted(rows)
    held = held_out(models, fitter, parts)
    assert set(held.rows.texts) == {*parts.train.texts, *parts.select.texts}
    assert set(held.logits) == set(NAMES)
    for logits in held.logits.values():
        assert logits.shape == (len(held.rows), len(fitter.classes))
        assert np.isfinite(logits).all()


def test_nobody_is_asked_about_a_row_that_it_learnt() -> None:
    """Random labels cannot be told of rows that were left out, but by heart of those learnt."""
    rows = toy_rows(100)
    labels = np.random.default_rng(0).permutation(list(rows.labels))
    models, fitter, parts = _fitted(replace(rows, labels=[str(label) for label in labels]))
    held = held_out(models, fitter, parts)
    right = held.logits["linear"].argmax(axis=1) == fitter.targets(held.rows)
    learnt = models[0].model.score(parts.train.texts).logits.argmax(axis=1)
    assert (learnt == fitter.targets(parts.train)).mean() > 0.9
    assert right.mean() < 0.6


def test_of_many_rows_those_that_choose_suffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FEW", 10)
    models, fitter, parts = _fitted(toy_rows(80))
    held = held_out(models, fitter, parts)
    assert held.rows.texts == parts.select.texts
    again = models[1].model.score(held.rows.texts).logits
    np.testing.assert_array_equal(held.logits["textcnn"], again)


def test_a_model_that_was_stopped_is_not_fitted_again() -> None:
    models, fitter, parts = _fitted(toy_rows(80))
    held = held_out([replace(models[0], interrupted=True), models[1]], fitter, parts)
    assert held.rows.texts == parts.select.texts
