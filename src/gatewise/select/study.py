"""The trials of a search, on disk as they happen, so that a search goes on where it was cut off.

Each model has a study of its own in one SQLite file: their settings differ, and an epoch of one
is no measure for an epoch of another. What is drawn follows from the seed, the model and the
trials done, so a search that was cut off and goes on is the search that was not.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gatewise.config import Config
from gatewise.errors import ConfigError, MissingExtraError, OutputError
from gatewise.languages import say
from gatewise.select.space import Dimension, defaults

if TYPE_CHECKING:
    import optuna

__all__ = ["FILE", "FIXED", "PROGRAM", "ROWS", "TENTHS", "Study", "check_optuna", "open_studies"]

FILE = "study.sqlite3"

TENTHS = 10
"""A trial is compared with others by the tenths of its epochs, since these are searched, too."""

_RANDOM = 2
"""Trials before the sampler learns from them: the defaults and one more, since drawing ten settings
at random seldom beats defaults that suit most sets, and drawing near the best so far may."""

_WHOLE = 4
"""Complete trials before any is ended early."""

_WARM_UP = 2
"""Tenths that every trial is given; rates are still rising in the first."""

ROWS, PROGRAM, FIXED = "rows", "program", "fixed"
"""Keys of what a search was started with, beside the options."""

_STARTED_WITH = "started_with"
_SCORE = "score"


class Study:
    """The trials of one model.

    Args:
        inner: Optuna's.
        model: Its name.
        config: The settings without a search.
        dimensions: What is searched; where nothing is, one trial is enough.
        seed: What is drawn follows from it.
    """

    def __init__(
        self,
        inner: optuna.Study,
        model: str,
        config: Config,
        dimensions: Sequence[Dimension],
        seed: int,
    ) -> None:
        self.model = model
        self.dimensions = tuple(dimensions)
        self.defaults = defaults(config, dimensions)
        self._inner = inner
        self._seed = seed
        self._recover()

    @property
    def done(self) -> list[optuna.trial.FrozenTrial]:
        """Trials that came to an end of their own, in order: complete, or ended early."""
        from optuna.trial import TrialState

        states = (TrialState.COMPLETE, TrialState.PRUNED)
        return self._inner.get_trials(deepcopy=False, states=states)

    @property
    def complete(self) -> list[optuna.trial.FrozenTrial]:
        """Trials that were not ended early; optuna gives those that were their last loss."""
        return [trial for trial in self.done if trial.state.name == "COMPLETE"]

    def ask(self) -> optuna.Trial:
        """The next trial; the first is that of the defaults."""
        import optuna

        entropy = (self._seed, zlib.crc32(self.model.encode()), len(self.done))
        seed = int(np.random.SeedSequence(entropy).generate_state(1)[0])
        self._inner.sampler = optuna.samplers.TPESampler(n_startup_trials=_RANDOM, seed=seed)
        return self._inner.ask({d.option: d.distribution() for d in self.dimensions})

    def settings(self, trial: optuna.Trial | optuna.trial.FrozenTrial) -> dict[str, Any]:
        """What a trial tries, by option."""
        return {d.option: d.read(trial.params[d.option]) for d in self.dimensions}

    def tell(self, trial: optuna.Trial, loss: float, score: float) -> None:
        """The trial is done."""
        trial.set_user_attr(_SCORE, score)
        self._inner.tell(trial, loss)

    def end_early(self, trial: optuna.Trial) -> None:
        """The trial is not worth going on with."""
        from optuna.trial import TrialState

        self._inner.tell(trial, state=TrialState.PRUNED)

    def abandon(self, trial: optuna.Trial | optuna.trial.FrozenTrial) -> None:
        """The trial was cut off; it will be asked again."""
        from optuna.trial import TrialState

        if len(trial.params) == len(self.dimensions):
            self._inner.enqueue_trial(trial.params)
        self._inner.tell(trial.number, state=TrialState.FAIL)

    @staticmethod
    def score(trial: optuna.trial.FrozenTrial) -> float | None:
        """Share of the rows that a complete trial has right; of several labels, micro-F1."""
        score: float | None = trial.user_attrs.get(_SCORE)
        return score

    def _recover(self) -> None:
        """Begin with the defaults, or mend what a crash left behind."""
        from optuna.trial import TrialState

        if not self._inner.get_trials(deepcopy=False):
            self._inner.enqueue_trial(
                {d.option: d.write(self.defaults[d.option]) for d in self.dimensions}
            )
        for trial in self._inner.get_trials(deepcopy=False, states=(TrialState.RUNNING,)):
            self.abandon(trial)


def check_optuna() -> None:
    """Refuse to search without the package for it.

    Raises:
        MissingExtraError: The `tune` extra is not installed.
    """
    if find_spec("optuna") is None:
        raise MissingExtraError.of("optuna", "tune", say("A search over settings"))


@contextmanager
def open_studies(
    folder: Path,
    spaces: Mapping[str, tuple[Config, Sequence[Dimension]]],
    started_with: Mapping[str, Any],
    seed: int,
) -> Iterator[list[Study]]:
    """The studies of a search, begun or gone on with.

    Args:
        folder: Where they live; made if it is not there.
        spaces: Settings without a search, and what is searched, by model.
        started_with: What must be the same to go on, as JSON.
        seed: What is drawn follows from it.

    Raises:
        ConfigError: The search was started with something else.
        OutputError: The file cannot be read or written.
    """
    import optuna
    from sqlalchemy.exc import SQLAlchemyError

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    path = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _storage(path) as storage:
            _check_start(storage, started_with, folder)
            yield [
                Study(_study(storage, model, started_with), model, config, dimensions, seed)
                for model, (config, dimensions) in spaces.items()
            ]
    except (SQLAlchemyError, optuna.exceptions.StorageInternalError) as error:
        raise OutputError(
            say(
                "{path}: the trials cannot be read or written ({reason}). Free space or change "
                "the rights; where the file is damaged, start afresh with --overwrite.",
                path=path,
                reason=str(error.__cause__ or error).partition("\n")[0],
            )
        ) from error


@contextmanager
def _storage(path: Path) -> Iterator[optuna.storages.RDBStorage]:
    import optuna

    # A creator takes any path; in an address some characters would mean something.
    connect = {"creator": lambda: sqlite3.connect(path, check_same_thread=False)}
    storage = optuna.storages.RDBStorage("sqlite:///study", engine_kwargs=connect)
    try:
        yield storage
    finally:
        storage.remove_session()
        storage.engine.dispose()


def _study(
    storage: optuna.storages.RDBStorage, model: str, started_with: Mapping[str, Any]
) -> optuna.Study:
    import optuna

    pruner = optuna.pruners.MedianPruner(n_startup_trials=_WHOLE, n_warmup_steps=_WARM_UP)
    study = optuna.create_study(
        storage=storage, study_name=model, pruner=pruner, load_if_exists=True
    )
    study.set_user_attr(_STARTED_WITH, dict(started_with))
    return study


def _check_start(
    storage: optuna.storages.RDBStorage, started_with: Mapping[str, Any], folder: Path
) -> None:
    """Refuse to mix trials that cannot be compared."""
    import optuna

    for name in optuna.get_all_study_names(storage):
        study = optuna.load_study(study_name=name, storage=storage)
        before = study.user_attrs.get(_STARTED_WITH, started_with)
        other = [key for key in started_with if before.get(key) != started_with[key]]
        if other:
            raise ConfigError(
                say(
                    "{folder}: the search there was started with something else for {what}; its "
                    "trials cannot be compared with new ones. Give what it was started with, or "
                    "start afresh with --overwrite.",
                    folder=folder,
                    what=say(", ").join(_in_words(key) for key in other),
                )
            )


def _in_words(key: str) -> str:
    """What was other than before: an option by its name, or one of the keys above."""
    words = {
        ROWS: say("the rows"),
        PROGRAM: say("the version of this program"),
        FIXED: say("which options are set"),
    }
    return words.get(key, key)
