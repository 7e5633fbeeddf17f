"""The Chinese catalogue, a file a package."""

from __future__ import annotations

from gatewise.languages.zh import (
    cli,
    core,
    data,
    doctor,
    estimator,
    evaluation,
    kernels,
    report,
    select,
    text,
    training,
    vectors,
)

__all__ = ["MESSAGES"]

_PARTS = (
    *(core, kernels, text, data, vectors, evaluation),
    *(training, select, doctor, report, estimator, cli),
)

MESSAGES: dict[str, str] = {
    english: chinese for part in _PARTS for english, chinese in part.MESSAGES.items()
}
