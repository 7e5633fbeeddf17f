"""Layers against torch's, forward and backward, interleaved in one run: `make kernels`.

Every case is a layer, sizes, and batches of 64 made of a real set's lengths (bucketed as training
makes them, or unsorted as a file holds them) or of equal ones. Every round runs every rival of a
case once, the best matrix product of each type among them, so that shares of it compare like with
like. The measuring runs in a process of its own, since what holds libraries to an instruction set
or sets up the allocator has to stand before they are loaded. The results are kept in
docs/results/kernels.json, by settings and case.

Legend: N texts a batch, D inputs, H hidden units.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from benchmarks.accuracy import DATA, ROOT
from benchmarks.corpora import CORPORA, batches, corpus, describe
from benchmarks.layers.contender import TORCH, Rival
from benchmarks.layers.convolution import CONV, CONV_BF16, convolution
from benchmarks.layers.embedding import DENSE, SPARSE, embedding
from benchmarks.layers.products import PRODUCT, best_product, rate
from benchmarks.layers.recurrent import PACKED, PADDED, PADDED_BF16, recurrent
from benchmarks.machine import ALLOCATORS, ISAS, dtypes, environment, facts, lacks
from benchmarks.timing import interleaved, median
from numpy.typing import NDArray

from gatewise.bundle.files import write_file
from gatewise.kernels import available_cores

RESULTS = ROOT / "docs" / "results" / "kernels.json"

AGAINST = {
    "lstm": (PADDED, PADDED_BF16),
    "conv": (CONV, CONV_BF16),
    "embed": (SPARSE, DENSE),
}
"""The two rivals of torch's that ratios are told for."""

RECURRENT = {
    "imdb-400": ((300, 256),),
    "imdb-512": ((128, 128),),
    "trec6": ((300, 256), (128, 128)),
    "thucnews_titles": ((300, 256), (128, 128)),
}
"""(D, H) by set: the sizes that speed was first measured with, and our defaults."""

FULL = {32: (300, 256), 80: (128, 128), 400: (300, 256)}
"""(D, H) by the one length of all texts."""

ORDERS = ("bucketed", "unsorted")
EMBEDDING = 300


@dataclass(frozen=True)
class Effort:
    """How much is measured.

    Args:
        size: Texts a batch, N.
        batches: Batches a case.
        rounds: Rounds that count.
        threads: Threads of every rival.
    """

    size: int = 64
    batches: int = 4
    rounds: int = 9
    threads: int = field(default_factory=available_cores)


@dataclass(frozen=True)
class Case:
    """What is timed.

    Args:
        layer: `lstm` (with QRNN beside it), `conv` or `embed`.
        data: A set of `CORPORA`, or the one length of all texts.
        order: `bucketed`, `unsorted` or `full`.
        inputs: D.
        hidden: H; 0 where there are none.
    """

    layer: str
    data: str
    order: str
    inputs: int
    hidden: int = 0

    @property
    def key(self) -> str:
        """Name in the results file."""
        sizes = f"{self.inputs}" + (f"x{self.hidden}" if self.hidden else "")
        return f"{self.layer}/{self.data}/{self.order}/{sizes}"


def cases() -> Iterator[Case]:
    """Every case, those of one set together."""
    for length, (inputs, hidden) in FULL.items():
        yield Case("lstm", str(length), "full", inputs, hidden)
        yield Case("conv", str(length), "full", inputs)
    for data in CORPORA:
        for order in ORDERS:
            for inputs, hidden in RECURRENT[data]:
                yield Case("lstm", data, order, inputs, hidden)
                yield Case("conv", data, order, inputs)
            yield Case("embed", data, order, EMBEDDING)


def rivals(case: Case, effort: Effort) -> tuple[list[Rival], list[NDArray[np.int64]]]:
    """The rivals of a case, and the lengths of its batches."""
    if case.order == "full":
        lengths = [np.full(effort.size, int(case.data), np.int64)]
    else:
        tokens = corpus(case.data).tokens
        rows = batches(tokens.lengths, case.order, size=effort.size, count=effort.batches)
        lengths = [tokens.lengths[batch] for batch in rows]
    if case.layer == "lstm":
        return recurrent(lengths, case.inputs, case.hidden), lengths
    if case.layer == "conv":
        return convolution(lengths, case.inputs), lengths
    return embedding(tokens, rows, corpus(case.data).rows, case.inputs), lengths


def measure(case: Case, products: Sequence[Rival], effort: Effort) -> dict[str, Any]:
    """Times of one case; the values are the same in every run."""
    torch.manual_seed(0)
    contending, lengths = rivals(case, effort)
    beside = products if case.layer != "embed" else ()
    every = [*(rival for rival in contending if rival.dtype in dtypes()), *beside]
    seconds, results = interleaved(every, effort.rounds, effort.threads)
    best = {rival.dtype: rate(rival, seconds[rival.name]) for rival in beside}
    measured = {
        rival.name: _figures(rival, seconds[rival.name], best.get(rival.dtype)) for rival in every
    }
    if case.layer == "lstm":
        for name in results:
            if "LSTM" in name:
                measured[name]["differs"] = _difference(results[name], results[PACKED], lengths[-1])
    return {"lengths": describe(lengths), "rivals": measured}


