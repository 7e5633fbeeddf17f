"""What starting costs, beside `import numpy`, interleaved in one run: `make bench`."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from gatewise.bundle.files import write_file

RESULTS = Path(__file__).parents[1] / "docs" / "results" / "imports.json"
RUNS = 15

STARTS = {
    "import numpy": "import numpy",
    "import gatewise": "import gatewise",
    "import gatewise.runtime": "import gatewise.runtime",
    "gatewise --help": "import sys; sys.argv = ['gatewise', '--help']\n"
    "from gatewise.cli import main; main()",
}


def seconds(code: str) -> float:
    """Wall time of a fresh interpreter that runs `code`."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> None:
    """Time every start in turn, and print medians and ratios."""
    times: dict[str, list[float]] = {name: [] for name in STARTS}
    for turn in range(RUNS + 1):
        for name, code in STARTS.items():
            taken = seconds(code)
            if turn:  # the first turn fills the file cache
                times[name].append(taken)
    medians = {name: statistics.median(values) for name, values in times.items()}
    base = medians["import numpy"]
    print(f"{'':26}{'median ms':>10}{'ratio':>8}")
    for name, median in medians.items():
        print(f"{name:26}{median * 1000:10.1f}{median / base:8.2f}")
    ratios = {name: round(median / base, 3) for name, median in medians.items()}
    document = {"runs": RUNS, "ratio_to_import_numpy": ratios}
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    write_file(RESULTS, (json.dumps(document, indent=1) + "\n").encode())


if __name__ == "__main__":
    main()
