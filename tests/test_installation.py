"""The package installs with a compiler and without one, and trains either way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from cli.command import write_csv
from conftest import pairs, toy_rows

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.slow


def _pip(*arguments: str, **environment: str) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **environment})


def _wheel(folder: Path, **environment: str) -> Path:
    options = ("--no-deps", "--no-build-isolation", "--wheel-dir", str(folder))
    _pip("wheel", *options, str(ROOT), **environment)
    (wheel,) = folder.glob("*.whl")
    return wheel


def _modules(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as content:
        return [name for name in content.namelist() if "_native" in name]


def test_without_a_compiler_the_wheel_is_plain_python_and_trains(tmp_path: Path) -> None:
    wheel = _wheel(tmp_path, CXX="/no/compiler/here")
    assert wheel.name.endswith("py3-none-any.whl")
    assert not _modules(wheel)
    site = tmp_path / "site"
    _pip("install", "--no-deps", "--target", str(site), str(wheel))
    data = write_csv(tmp_path / "rows.csv", pairs(toy_rows(60)))
    # Without `site` the editable installation of this checkout is not there.
    script = (
        f"import sys; sys.path[:0] = [{str(site)!r}, {sysconfig.get_path('purelib')!r}]\n"
        "import gatewise.kernels\n"
        f"assert gatewise.__file__.startswith({str(site)!r})\n"
        "assert gatewise.kernels.native is None\n"
        "from gatewise.cli import main\n"
        f"sys.argv = ['gatewise', 'train', {str(data)!r}, '--out', {str(tmp_path / 'model')!r},\n"
        "    '--model', 'bilstm', '--set', 'training.epochs=1', '--json']\n"
        "main()\n"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["chosen"] == "bilstm"
    assert "native kernels" in run.stderr


def test_with_a_compiler_the_wheel_holds_the_kernels(tmp_path: Path) -> None:
    from gatewise import kernels

    if kernels.native is None:
        pytest.skip("the native kernels were not built here, so there is no compiler")
    assert _modules(_wheel(tmp_path))
