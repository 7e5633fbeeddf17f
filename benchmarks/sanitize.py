"""The kernels under the address and undefined-behaviour sanitizers, then a fuzz over shapes.

Builds them once more with the sanitizers, runs the kernels' tests against that build, and goes on
running them with other random shapes until the time is up: `make acceptance`. What was run and
found is kept in docs/results/sanitizers.json.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from gatewise.bundle.files import write_file

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build" / "sanitize"
SITE = BUILD / "site"
RESULTS = ROOT / "docs" / "results" / "sanitizers.json"

# An editable installation is found before any path, and its kernels are not sanitized.
PYTEST = """
import sys
site = sys.argv.pop(1)
sys.meta_path[:] = [f for f in sys.meta_path if not type(f).__module__.startswith("_editable_")]
sys.path.insert(0, site)
import pytest
from gatewise.kernels import native
if native is None or not native.__file__.startswith(site):
    sys.exit(f"The sanitized kernels in {site} were not loaded, but {native}.")
sys.exit(pytest.main(sys.argv[1:]))
"""


def build() -> None:
    """A copy of the package with sanitized kernels."""
    shutil.rmtree(SITE, ignore_errors=True)
    shutil.copytree(ROOT / "src", SITE, ignore=shutil.ignore_patterns("*.so", "__pycache__"))
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    configure = ["cmake", "-S", str(ROOT / "native"), "-B", str(BUILD), "-G", "Ninja"]
    configure += ["-DGATEWISE_SANITIZE=ON", "-DGATEWISE_EMULATE_AMX=ON"]
    configure += ["-DCMAKE_BUILD_TYPE=RelWithDebInfo"]
    configure += [f"-DPython_EXECUTABLE={sys.executable}"]
    configure += [f"-DGATEWISE_OUTPUT={SITE / 'gatewise' / 'kernels'}"]
    for command in (configure, ["cmake", "--build", str(BUILD)]):
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)


def test(seed: int) -> dict[str, Any]:
    """Run the kernels' tests with the random shapes of `seed`."""
    # Exceptions are intercepted, so what throws them has to be there from the start too.
    libraries = [
        subprocess.run(
            ["g++", f"-print-file-name={name}"], check=True, capture_output=True, text=True
        ).stdout.strip()
        for name in ("libasan.so", "libstdc++.so")
    ]
    environment = {
        **os.environ,
        "LD_PRELOAD": " ".join(libraries),
        # The interpreter does not free everything at its end, and nothing here is about that.
        "ASAN_OPTIONS": "detect_leaks=0",
        "UBSAN_OPTIONS": "print_stacktrace=1",
    }
    command = [sys.executable, "-c", PYTEST, str(SITE), "tests/kernels", "-p", "no:cacheprovider"]
    command += ["--capture=sys"]  # a sanitizer ends the process after its report
    command += ["-o", f"pythonpath={SITE} tests .", f"--hypothesis-seed={seed}"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    passed = re.search(r"(\d+) passed", done.stdout)
    clean = done.returncode == 0 and passed is not None
    return {
        "seed": seed,
        "passed": int(passed[1]) if passed else 0,
        "clean": clean,
        "told": "" if clean else (done.stdout + done.stderr)[-4000:],
    }


def main() -> int:
    """Build, test and fuzz; 1 if anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="of fuzzing")
    chosen = parser.parse_args()
    build()
    started, runs = time.monotonic(), [test(0)]
    while runs[-1]["clean"] and time.monotonic() - started < 60 * chosen.minutes:
        runs.append(test(len(runs)))
        print(runs[-1], flush=True)
    found = {
        "minutes": round((time.monotonic() - started) / 60, 1),
        "runs": len(runs),
        "tests": sum(run["passed"] for run in runs),
        "found": [run for run in runs if not run["clean"]],
    }
    write_file(RESULTS, json.dumps(found, indent=1).encode())
    print(json.dumps(found, indent=1))
    return len(found["found"])


if __name__ == "__main__":
    sys.exit(main())
