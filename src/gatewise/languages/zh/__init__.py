"""The Chinese catalogue, a file a package."""

from __future__ import annotations

from gatewise.languages.zh import (
    cli,
    core,
    data,
    doctor,
    estimator,
    evaluation,
    report,
    select,
    text,
    training,
)

__all__ = ["MESSAGES"]

MESSAGES: dict[str, str] = {
    english: chinese
    for part in (core, text, data, evaluation, training, select, doctor, report, estimator, cli)
    for english, chinese in part.MESSAGES.items()
}
