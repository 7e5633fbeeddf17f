"""Which module may import which, and what a program that only predicts never loads."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import gatewise
from cli.command import save_model, write_csv
from gatewise.cli.app import COMMANDS

ROOT = Path(gatewise.__file__).parent
ORDER = (
    ("languages",),
    ("errors", "config", "_version"),
    ("kernels",),
    *(("text",), ("data",), ("layers",), ("models",), ("evaluation",), ("bundle",), ("runtime",)),
    *(("training",), ("select",), ("doctor",), ("report",), ("estimator",), ("cli",)),
)
RANK = {name: rank for rank, names in enumerate(ORDER) for name in names}
_TRAINED_WITH = (
    *("adversarial", "averaging", "device", "engine", "finder", "fit", "learner", "losses"),
    *("optimizers", "rows"),
)


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


SOURCES: Mapping[str, Path] = {_name(path): path for path in sorted(ROOT.rglob("*.py"))}
WITH_TORCH = {
    *(n for n in SOURCES if n.startswith(("gatewise.layers.trainable", "gatewise.layers.accel"))),
    *(f"gatewise.training.{name}" for name in _TRAINED_WITH),
}


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def _nodes(node: ast.AST, *, inside_functions: bool) -> Iterator[ast.AST]:
    """What runs when a module is imported, with the bodies of functions if wanted."""
    for child in ast.iter_child_nodes(node):
        function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        if _is_for_types(child) or (function and not inside_functions):
            continue
        yield child
        yield from _nodes(child, inside_functions=inside_functions)


@cache
def _imports(module: str, *, inside_functions: bool) -> frozenset[str]:
    """Modules that `module` imports, of this package by full name."""
    tree = ast.parse(SOURCES[module].read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in _nodes(tree, inside_functions=inside_functions):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}: a relative import"
            assert node.module
            full = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in SOURCES else node.module for name in full}
    return frozenset(found)


@cache
def _loads(module: str) -> frozenset[str]:
    """Everything that importing `module` imports sooner or later, itself and its parents too."""
    seen: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in SOURCES:
            parents = [name.rpartition(".")[0]] if "." in name else []
            waiting += [*_imports(name, inside_functions=False), *parents]
    return frozenset(seen)


def _loading(package: str) -> set[str]:
    """Modules of ours whose import loads `package`."""
    return {
        module
        for module in SOURCES
        if any(name == package or name.startswith(f"{package}.") for name in _loads(module))
    }


def test_every_package_has_its_place() -> None:
    assert {name.split(".")[1] for name in SOURCES if "." in name} == RANK.keys()


@pytest.mark.parametrize("module", [name for name in SOURCES if name != "gatewise"])
def test_imports_run_one_way(module: str) -> None:
    own = RANK[module.split(".")[1]]
    ours = [n for n in _imports(module, inside_functions=True) if n.split(".")[0] == "gatewise"]
    upwards = [name for name in ours if name == "gatewise" or RANK[name.split(".")[1]] > own]
    assert not upwards


def test_no_module_imports_itself_by_a_detour() -> None:
    graph = {
        module: {name for name in _imports(module, inside_functions=False) if name in SOURCES}
        for module in SOURCES
    }
    TopologicalSorter(graph).prepare()


def test_only_training_and_its_layers_load_torch() -> None:
    assert _loading("torch") == WITH_TORCH


def test_heavy_packages_are_loaded_where_they_are_used() -> None:
    assert {name.split(".")[1] for name in _loading("sklearn")} == {"estimator"}
    assert _loading("polars") == _loading("scipy") == _loading("plotly") == set()
    assert _loading("optuna") == _loading("sqlalchemy") == set()
    assert {name.split(".")[1] for name in _loading("typer")} == {"cli"}
    assert {name.split(".")[1] for name in _loading("rich")} == {"report", "cli"}


# In a fresh interpreter

_HEAVY = {"torch", "sklearn", "scipy", "polars", "rich", "pydantic", "plotly", "safetensors"}
_HEAVY |= {"optuna", "sqlalchemy"}
_NOT_TO_PREDICT = ("evaluation", "data.read", "training", "select", "doctor", "report", "estimator")

FORBID = """
import sys
class Forbid:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {names}:
            raise ImportError(name + " must not be imported here")
sys.meta_path.insert(0, Forbid())
"""


def _run(code: str, *forbidden: str) -> str:
    """Run `code` where importing `forbidden` raises; returns stdout."""
    ended = subprocess.run(
        [sys.executable, "-c", FORBID.replace("{names}", repr(set(forbidden))) + code],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def _command(*arguments: str | Path) -> str:
    argv = ["gatewise", *map(str, arguments)]
    return f"import sys; sys.argv = {argv!r}\nfrom gatewise.cli import main\nmain()"


def test_importing_the_package_loads_next_to_nothing() -> None:
    _run("import gatewise", "numpy", "torch", "polars", "sklearn", "scipy", "typer", "rich")


@pytest.mark.parametrize("name", ["linear", "textcnn"])
def test_predicting_needs_numpy_and_safetensors_only(name: str, tmp_path: Path) -> None:
    model = save_model(tmp_path / "model", name)
    code = (
        "import gatewise.runtime, gatewise\n"
        f"model = gatewise.load({str(model)!r})\n"
        "print(*model.predict(['rain and snow', 'bread']), model.predict_proba(['']).shape)"
    )
    heavy = ("torch", "sklearn", "scipy", "polars", "typer", "rich", "plotly")
    assert _run(code, *heavy) == "weather food (1, 3)\n"


@pytest.mark.parametrize(
    "line", ["check rows.csv", "predict model rows.csv", "evaluate model rows.csv", "info model"]
)
def test_commands_that_do_not_train_need_neither_torch_nor_scikit_learn(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    save_model(tmp_path / "model", "textcnn")
    write_csv(tmp_path / "rows.csv", [("food", "bread and soup"), ("music", "a song")])
    assert _run(_command(*line.split()), "torch", "sklearn", "scipy", "polars")


@pytest.mark.parametrize("name", ["linear", "textcnn", "bilstm"])
@pytest.mark.parametrize("command", ["predict", "info"])
def test_a_short_run_loads_nothing_that_it_does_not_use(
    command: str, name: str, tmp_path: Path
) -> None:
    run = _command(command, save_model(tmp_path / "model", name))
    told = _run(
        "import atexit, io, sys\n"
        "sys.stdin = io.TextIOWrapper(io.BytesIO(b'rain and snow'))\n"
        f"atexit.register(lambda: print('loaded', *sys.modules))\n{run}"
    )
    answer, _, loaded = told.partition("loaded ")
    assert answer
    modules = set(loaded.split())
    others = {f"gatewise.cli.{other}" for other in COMMANDS if other != command}
    assert "gatewise.bundle.read" in modules
    assert modules.isdisjoint(others | {f"gatewise.{package}" for package in _NOT_TO_PREDICT})
    assert {module.partition(".")[0] for module in modules}.isdisjoint(_HEAVY)


def test_training_the_linear_model_needs_no_torch(tmp_path: Path) -> None:
    data = write_csv(tmp_path / "a.csv")
    line = ("train", data, "--out", tmp_path / "m", "--model", "linear", "--json")
    assert _run(_command(*line), "torch")


def test_help_loads_nothing_heavy() -> None:
    told = _run(_command("train", "--help"), "torch", "sklearn", "scipy", "polars", "plotly")
    assert "--out" in told
