"""The range test: what it chooses, and that it leaves no trace."""

from __future__ import annotations

from training.toy import fit_toy


def test_a_run_with_the_found_rates_given_by_hand_is_the_same() -> None:
    found, recorder = fit_toy(find_learning_rate=True)
    rates = {key: getattr(found.config, key) for key in ("learning_rate", "table_learning_rate")}
    by_hand, _ = fit_toy(**rates)
    for name, weight in by_hand.weights.items():
        assert weight.tobytes() == found.weights[name].tobytes(), name
    assert found.history == by_hand.history
    assert found.config == by_hand.config
    assert all(f"{rate:g}" in recorder.sentences[0] for rate in rates.values())
