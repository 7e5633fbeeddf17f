"""No code of ours can run what is in a file: nothing is unpickled, evaluated or executed."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import gatewise

SOURCES = sorted(Path(gatewise.__file__).parent.rglob("*.py"))
MODULES = {"pickle", "cPickle", "_pickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"}
CALLS = {"eval", "exec", "compile", "__import__", "breakpoint"}
ATTRIBUTES = {"torch.load", "torch.save", "np.load", "numpy.load", "os.system"}


def _forbidden(tree: ast.AST) -> list[str]:
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found += [alias.name for alias in names if alias.name.split(".")[0] in MODULES]
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in MODULES:
                found.append(module)
            case ast.Call(func=ast.Name(id=name)) if name in CALLS:
                found.append(name)
            case ast.Attribute() if ast.unparse(node) in ATTRIBUTES:
                found.append(ast.unparse(node))
            case ast.keyword(arg="allow_pickle" | "shell"):
                found.append("allow_pickle or shell")
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_nothing_read_from_disk_is_run(path: Path) -> None:
    assert not _forbidden(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "code",
    [
        "import pickle",
        "from joblib import load",
        "import os.path, shelve",
        "torch.load(path)",
        "np.load(path)",
        "eval(text)",
        "read(path, allow_pickle=True)",
    ],
)
def test_the_search_finds_it(code: str) -> None:
    assert _forbidden(ast.parse(code))
