"""Several text columns of one file are read as one text, by every command."""

from __future__ import annotations

import json
from pathlib import Path

from cli.command import QUICK, gatewise


def test_title_and_body_are_one_text(tmp_path: Path) -> None:
    rows = [("good", "great", "soup"), ("bad", "awful", "room")] * 20
    lines = [f"{label},{title} {i},{body} {i}" for i, (label, title, body) in enumerate(rows)]
    data = tmp_path / "posts.csv"
    data.write_text("\n".join(["label,title,body", *lines]), encoding="utf-8")
    model = tmp_path / "model"
    columns = ("--text", "title,body")
    assert not gatewise("train", data, "--out", model, "--model", "linear", *columns, *QUICK).code
    ended = gatewise("predict", model, data, *columns, "--json")
    answers = [json.loads(line)["label"] for line in ended.out.splitlines()]
    assert answers == [label for label, _, _ in rows]
    # Either column alone tells as much, so both were read.
    for column in ("title", "body"):
        alone = gatewise("predict", model, data, "--text", column, "--json")
        assert [json.loads(line)["label"] for line in alone.out.splitlines()] == answers