def _figures(rival: Rival, seconds: list[float], best: float | None) -> dict[str, Any]:
    figures: dict[str, Any] = {
        "ms": round(median(seconds), 3),
        "rounds_ms": [round(1000 * value, 3) for value in seconds],
    }
    if rival.flops:
        figures["gflops"] = round(rate(rival, seconds), 1)
    if rival.flops and best:
        figures["share"] = round(rate(rival, seconds) / best, 3)
    return figures


def _difference(given: Any, true: Any, lengths: NDArray[np.int64]) -> list[float]:
    """Relative difference from the packed layer: of the states and of the input's gradient.

    Over real steps alone. On ragged texts the padded layer's is no error of rounding: its backward
    direction reads the padding first.
    """
    real = np.arange(int(lengths.max())) < lengths[:, None]  # (N, T)
    pairs = ((g.float().numpy()[real], t.numpy()[real]) for g, t in zip(given, true, strict=True))
    return [float(f"{np.linalg.norm(g - t) / np.linalg.norm(t):.1e}") for g, t in pairs]


def table(measured: Mapping[str, Any]) -> str:
    """The cases in Markdown, ratios against two of torch's rivals."""
    lines = [
        "| case | useful | rival | ms (lowest–highest) | × fp32 or sparse | × bf16 or dense "
        "| GFLOP/s useful | of the best product |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for key, case in measured.items():
        found = case["rivals"]
        bases = [found.get(name, {}).get("ms") for name in AGAINST[key.partition("/")[0]]]
        for name, figures in found.items():
            low, high = min(figures["rounds_ms"]), max(figures["rounds_ms"])
            beside = name.startswith(PRODUCT)
            ratios = [f"{b / figures['ms']:.2f}" if b and not beside else "" for b in bases]
            share = f"{figures['share']:.0%}" if "share" in figures else ""
            cells = [key, f"{case['lengths']['useful']:.0%}", name]
            cells += [f"{figures['ms']:.2f} ({low:.2f}–{high:.2f})", *ratios]
            lines.append(f"| {' | '.join([*cells, str(figures.get('gflops', '')), share])} |")
    return "\n".join(lines)


def told(machine: Mapping[str, Any], measured: Mapping[str, Any]) -> str:
    """What stands beside the figures: the machine, its settings, the lengths."""
    lines = [f"- {name}: {value}" for name, value in machine.items()]
    lines += [f"- {sentence}" for sentence in lacks(machine)]
    lines += [f"- {key}: lengths {case['lengths']}" for key, case in measured.items()]
    return "\n".join(lines)


def worker(chosen: argparse.Namespace) -> None:
    """Measure in this process, whose environment is set, and keep the results."""
    wanted = [case for case in cases() if chosen.only in case.key]
    if not DATA.is_dir():
        print(f"{DATA} is not there; set GATEWISE_DATA to the folder of labelled data.")
        wanted = [case for case in wanted if case.order == "full"]
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    effort = Effort(chosen.size, chosen.batches, chosen.rounds, chosen.threads)
    measured: dict[str, Any] = {}
    with TORCH.threads(chosen.threads):
        machine = facts()
        products = [best_product(dtype, chosen.threads) for dtype in dtypes()]
        for case in wanted:
            measured[case.key] = measure(case, products, effort)
            times = {name: f["ms"] for name, f in measured[case.key]["rivals"].items()}
            print(case.key, times, flush=True)
            place = results.setdefault(f"{chosen.isa}/{chosen.allocator}", {"cases": {}})
            # A case brings its machine with it, since cases may be measured on different days.
            place["cases"][case.key] = {**measured[case.key], "machine": machine}
            RESULTS.parent.mkdir(parents=True, exist_ok=True)
            write_file(RESULTS, json.dumps(results, indent=1).encode())
    print(f"\n{told(machine, measured)}\n\n{table(measured)}")


def options() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="part of a case's name, as lstm/imdb-400")
    parser.add_argument(
        "--rounds", type=int, default=Effort.rounds, help="nine or more for a figure"
    )
    parser.add_argument("--size", type=int, default=Effort.size, help="texts a batch")
    parser.add_argument("--batches", type=int, default=Effort.batches, help="batches a case")
    parser.add_argument("--threads", type=int, default=available_cores())
    isa = os.environ.get("GATEWISE_ISA", "auto")
    parser.add_argument("--isa", default=isa, choices=ISAS, help="instruction set, for all rivals")
    parser.add_argument("--allocator", default="default", choices=ALLOCATORS)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> int:
    """Measure in a fresh process."""
    chosen = options()
    if chosen.here:
        worker(chosen)
        return 0
    variables = environment(chosen.isa, chosen.allocator, chosen.threads)
    # The choice may stand in the environment alone, so it is handed on by name.
    command = [sys.executable, "-m", "benchmarks.kernels", *sys.argv[1:], "--isa", chosen.isa]
    return subprocess.run([*command, "--here"], env=variables, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
