"""What starting costs, beside `import numpy`, and what stays in memory: `make bench`.

Models of an epoch on banking77 label one text, each run in a process of its own; all that is timed
is timed in turns, from the start of a process to its end. Figures are medians.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.accuracy import DATA, ROOT, SETS
from benchmarks.timing import order

from gatewise.bundle.files import write_file

RESULTS = ROOT / "docs" / "results" / "cold_start.json"
GATEWISE = str(Path(sys.executable).with_name("gatewise"))
MODELS = ("textcnn", "bilstm", "linear")
TURNS = 15
TEXT = "I lost my card"
BASE = "import numpy"

# As installed: pip compiles what it installs, a source tree is compiled when it is first imported.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

RESIDENT = """
import resource, sys
from pathlib import Path
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
found = {"python": resident()}
import numpy
found["numpy"] = resident()
import gatewise.runtime
found["gatewise"] = resident()
model = gatewise.runtime.load(sys.argv[1])
found["loaded"] = resident()
model.predict([sys.argv[2]])
found["answered"] = resident()
import json
print(json.dumps(found))
"""


def train(folder: Path) -> dict[str, Path]:
    """The models by name, in `folder`."""
    models = {name: folder / name for name in MODELS}
    data = str(DATA / SETS["banking77"][0])
    for name, path in models.items():
        options = ("--model", name, "--set", "training.epochs=1", "--json")
        run([GATEWISE, "train", data, "--out", str(path), *options])
    return models


def run(command: list[str]) -> str:
    """Run a command that must succeed; returns its stdout."""
    return subprocess.run(
        command, check=True, env=ENVIRONMENT, input=f"{TEXT}\n", capture_output=True, text=True
    ).stdout


def starts(models: dict[str, Path]) -> dict[str, list[str]]:
    """What is timed, by name."""
    python = [sys.executable, "-c"]
    return {
        BASE: [*python, BASE],
        "import gatewise": [*python, "import gatewise"],
        "import gatewise.runtime": [*python, "import gatewise.runtime"],
        "gatewise --help": [GATEWISE, "--help"],
        **{
            f"gatewise {command}, {name}": [GATEWISE, command, str(path)]
            for command in ("predict", "info")
            for name, path in models.items()
        },
    }


def ratios(commands: dict[str, list[str]]) -> dict[str, float]:
    """Median wall times as multiples of that of `import numpy`."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(-1, TURNS):
        for name in order(list(commands), turn):
            started = time.perf_counter()
            run(commands[name])
            if turn >= 0:  # the first turn fills the file cache
                times[name].append(time.perf_counter() - started)
    base = statistics.median(times[BASE])
    return {name: round(statistics.median(taken) / base, 3) for name, taken in times.items()}


def main() -> int:
    """Measure, print and keep the figures."""
    if not DATA.is_dir():
        print(f"{DATA} is not there; set GATEWISE_DATA to the folder of labelled data.")
        return 2
    with TemporaryDirectory() as folder:
        models = train(Path(folder))
        found = ratios(starts(models))
        resident = {
            name: json.loads(run([sys.executable, "-c", RESIDENT, str(path), TEXT]))
            for name, path in models.items()
        }
    for name, ratio in found.items():
        print(f"{name:28}{ratio:8.2f}")
    for name, steps in resident.items():
        print(name, *(f"{step} {size / 1e6:.1f} MB" for step, size in steps.items()), sep="  ")
    document = {"turns": TURNS, "ratio_to_import_numpy": found, "resident_bytes": resident}
    write_file(RESULTS, (json.dumps(document, indent=1) + "\n").encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
