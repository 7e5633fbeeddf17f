"""The reference pages hold what the program has."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import pytest

from docs.markdown import ROOT
from gatewise import errors
from gatewise.evaluation import report
from gatewise.runtime import Answer

_REFERENCE = ROOT / "docs" / "reference"


def test_generated_pages_are_current() -> None:
    script = ROOT / "docs" / "make_reference.py"
    checked = subprocess.run(
        [sys.executable, str(script), "--check"], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(
    "shape",
    [
        report.Report,
        report.Baseline,
        report.Against,
        report.Calibration,
        report.Counts,
        Answer,
    ],
)
def test_every_key_is_described(shape: type) -> None:
    page = (_REFERENCE / "report-keys.md").read_text(encoding="utf-8")
    keys = {field.name for field in dataclasses.fields(shape)}
    internal = {"classes"}  # a report's, which its JSON leaves out
    missing = {key for key in keys - internal if f"`{key}`" not in page}
    assert not missing


def test_every_error_is_described() -> None:
    page = (_REFERENCE / "errors.md").read_text(encoding="utf-8")
    assert not [name for name in errors.__all__ if f"`{name}`" not in page]
